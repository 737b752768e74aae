import type { Condition, EncounterDiagnosis, Reference } from 'fhir/r4'
import { isHivDisease, securityLabels } from '#vocabulary/bhyt-fhir'
import { icd10Name, tidyIcd10 } from '#vocabulary/catalogues'
import { codeSystems, extensions } from '#vocabulary/fhir'
import type { SourceRow } from './draft.types.ts'
import type { DraftBuilder } from './draft-builder.ts'
import { encounterKey, periodOf } from './map-encounter.ts'
import { listOf, type Values } from './rows.ts'

export interface MappedConditions {
  readonly byCode: ReadonlyMap<string, Reference>
  readonly diagnosis: readonly EncounterDiagnosis[]
}

/** MA_BENH_CHINH is rank 1, MA_BENH_KT follow in their order; a code sent twice is one Condition. */
export function mapConditions(draft: DraftBuilder, values: Values, source: SourceRow): MappedConditions {
  const byCode = new Map<string, Reference>()
  const diagnosis: EncounterDiagnosis[] = []
  const main = listOf(values.MA_BENH_CHINH)
  for (const sent of [...main, ...listOf(values.MA_BENH_KT)]) {
    const code = tidyIcd10(sent)
    if (byCode.has(code)) continue
    const rank = byCode.size + 1
    const condition = conditionOf(draft, { sent, code, rank, isMain: rank <= main.length }, values)
    const reference = draft.add<Condition>(condition, `icd10:${code}`, source)
    byCode.set(code, reference)
    diagnosis.push({ condition: reference, use: rank <= main.length ? mainDisease : otherDisease, rank })
  }
  return { byCode, diagnosis }
}

/** R4 diagnosis-role: a main discharge diagnosis is DD, a disease beside it CM (comorbidity). */
const mainDisease = { coding: [{ system: codeSystems.diagnosisRole, code: 'DD' }], text: 'Bệnh chính' }
const otherDisease = { coding: [{ system: codeSystems.diagnosisRole, code: 'CM' }], text: 'Bệnh kèm theo' }

const category = [
  {
    coding: [
      { system: codeSystems.conditionCategory, code: 'encounter-diagnosis', display: 'Encounter Diagnosis' },
    ],
  },
]

interface SentCode {
  readonly sent: string
  readonly code: string
  readonly rank: number
  readonly isMain: boolean
}

function conditionOf(draft: DraftBuilder, { sent, code, rank, isMain }: SentCode, values: Values) {
  const display = icd10Name(code)
  const condition: Omit<Condition, 'id'> = {
    resourceType: 'Condition',
    extension: [{ url: extensions.diagnosisRank, valuePositiveInt: rank }],
    category,
    code: {
      coding: [
        {
          ...(sent === code ? {} : { extension: [{ url: extensions.sentText, valueString: sent }] }),
          system: codeSystems.icd10,
          code,
          ...(display ? { display } : {}),
        },
      ],
      text: display ?? (isMain ? (values.CHAN_DOAN_RV ?? code) : code),
    },
    subject: draft.patient,
    encounter: draft.refer('Encounter', encounterKey),
  }
  // The sender's words name the whole visit, not one code: they stand with the main diagnosis.
  if (isMain && values.CHAN_DOAN_RV) condition.note = [{ text: values.CHAN_DOAN_RV }]
  if (isHivDisease(code)) condition.meta = { security: [...securityLabels.hiv] }
  const { start, end } = periodOf(values)
  const recorded = end ?? start
  if (recorded) condition.recordedDate = recorded
  return condition
}
