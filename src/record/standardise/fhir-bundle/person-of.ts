import type { HumanName, Identifier } from 'fhir/r4'
import { identifierSystems } from '#vocabulary/fhir'
import { type BundleEntry, type FindTarget, isMembers, type Members } from '#vocabulary/fhir-bundle'
import { ourIdentifier } from '#vocabulary/identifier-aliases'
import {
  insuranceNumberOf,
  parseCitizenId,
  parseInsuranceCard,
  parseInsuranceNumber,
  tidyName,
} from '#vocabulary/vietnam'
import type { DraftPerson } from '../draft.types.ts'
import { wordsOfBundle } from './words-of.ts'

/** The identifiers of a resource under our systems, where these are known. */
export function identifiersOf(resource: Members, facilityCode: string): Identifier[] {
  const { identifier } = resource
  return (Array.isArray(identifier) ? identifier : [identifier])
    .filter(isMembers)
    .map((each) => ourIdentifier(each as Identifier, facilityCode))
}

/** Who a Patient of a Bundle is; its cards and parents may stand in other entries. */
export function personOfPatient(
  patient: BundleEntry,
  entries: readonly BundleEntry[],
  find: FindTarget,
  facilityCode: string,
  writtenAt: string | null,
): DraftPerson | null {
  const identifiers = identifiersOf(patient.resource, facilityCode)
  const localId = localIdOf(patient, identifiers, facilityCode)
  if (localId === null) return null
  const { birthDate, gender } = patient.resource
  const coverages = entries.filter((entry) => entry.type === 'Coverage')
  const cards = cardsOf(coverages, patient, find, facilityCode)
  return {
    facilityCode,
    localId,
    citizenId: citizenIdOf(identifiers),
    insuranceNumbers: insuranceNumbers(identifiers, cards),
    fullName: nameOf(patient.resource.name),
    birthDate: typeof birthDate === 'string' ? birthDate : null,
    sex: gender === 'male' || gender === 'female' ? gender : 'unknown',
    words: wordsOfBundle(patient, cards, entries, find, writtenAt),
  }
}

/** The facility's own number; else the id its server gave; else whatever number there is, with its system. */
function localIdOf(
  patient: BundleEntry,
  identifiers: readonly Identifier[],
  facilityCode: string,
): string | null {
  const own = identifiers.find((i) => i.system === identifierSystems.mrn(facilityCode) && i.value)
  if (own) return own.value!
  const server = patient.fullUrl?.startsWith('urn:') ? null : patient.id
  if (server) return server
  const any = identifiers.find((i) => i.value)
  if (any) return any.system ? `${any.system}|${any.value}` : any.value!
  return patient.id
}

function citizenIdOf(identifiers: readonly Identifier[]): string | null {
  for (const { system, value } of identifiers) {
    if (system !== identifierSystems.citizenId || !value) continue
    const id = parseCitizenId(value)
    if (id.ok) return id.value
  }
  return null
}

/** A card whose subscriber is somebody else carries that person's number. */
function cardsOf(
  coverages: readonly BundleEntry[],
  patient: BundleEntry,
  find: FindTarget,
  facilityCode: string,
): Identifier[] {
  return coverages.flatMap((entry) => {
    const { subscriber, subscriberId } = entry.resource
    if (isMembers(subscriber)) {
      const target = typeof subscriber.reference === 'string' ? find(subscriber.reference, entry) : null
      if (target?.kind !== 'entry' || target.entry !== patient) return []
    }
    const own = identifiersOf(entry.resource, facilityCode)
    return typeof subscriberId === 'string'
      ? [...own, { system: identifierSystems.insuranceCard, value: subscriberId }]
      : own
  })
}

function insuranceNumbers(own: readonly Identifier[], cards: readonly Identifier[]): string[] {
  const numbers = new Set<string>()
  for (const { system, value } of [...own, ...cards]) {
    if (!value) continue
    if (system === identifierSystems.insuranceCard) {
      const card = parseInsuranceCard(value)
      const number = card.ok ? insuranceNumberOf(card.value) : null
      if (number) numbers.add(number)
    } else if (system === identifierSystems.insuranceNumber) {
      const number = parseInsuranceNumber(value)
      if (number.ok) numbers.add(number.value)
    }
  }
  return [...numbers]
}

const uses = ['official', 'usual', undefined]

/** Họ, tên đệm, tên: family name first, unless the sender wrote the whole name. */
function nameOf(names: unknown): string {
  const all = (Array.isArray(names) ? names : []).filter(isMembers) as HumanName[]
  const name = uses.map((use) => all.find((n) => n.use === use)).find((n) => n) ?? all[0]
  if (!name) return ''
  return tidyName(name.text ?? [name.family, ...(name.given ?? [])].filter(Boolean).join(' '))
}
