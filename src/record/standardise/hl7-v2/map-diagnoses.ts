import type { Condition, EncounterDiagnosis } from 'fhir/r4'
import { codeSystems, extensions } from '#vocabulary/fhir'
import { conceptOf, text, timeOf } from './fields.ts'
import { encounterKey, type Hl7Draft, sourceOf } from './hl7-draft.ts'

/** HL7 table 0052 → R4 diagnosis-role. */
const roles: Readonly<Record<string, readonly [code: string, text: string]>> = {
  A: ['AD', 'Chẩn đoán vào viện'],
  W: ['CM', 'Chẩn đoán trong khi điều trị'],
  F: ['DD', 'Chẩn đoán ra viện'],
}

const category = [
  {
    coding: [
      { system: codeSystems.conditionCategory, code: 'encounter-diagnosis', display: 'Encounter Diagnosis' },
    ],
  },
]

/** DG1: one Condition for each code and kind. */
export function mapDiagnoses(draft: Hl7Draft): EncounterDiagnosis[] {
  const { hl7 } = draft.message
  const encounter = draft.refer('Encounter', encounterKey)
  const all: EncounterDiagnosis[] = []
  const seen = new Set<string>()
  for (const dg1 of hl7.segments) {
    if (dg1.name !== 'DG1') continue
    const words = text(dg1.get(4))
    const concept = conceptOf(dg1, 3, draft.facilityCode) ?? (words ? { text: words } : undefined)
    if (!concept) continue
    const key = `diagnosis:${concept.coding?.[0]?.code ?? concept.text}|${dg1.get(6)}`
    if (seen.has(key)) continue
    seen.add(key)
    const rank = Number(text(dg1.get(15)) ?? all.length + 1)
    const known = timeOf(dg1, 5)
    const [code, role] = roles[dg1.get(6).toUpperCase()] ?? roles.W!
    const isRank = Number.isInteger(rank) && rank > 0 && rank < 1_000
    const condition = draft.add<Condition>(
      {
        resourceType: 'Condition',
        ...(isRank ? { extension: [{ url: extensions.diagnosisRank, valuePositiveInt: rank }] } : {}),
        category,
        code: words && !concept.coding?.[0]?.display ? { ...concept, text: words } : concept,
        subject: draft.patient,
        encounter,
        ...(known ? { recordedDate: known } : {}),
      },
      key,
      sourceOf(dg1),
    )
    all.push({
      condition,
      use: { coding: [{ system: codeSystems.diagnosisRole, code }], text: role },
      ...(isRank ? { rank } : {}),
    })
  }
  return all
}
