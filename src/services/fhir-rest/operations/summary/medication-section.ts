import type { MedicationRequest, MedicationStatement } from 'fhir/r4'
import { firstOfEach, isWithinDays, linesOf, newestFirst } from './pick.ts'
import type { SectionRule } from './summary.types.ts'
import { dayOf, joined, keyOf, nameOf, startOf } from './words.ts'

type Medication = MedicationRequest | MedicationStatement

/** A finished order still tells what somebody takes: hospitals here report an order as completed once it is supplied. */
const recentDays = 180

export const medications: SectionRule = {
  code: '10160-0',
  display: 'History of Medication use Narrative',
  title: 'Thuốc',
  whenEmpty: 'Chưa có thông tin về thuốc đang dùng.',
  lines: (findings, at) => {
    const taken = [
      ...findings.of<Medication>('MedicationStatement'),
      ...findings.of<Medication>('MedicationRequest'),
    ].filter(({ resource }) => isTaken(resource, at))
    return linesOf(firstOfEach(newestFirst(taken, medicationDate), medicationKey), 100, medicationText)
  },
}

function isTaken(medication: Medication, at: Date): boolean {
  switch (medication.status) {
    case 'active':
    case 'on-hold':
    case 'intended':
    case 'unknown':
      return true
    case 'completed':
      return isWithinDays(medicationDate(medication), recentDays, at)
    default:
      return false
  }
}

const medicationDate = (medication: Medication): string | undefined =>
  medication.resourceType === 'MedicationRequest'
    ? medication.authoredOn
    : (medication.effectiveDateTime ?? startOf(medication.effectivePeriod) ?? medication.dateAsserted)

const medicationKey = ({ medicationCodeableConcept, medicationReference }: Medication): string =>
  medicationReference?.reference ?? keyOf(medicationCodeableConcept)

function medicationText(medication: Medication): string {
  const dosages =
    medication.resourceType === 'MedicationRequest' ? medication.dosageInstruction : medication.dosage
  const day = dayOf(medicationDate(medication))
  return joined(
    nameOf(medication.medicationCodeableConcept) ||
      medication.medicationReference?.display ||
      'Thuốc không ghi tên',
    dosages?.[0]?.text ?? dosages?.[0]?.patientInstruction,
    medication.status === 'on-hold' && 'tạm ngừng',
    day && `ngày ${day}`,
  )
}
