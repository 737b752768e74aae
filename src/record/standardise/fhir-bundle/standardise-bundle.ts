import { fail, ok, type Problem, type Result } from '#foundation/result'
import { type BundleEntry, bundleEntries, isMembers, targetFinder } from '#vocabulary/fhir-bundle'
import type { FhirBundleMessage } from '#vocabulary/messages'
import type { Draft } from '../draft.types.ts'
import { mapEntries } from './map-entries.ts'
import { patientOfBundle } from './map-patient.ts'
import { personOfPatient } from './person-of.ts'

const incorrect = (code: string, message: string): Problem => ({ code, kind: 'incorrect', message })

export const problems = {
  patientMissing: incorrect(
    'STANDARDISE_BUNDLE_PATIENT',
    'Bundle phải có đúng một Patient. Gửi lại mỗi người bệnh một Bundle.',
  ),
  patientNumberMissing: incorrect(
    'STANDARDISE_BUNDLE_PATIENT_NUMBER',
    'Patient không có mã người bệnh, số định danh hay id nên không nối được với người bệnh nào. Hãy bổ sung rồi gửi lại.',
  ),
} as const

/** A Bundle is FHIR already: what is left is whose it is, where its references lead, and whose words its systems are. */
export function standardiseBundle(message: FhirBundleMessage): Result<Draft> {
  const entries = bundleEntries(message.bundle)
  const [patient, ...others] = entries.filter((entry) => entry.type === 'Patient')
  if (!patient || others.length > 0) return fail(problems.patientMissing)
  const find = targetFinder(entries)
  const period = periodOf(entries)
  const { facilityCode, saidAt } = message
  const person = personOfPatient(patient, entries, find, facilityCode, period.start ?? saidAt)
  if (!person) return fail(problems.patientNumberMissing)
  return ok({
    person,
    patient: patientOfBundle(patient, find, person),
    period,
    entries: (ids) => mapEntries({ message, entries, find }, ids),
  })
}

/** From the first visit's beginning to the last one's end. */
function periodOf(entries: readonly BundleEntry[]): Draft['period'] {
  const periods = entries
    .filter((entry) => entry.type === 'Encounter')
    .map((entry) => entry.resource.period)
    .filter(isMembers)
  const starts = periods.map((p) => p.start).filter(isMoment)
  const ends = periods.map((p) => p.end).filter(isMoment)
  const byTime = (a: string, b: string) => Date.parse(a) - Date.parse(b)
  return { start: starts.sort(byTime)[0] ?? null, end: ends.sort(byTime).at(-1) ?? null }
}

const isMoment = (value: unknown): value is string =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value))
