import type { AllergyIntolerance } from 'fhir/r4'
import { conceptOf, text, timeOf } from './fields.ts'
import { type Hl7Draft, sourceOf } from './hl7-draft.ts'

/** HL7 table 0127. */
const categories: Readonly<Record<string, NonNullable<AllergyIntolerance['category']>[number]>> = {
  DA: 'medication',
  FA: 'food',
  EA: 'environment',
  AA: 'environment',
  PA: 'environment',
  LA: 'environment',
}
/** HL7 table 0128. */
const severities: Readonly<Record<string, 'mild' | 'moderate' | 'severe'>> = {
  MI: 'mild',
  MO: 'moderate',
  SV: 'severe',
}
const system = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical'

/** AL1: what the patient does not tolerate. */
export function mapAllergies(draft: Hl7Draft): void {
  const seen = new Set<string>()
  for (const al1 of draft.message.hl7.segments) {
    if (al1.name !== 'AL1') continue
    const code = conceptOf(al1, 3, draft.facilityCode)
    if (!code) continue
    const key = `allergy:${code.coding?.[0]?.code ?? code.text}`
    if (seen.has(key)) continue
    seen.add(key)
    const category = categories[al1.get(2).toUpperCase()]
    const severity = severities[al1.get(4).toUpperCase()]
    const reaction = text(al1.get(5))
    const onset = timeOf(al1, 6)
    draft.add<AllergyIntolerance>(
      {
        resourceType: 'AllergyIntolerance',
        clinicalStatus: { coding: [{ system, code: 'active' }] },
        ...(category ? { category: [category] } : {}),
        ...(severity === 'severe' ? { criticality: 'high' as const } : {}),
        code,
        patient: draft.patient,
        ...(onset ? { onsetDateTime: onset } : {}),
        // A reaction needs its manifestation (R4 AllergyIntolerance.reaction.manifestation 1..*).
        ...(reaction || severity
          ? {
              reaction: [
                {
                  manifestation: [{ text: reaction ?? 'Không ghi biểu hiện' }],
                  ...(severity ? { severity } : {}),
                },
              ],
            }
          : {}),
      },
      key,
      sourceOf(al1),
    )
  }
}
