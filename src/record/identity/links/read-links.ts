import type { Database } from '#foundation/db'
import { isUuid8, shardFor, shardOf } from '#foundation/ids'
import type { DemographicRecord } from '#vocabulary/demographics'
import { foldName } from '#vocabulary/vietnam'
import { type EventLine, findEventsOf } from './event.queries.ts'
import { movesOf } from './event-body.ts'
import { explainPair, type WhyOne } from './explain-pair.ts'
import { livingPersons, numbersAsked } from './find-by-number.ts'
import { keyText } from './key-text.ts'
import type { LinkContext } from './link-context.ts'
import { type Match, type MatchOptions, matchWords } from './match-words.ts'
import { type PersonRow, searchByName } from './person.queries.ts'
import type { LinkedPatient, Person, PlacedPatient } from './person.types.ts'
import {
  findClaimants,
  findHeldBy,
  findMentions,
  findPlaces,
  findRecordsOfPerson,
  findReviewsOf,
  type HeldIdentifier,
} from './read.queries.ts'
import { recordOf } from './record-keys.ts'
import { findRecords } from './records.queries.ts'

/** One step in a person's history: only what concerns this person. */
export interface HistoryLine {
  readonly eventId: string
  readonly at: Date
  readonly kind: string
  readonly by: string
  readonly why: string
  /** Natural keys of records that came to this person or went away with it. */
  readonly came: readonly string[]
  readonly went: readonly string[]
  readonly undoes: string | null
}

/** Reads who is who, and why. Only the gate and the journey hold one. */
export interface LinkReader {
  /** By citizen number, insurance card or number (its active holder first), or by name with or without tone marks. */
  find(query: string, limit: number): Promise<Person[]>
  /** Follows a person that was joined into another. */
  read(personId: string): Promise<Person | null>
  patientsOf(personId: string): Promise<LinkedPatient[]>
  personOf(patientId: string): Promise<string | null>
  /** Whose each of these is now, and where it came from; one that is not known is left out. */
  placesOf(patientIds: readonly string[]): Promise<PlacedPatient[]>
  reviewsOf(personId: string): Promise<{ reason: string; at: Date }[]>
  /** Every number the person's records mention, and whether the person holds it. */
  identifiersOf(personId: string): Promise<HeldIdentifier[]>
  history(personId: string, limit: number): Promise<HistoryLine[]>
  /** Why two patients are, or are not, one person. */
  why(a: string, b: string): Promise<WhyOne | null>
  /** Who may these words be about? The likeliest first; never more than asked for. */
  match(words: DemographicRecord, options: MatchOptions): Promise<Match[]>
  /** Under which numbers other facilities know this patient's person (PIX). */
  crossReferences(patientId: string): Promise<LinkedPatient[]>
}

export function openLinkReader(db: Database, context: LinkContext): LinkReader {
  const patientsOf = async (personId: string) =>
    isUuid8(personId) ? (await findRecordsOfPerson(db, personId)).map(toLinked) : []
  const personOf = async (patientId: string) => {
    if (!isUuid8(patientId)) return null
    const [row] = await findRecords(db, [recordOf(patientId)])
    return row?.patient_id === patientId ? row.person_id : null
  }
  return {
    async find(query, limit) {
      const text = query.normalize('NFC').trim()
      if (text === '') return []
      if (/\d/.test(text)) {
        const values = numbersAsked(text)
        const holders = values.length > 0 ? await findClaimants(db, values, limit) : []
        const living = await livingPersons(db, [...new Set(holders.map((row) => row.person_id))])
        const order = new Map(holders.map((row, at) => [row.person_id, at]))
        return living
          .sort((x, y) => (order.get(x.person_id) ?? 0) - (order.get(y.person_id) ?? 0))
          .map(toPerson)
          .slice(0, limit)
      }
      const folded = foldName(text)
      const words = folded.split(' ').filter((word) => word !== '')
      return words.length === 0 ? [] : (await searchByName(db, words, folded, limit)).map(toPerson)
    },
    async read(personId) {
      const [row] = isUuid8(personId) ? await livingPersons(db, [personId]) : []
      return row ? toPerson(row) : null
    },
    patientsOf,
    personOf,
    async placesOf(patientIds) {
      const asked: ReadonlySet<string> = new Set(patientIds.filter(isUuid8))
      const found = await findPlaces(db, [...asked].map(recordOf))
      return found
        .filter((row) => asked.has(row.patient_id))
        .map((row) => ({
          ...{ patientId: row.patient_id, personId: row.person_id, facilityCode: row.facility },
          localId: shownLocalId(row.local_id),
        }))
    },
    reviewsOf: async (personId) => (isUuid8(personId) ? findReviewsOf(db, personId) : []),
    async identifiersOf(personId) {
      if (!isUuid8(personId)) return []
      const values = (await findMentions(db, personId)).map((each) => ({
        ...each,
        shard: shardFor(keyText(each.kind, each.value)),
      }))
      return findHeldBy(db, values, personId)
    },
    async history(personId, limit) {
      if (!isUuid8(personId)) return []
      const lines = await findEventsOf(db, shardOf(personId), personId, limit)
      return lines.map((line) => toHistory(line, personId))
    },
    why: (a, b) => explainPair(db, a, b, context),
    match: (words, options) => matchWords(db, words, options, context),
    async crossReferences(patientId) {
      const personId = await personOf(patientId)
      const patients = personId ? await patientsOf(personId) : []
      return patients.filter((each) => each.patientId !== patientId)
    },
  }
}

const toPerson = (row: PersonRow): Person => ({
  personId: row.person_id,
  fullName: row.full_name,
  birthDate: row.birth_date,
  sex: row.sex,
  citizenId: row.citizen_id,
  insuranceNumber: row.insurance_number,
  address: row.address,
  deceased: row.deceased,
  facilities: row.facilities,
  lastVisitAt: row.last_visit_at,
})

/** Two humans under one local number are kept as `BN1` and `BN1#…`. */
const shownLocalId = (localId: string) => localId.split('#')[0] ?? localId

const toLinked = (row: {
  patient_id: string
  facility: string
  local_id: string
  linked_by: LinkedPatient['joinedBy']
}): LinkedPatient => ({
  patientId: row.patient_id,
  facilityCode: row.facility,
  localId: shownLocalId(row.local_id),
  joinedBy: row.linked_by,
})

/** The other persons of an event are not this one's business. */
function toHistory(line: EventLine, personId: string): HistoryLine {
  const moves = 'undoes' in line.body ? [] : movesOf(line.body)
  return {
    eventId: line.event_id,
    at: line.at,
    kind: line.kind,
    by: line.said_by,
    why: line.why,
    came: moves.filter((move) => move.to === personId).map((move) => move.record),
    went: moves.filter((move) => move.from === personId).map((move) => move.record),
    undoes: 'undoes' in line.body ? line.body.undoes : null,
  }
}
