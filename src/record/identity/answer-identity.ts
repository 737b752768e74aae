import type { Database } from '#foundation/db'
import { shardFor } from '#foundation/ids'
import type { DemographicRecord } from '#vocabulary/demographics'
import type {
  CrossReferences,
  IdentityAnswers,
  IdentityMatch,
  IndexedPerson,
  NumberOf,
} from '#vocabulary/demographics/answers'
import { findHoldersOf, findSaidOf, type SaidRow } from './answers.queries.ts'
import { findPatientsNamed, type Match } from './links/index.ts'
import { keyText } from './links/key-text.ts'
import {
  facilityIn,
  type HeldNumber,
  heldNumber,
  heldNumbersIn,
  isAskedBy,
  isKnownSystem,
  numbersIn,
} from './number-domains.ts'
import type { IdentityIndex } from './open-index.ts'

export interface AnswerDeps {
  readonly db: Database
  readonly index: Pick<IdentityIndex, 'reader'>
}

/** Of a person with more records the first are told of. */
const recordsAtMost = 400
/** Numbers of one question that are looked up. */
const numbersAtMost = 8
/** Of ten who are this likely nine are the one asked for: from here on an asker is told what the record says. */
const probableFrom = 0.9

type Found = Omit<IdentityMatch, 'patientIds'> & {
  /** The record that agrees best; null: each as well as the others. */
  readonly patientId: string | null
}

/** The index as machines ask it; see `IdentityAnswers`. */
export function openIdentityAnswers({ db, index: { reader } }: AnswerDeps): IdentityAnswers {
  const saidOf = (persons: readonly string[]) => findSaidOf(db, persons, recordsAtMost)
  const holdersOf = ({ kind, value }: HeldNumber) =>
    findHoldersOf(db, { kind, value, shard: shardFor(keyText(kind, value)) })

  /** A number without a name weighs too little to be found by it, and names its holder all the same. */
  async function byNumberAlone(words: DemographicRecord): Promise<Found[]> {
    if (words.fullName !== null || words.birthDate !== null) return []
    const asked = heldNumbersIn(words).slice(0, numbersAtMost)
    const holders = await Promise.all(asked.map(holdersOf))
    return holders.flatMap(([personId, other]) =>
      personId === undefined || other !== undefined
        ? []
        : [{ personId, patientId: null, score: probableFrom, grade: 'probable' as const }],
    )
  }

  /** Two who once held a number that nobody holds now are neither of them named by it. */
  async function personNamed({ system, value }: NumberOf): Promise<string | null> {
    // What PostgreSQL refuses is nobody's number.
    if (!/^[^\p{Cc}\p{Cs}]{1,200}$/u.test(value)) return null
    const facilityCode = facilityIn(system)
    if (facilityCode !== null) {
      const [found] = await findPatientsNamed(db, [{ facilityCode, localId: value }])
      return found ? reader.personOf(found.patient_id) : null
    }
    const number = heldNumber({ system, value })
    const [personId, other] = number ? await holdersOf(number) : []
    return personId !== undefined && other === undefined ? personId : null
  }

  async function indexed(personId: string): Promise<IndexedPerson | null> {
    const said = await saidOf([personId])
    if (said.length === 0) return null
    return {
      personId,
      patientIds: said.map((row) => row.patient_id),
      assurance: Object.fromEntries(said.map((row) => [row.patient_id, assuranceOf(row)])),
    }
  }

  return {
    async match(words, options) {
      const weighed = (await reader.match(words, options)).map(foundOf)
      const alone = options.onlyCertain ? [] : await byNumberAlone(words)
      const found = [...new Map([...alone, ...weighed].map((each) => [each.personId, each])).values()].slice(
        0,
        options.limit,
      )
      const said = await saidOf(found.map(({ personId }) => personId))
      return found.map(({ patientId, ...match }) => {
        const ids = said.filter((row) => row.person_id === match.personId).map((row) => row.patient_id)
        const isBest = (id: string) => Number(id === patientId)
        return { ...match, patientIds: ids.sort((x, y) => isBest(y) - isBest(x)) }
      })
    },

    async crossReferences(asked, targetSystems): Promise<CrossReferences> {
      if (!isAskedBy(asked.system)) return { kind: 'unknown-system' }
      if (!targetSystems.every(isKnownSystem)) return { kind: 'unknown-target' }
      const personId = await personNamed(asked)
      if (personId === null) return { kind: 'unknown-number' }
      const [said, numbers] = await Promise.all([saidOf([personId]), reader.identifiersOf(personId)])
      const held = new Set(numbers.filter(({ status }) => status === 'active').map(nameOf))
      const isWanted = ({ system }: NumberOf) => targetSystems.length === 0 || targetSystems.includes(system)
      const having = said.filter((row) => numbersIn(row, () => true).some(isNumber(asked)))
      // A number that nobody claims any more led here by its history: then each of them did.
      const asking = having.length > 0 ? having : said
      const references = said.flatMap((row) =>
        numbersIn(row, (number) => held.has(nameOf(number)))
          .filter(isWanted)
          .map((number) => ({ ...number, patientId: row.patient_id })),
      )
      const patientIds = [
        ...new Set([...asking.map((row) => row.patient_id), ...references.map((each) => each.patientId)]),
      ]
      return { kind: 'found', personId, patientIds, references }
    },

    async personOf(patientId) {
      const personId = await reader.personOf(patientId)
      return personId === null ? null : indexed(personId)
    },

    async person(personId) {
      const living = await reader.read(personId)
      return living ? indexed(living.personId) : null
    },
  }
}

/** Is it the asked number, in whichever of its forms? */
function isNumber(asked: NumberOf): (number: NumberOf) => boolean {
  const held = heldNumber(asked)
  const name = held && nameOf(held)
  return (number) => {
    const other = name === null ? null : heldNumber(number)
    return other ? nameOf(other) === name : number.system === asked.system && number.value === asked.value
  }
}

const nameOf = ({ kind, value }: HeldNumber) => `${kind}|${value}`

function foundOf({ personId, patientId, chance, isCertain }: Match): Found {
  const score = Math.min(1, Math.max(0, chance))
  const grade = isCertain ? 'certain' : score >= probableFrom ? 'probable' : 'possible'
  return { personId, patientId, score, grade }
}

/**
 * How well a record's link is founded, in FHIR's four levels of identity assurance: a number that was only typed in, or none; a
 * document seen, or a person's decision; a chip read or the population database.
 */
function assuranceOf({ card, linked_by }: SaidRow): 1 | 2 | 3 | 4 {
  const claimed = card.identifiers.filter((each) => each.standing === 'claimed')
  const level = claimed.reduce((best, each) => Math.max(best, each.level), 0)
  if (level >= 3) return 4
  if (level === 2 || linked_by === 'decided') return 3
  return level === 1 ? 2 : 1
}
