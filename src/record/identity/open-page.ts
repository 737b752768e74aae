import type { Tx } from '#foundation/db'
import { shardOf } from '#foundation/ids'
import type { IncomingPerson } from './identity.types.ts'
import { localIdsOf, numbersOf, patientKey, unique } from './identity-keys.ts'
import {
  findNumbers,
  findPatients,
  findPatientsOfPersons,
  lockPersons,
  type NumberRow,
  type PatientToWrite,
  type PersonToWrite,
} from './person.queries.ts'

/** What the index knows about the humans of one batch, locked for the length of the transaction. */
export interface IdentityPage {
  /** By `facility|localId`. */
  readonly patients: Map<string, PatientToWrite>
  /** By `kind|value`. */
  readonly numbers: Map<string, NumberRow>
  readonly persons: Map<string, PersonToWrite>
  /** Patients of persons who may be left behind when one of their patients moves. */
  readonly companions: readonly {
    readonly facility: string
    readonly local_id: string
    readonly person_id: string
    readonly patient_id: string
  }[]
}

/** How many times a person is followed who was joined into another. */
export const maxSteps = 8

export async function openPage(tx: Tx, incoming: readonly IncomingPerson[]): Promise<IdentityPage> {
  const patients = await patientsOf(tx, incoming)
  const numbers = await numbersKnown(tx, incoming)
  const persons = await personsOf(
    tx,
    [...patients.values(), ...numbers.values()].map((row) => row.person_id),
  )
  // Who else is with those who may move: patients of a person without a citizen number, now seen with one.
  const mayMove = incoming
    .filter((p) => p.citizenId !== null)
    .flatMap((p) => localIdsOf(p).map((localId) => patients.get(`${p.facilityCode}|${localId}`)?.person_id))
    .filter((id) => id !== undefined && persons.get(id)?.citizen_id === null) as string[]
  const companions = mayMove.length > 0 ? await findPatientsOfPersons(tx, [...new Set(mayMove)]) : []
  return { patients, numbers, persons, companions }
}

async function patientsOf(tx: Tx, incoming: readonly IncomingPerson[]) {
  const keys = unique(
    incoming.flatMap((p) => localIdsOf(p).map((localId) => patientKey(p.facilityCode, localId))),
    (k) => `${k.facility}|${k.localId}`,
  )
  const patients = new Map<string, PatientToWrite>()
  for (const row of await findPatients(tx, keys)) {
    patients.set(`${row.facility}|${row.local_id}`, { ...row, seen_at: row.seen_at?.toISOString() ?? null })
  }
  return patients
}

async function numbersKnown(tx: Tx, incoming: readonly IncomingPerson[]) {
  const keys = unique(incoming.flatMap(numbersOf), (k) => `${k.kind}|${k.value}`)
  const numbers = new Map<string, NumberRow>()
  if (keys.length === 0) return numbers
  for (const row of await findNumbers(tx, keys)) numbers.set(`${row.kind}|${row.value}`, row)
  return numbers
}

/** The persons, and whoever they were joined into since. */
async function personsOf(tx: Tx, ids: readonly string[]) {
  const persons = new Map<string, PersonToWrite>()
  let wanted = ids
  for (let steps = 0; wanted.length > 0 && steps < maxSteps; steps += 1) {
    const keys = unique(wanted, (id) => id).map((personId) => ({ shard: shardOf(personId), personId }))
    const rows = await lockPersons(tx, keys)
    for (const row of rows) {
      persons.set(row.person_id, { ...row, last_visit_at: row.last_visit_at?.toISOString() ?? null })
    }
    wanted = rows.flatMap((row) =>
      row.retired_into && !persons.has(row.retired_into) ? [row.retired_into] : [],
    )
  }
  return persons
}
