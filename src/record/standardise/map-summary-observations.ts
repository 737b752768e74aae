import type { Observation } from 'fhir/r4'
import { parseMeasure } from '#vocabulary/bhyt'
import { codeSystems } from '#vocabulary/fhir'
import type { SourceRow } from './draft.types.ts'
import type { VisitContext } from './draft-builder.ts'
import { periodOf } from './map-encounter.ts'
import { signCode, signQuantity, signs, vitalSignsCategory } from './signs.ts'

/** Weight and blood group stand in bảng 1 itself. */
export function mapSummaryObservations(context: VisitContext, source: SourceRow): void {
  mapWeight(context, source)
  mapBloodGroup(context, source)
}

/** Systems write 0.01 kg to get past the check for an empty weight: not a measurement. */
function mapWeight({ draft, summary, encounter }: VisitContext, source: SourceRow): void {
  const sent = summary.CAN_NANG
  const parsed = sent ? parseMeasure(sent) : undefined
  if (!sent || !parsed?.ok || Number(parsed.value) <= 0.01) return
  draft.add<Observation>(
    {
      resourceType: 'Observation',
      status: 'final',
      category: vitalSignsCategory,
      code: signCode(signs.weight),
      subject: draft.patient,
      encounter,
      ...startOf(summary),
      valueQuantity: signQuantity(signs.weight, sent, parsed.value),
    },
    'weight',
    source,
  )
}

function mapBloodGroup({ draft, summary, encounter }: VisitContext, source: SourceRow): void {
  if (!summary.NHOM_MAU) return
  draft.add<Observation>(
    {
      resourceType: 'Observation',
      status: 'final',
      category: [
        {
          coding: [{ system: codeSystems.observationCategory, code: 'laboratory', display: 'Laboratory' }],
        },
      ],
      // LOINC 882-1: ABO and Rh group in blood.
      code: { coding: [{ system: codeSystems.loinc, code: '882-1' }], text: 'Nhóm máu' },
      subject: draft.patient,
      encounter,
      ...startOf(summary),
      valueCodeableConcept: { text: summary.NHOM_MAU },
    },
    'blood-group',
    source,
  )
}

function startOf(summary: VisitContext['summary']) {
  const { start } = periodOf(summary)
  return start ? { effectiveDateTime: start } : {}
}
