import type { Patient } from 'fhir/r4'
import type { Tx } from '#foundation/db'
import { openStoreReader, parseStored } from '#record/store'
import { mergePatient } from './merge-patient.ts'

/** The stored views of these patients, to be joined with what the round's messages say of them. */
export async function openPatients(tx: Tx, patientIds: readonly string[]) {
  const known = new Map<string, Patient>()
  const refs = [...new Set(patientIds)].map((id) => ({ type: 'Patient', id }))
  for (const stored of await openStoreReader(tx).readAll(refs)) {
    if (!stored.deleted) known.set(stored.id, parseStored<Patient>(stored))
  }
  return {
    take(id: string, said: Patient, isLatest: boolean): Patient & { id: string } {
      const before = known.get(id)
      const merged = before ? (isLatest ? mergePatient(before, said) : mergePatient(said, before)) : said
      const patient = { ...merged, id }
      known.set(id, patient)
      return patient
    },
    /** As it stands after all that was taken. */
    current: (id: string): Patient => known.get(id)!,
    /** Another number of the facility says it is `successor` now (HL7 A40; FHIR R4 Patient.link). */
    retire(id: string, said: Patient, successor: string): Patient & { id: string } {
      const link = [{ other: { reference: `Patient/${successor}` }, type: 'replaced-by' as const }]
      const patient = { ...(known.get(id) ?? said), id, active: false, link }
      delete patient.meta
      known.set(id, patient)
      return patient
    },
  }
}
