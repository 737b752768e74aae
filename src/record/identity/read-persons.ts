import type { Database } from '#foundation/db'
import { shardOf } from '#foundation/ids'
import { foldName } from '#vocabulary/vietnam'
import { personByNumber } from './find-by-number.ts'
import {
  findPatientsOfPerson,
  findPersonOfPatient,
  findPersons,
  findReviewsOfPerson,
  type PersonRow,
  searchByName,
} from './person.queries.ts'

export interface Person {
  readonly personId: string
  readonly fullName: string
  readonly birthDate: string | null
  readonly sex: 'male' | 'female' | 'unknown'
  readonly citizenId: string | null
  readonly insuranceNumber: string | null
  readonly address: string | null
  readonly deceased: boolean
  readonly facilities: readonly string[]
  readonly lastVisitAt: Date | null
}

export interface LinkedPatient {
  readonly patientId: string
  readonly facilityCode: string
  readonly localId: string
  readonly joinedBy: string
}

/** Reads the index. Only the gate and the journey hold one. */
export interface PersonReader {
  /** By citizen number, insurance card or number, or by name with or without tone marks. */
  find(query: string, limit: number): Promise<Person[]>
  /** Follows a person that was joined into another. */
  read(personId: string): Promise<Person | null>
  patientsOf(personId: string): Promise<LinkedPatient[]>
  personOf(patientId: string): Promise<string | null>
  reviewsOf(personId: string): Promise<{ reason: string; at: Date }[]>
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function openPersonReader(db: Database): PersonReader {
  return {
    async find(query, limit) {
      const text = query.normalize('NFC').trim()
      if (text === '') return []
      if (/\d/.test(text)) return (await personByNumber(db, text)).map(toPerson).slice(0, limit)
      const folded = foldName(text)
      const words = folded.split(' ').filter((word) => word !== '')
      return words.length === 0 ? [] : (await searchByName(db, words, folded, limit)).map(toPerson)
    },
    async read(personId) {
      for (let id = personId, steps = 0; uuid.test(id) && steps < 8; steps += 1) {
        const [row] = await findPersons(db, [{ shard: shardOf(id), personId: id }])
        if (!row) return null
        if (!row.retired_into) return toPerson(row)
        id = row.retired_into
      }
      return null
    },
    async patientsOf(personId) {
      return (await findPatientsOfPerson(db, personId)).map((row) => ({
        patientId: row.patient_id,
        facilityCode: row.facility,
        localId: row.local_id.split('#')[0] ?? row.local_id,
        joinedBy: row.joined_by,
      }))
    },
    personOf: async (patientId) => (await findPersonOfPatient(db, patientId))?.person_id ?? null,
    reviewsOf: (personId) => findReviewsOfPerson(db, personId),
  }
}

export const toPerson = (row: PersonRow): Person => ({
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
