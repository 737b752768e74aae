import type { ClinicalImpression, Extension, Observation } from 'fhir/r4'
import { extensions } from '#vocabulary/fhir'
import { bhytDateTime } from '#vocabulary/vietnam'
import type { VisitContext } from './draft-builder.ts'
import { type KeyedRow, plainText, type Values } from './rows.ts'
import { vitalSignsCategory } from './signs.ts'
import { sentOnly, textExtension } from './values.ts'
import { vitalSignsIn } from './vital-signs.ts'

export const noteKey = (values: Values) => `note:${values.THOI_DIEM_DBLS ?? ''}`

/** Bảng 5: one ClinicalImpression per note, so that each keeps its own row; vital signs in it become Observations. */
export function mapNotes(context: VisitContext, rows: readonly KeyedRow[]): void {
  const { draft } = context
  for (const { row, values, key } of rows) {
    const source = { table: 'XML5', row }
    const [assessor, ...others] = draft.practitioners(values.NGUOI_THUC_HIEN, source)
    const at = values.THOI_DIEM_DBLS && bhytDateTime(values.THOI_DIEM_DBLS)
    const text = values.DIEN_BIEN_LS && plainText(values.DIEN_BIEN_LS)
    const note: Omit<ClinicalImpression, 'id'> = {
      resourceType: 'ClinicalImpression',
      status: 'completed',
      subject: draft.patient,
      encounter: context.encounter,
    }
    const extension: Extension[] | undefined = sentOnly([
      textExtension(extensions.diseaseStage, values.GIAI_DOAN_BENH),
      textExtension(extensions.consultation, values.HOI_CHAN && plainText(values.HOI_CHAN)),
      textExtension(extensions.surgeryNote, values.PHAU_THUAT && plainText(values.PHAU_THUAT)),
      ...others.map((valueReference) => ({ url: extensions.performer, valueReference })),
    ])
    if (extension) note.extension = extension
    if (text) note.description = text
    if (at) note.effectiveDateTime = at
    if (assessor) note.assessor = assessor
    draft.add<ClinicalImpression>(note, key, source)
    if (!text) continue
    const seen = new Map<string, number>()
    for (const { mark, observation } of vitalSignsIn(text)) {
      const again = seen.get(mark) ?? 0
      seen.set(mark, again + 1)
      draft.add<Observation>(
        {
          resourceType: 'Observation',
          status: 'final',
          category: vitalSignsCategory,
          ...observation,
          subject: draft.patient,
          encounter: context.encounter,
          ...(at ? { effectiveDateTime: at } : {}),
          ...(assessor ? { performer: [assessor] } : {}),
        },
        `${key}|${mark}${again ? `#${again}` : ''}`,
        source,
      )
    }
  }
}
