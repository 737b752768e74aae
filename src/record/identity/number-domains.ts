import type { NumberOf } from '#vocabulary/demographics/answers'
import { personalSystems } from '#vocabulary/demographics/answers'
import {
  type IdentifierFound,
  type IdentifierSystem,
  NumberFlag,
  readCitizenField,
  readNumbers,
  readPassportField,
} from '#vocabulary/demographics/numbers'
import { identifierSystems } from '#vocabulary/fhir'
import { isFacilityCode } from '#vocabulary/identifier-aliases'
import {
  insuranceNumberOf,
  parseCitizenId,
  parseInsuranceCard,
  parseInsuranceNumber,
} from '#vocabulary/vietnam'
import type { SaidRow } from './answers.queries.ts'

/** A number as the index keeps its holder. */
export interface HeldNumber {
  readonly kind: string
  readonly value: string
}

const local = identifierSystems.mrn('')

/** The facility whose own numbers a system holds; null: it is none of a facility. */
export function facilityIn(system: string): string | null {
  const facility = system.startsWith(local) ? system.slice(local.length) : ''
  return isFacilityCode(facility) ? facility : null
}

const readers: Readonly<Record<string, (value: string) => HeldNumber | null>> = {
  [identifierSystems.citizenId]: (value) => {
    const read = parseCitizenId(value)
    return read.ok ? { kind: 'citizen-id', value: read.value } : null
  },
  [identifierSystems.insuranceNumber]: (value) => {
    const read = parseInsuranceNumber(value)
    return read.ok ? { kind: 'insurance-number', value: read.value } : null
  },
  [identifierSystems.insuranceCard]: (value) => {
    const read = parseInsuranceCard(value)
    const number = read.ok ? insuranceNumberOf(read.value) : null
    return number === null ? null : { kind: 'insurance-number', value: number }
  },
  [identifierSystems.oldIdCard]: (value) => said('cmnd', readCitizenField(value)),
  [identifierSystems.passport]: (value) => said('passport', readPassportField(value)),
}

/** Several may hold one old card: then it names nobody. */
function said(system: IdentifierSystem, found: readonly IdentifierFound[]): HeldNumber | null {
  const [number] = found.filter((each) => each.system === system && (each.flags & NumberFlag.dummy) === 0)
  return number ? { kind: system, value: number.value } : null
}

/** Is anybody looked for by numbers of this system? */
export const isAskedBy = (system: string): boolean =>
  facilityIn(system) !== null || Object.hasOwn(readers, system)

export const isKnownSystem = (system: string): boolean =>
  facilityIn(system) !== null || personalSystems.includes(system)

/** Null: not of the form of such a number, or of no system that has holders. */
export const heldNumber = ({ system, value }: NumberOf): HeldNumber | null =>
  Object.hasOwn(readers, system) ? readers[system]!(value) : null

const systemOfKind: Readonly<Record<string, string>> = {
  'citizen-id': identifierSystems.citizenId,
  'insurance-number': identifierSystems.insuranceNumber,
}
const systemOfWord: Readonly<Record<string, string>> = {
  cmnd: identifierSystems.oldIdCard,
  passport: identifierSystems.passport,
}

/** Under which numbers a record's human is known; of those with holders only what its person holds. */
export function numbersIn(row: SaidRow, isHeld: (number: HeldNumber) => boolean): NumberOf[] {
  const held = row.card.identifiers.filter((each) => each.standing === 'claimed' && isHeld(each))
  const cards = (row.words.insuranceNumber ?? '').split(/[;,\s]+/).filter((text) => {
    const number = heldNumber({ system: identifierSystems.insuranceCard, value: text })
    return number !== null && isHeld(number)
  })
  return [
    { system: identifierSystems.mrn(row.facility), value: row.local_id.split('#')[0] ?? row.local_id },
    ...held.flatMap(({ kind, value }) => numberOf(systemOfKind[kind], value)),
    ...cards.flatMap((value) => numberOf(identifierSystems.insuranceCard, value)),
    ...numbersSaid(row.words).flatMap(({ system, value }) => numberOf(systemOfWord[system], value)),
  ]
}

const numberOf = (system: string | undefined, value: string): NumberOf[] =>
  system === undefined ? [] : [{ system, value }]

/** What fills a box and names nobody is left out. */
const numbersSaid = (words: SaidRow['words']) =>
  readNumbers(words, null).filter(({ flags }) => (flags & NumberFlag.dummy) === 0)

const kindOfWord: Readonly<Record<string, string>> = {
  'citizen-id': 'citizen-id',
  bhxh: 'insurance-number',
}

/** The numbers in somebody's words that have holders. */
export const heldNumbersIn = (words: SaidRow['words']): HeldNumber[] =>
  numbersSaid(words).flatMap(({ system, value }) => {
    const kind = kindOfWord[system]
    return kind === undefined ? [] : [{ kind, value }]
  })
