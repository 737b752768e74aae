import type { Procedure, Reference } from 'fhir/r4'
import { tidyIcd10 } from '#vocabulary/catalogues'
import { codeSystems, extensions, identifierSystems } from '#vocabulary/fhir'
import { type Fields, titleOf } from './fields.ts'
import { notesOf, type RecordDraft, serviceCoding } from './record-draft.ts'

const icd10 = (text: string) => (/^[A-Z]\d{2}(\.\d{1,3})?$/i.test(text) ? tidyIcd10(text) : null)

/** Phiếu thủ thuật, phiếu phẫu thuật: one Procedure each; the course of it and all else it tells are its notes. */
export function mapProcedures(draft: RecordDraft, group: string, forms: readonly Fields[]): void {
  for (const fields of forms) {
    fields.take('sovaovien')
    const number = fields.take('sophieu')
    const at = fields.takeTime('ngaygiophauthuat')
    const code = fields.take('machidinh')
    const name = fields.takeFirst('dvpt', 'phuongphapphauthuat')
    const disease = fields.takeRead('maicd', icd10)
    const diseaseName = disease ? fields.take('tenicd') : undefined
    const anaesthesia = fields.take('phuongphapvocam')
    const location = draft.department(fields, 'khoa_ma', 'khoa')
    const complication = fields.take('taibien')
    const procedure: Omit<Procedure, 'id'> = {
      resourceType: 'Procedure',
      ...(anaesthesia
        ? { extension: [{ url: extensions.anaesthesia, valueCodeableConcept: { text: anaesthesia } }] }
        : {}),
      ...(number
        ? { identifier: [{ system: identifierSystems.document(draft.message.facilityCode), value: number }] }
        : {}),
      status: 'completed',
      category: { text: titleOf(group) },
      code: { ...(code ? { coding: [serviceCoding(code)] } : {}), text: name ?? code ?? titleOf(group) },
      subject: draft.patient,
      encounter: draft.encounter,
      ...(at ? { performedDateTime: at } : {}),
      ...performersOf(draft, fields),
      ...(location ? { location } : {}),
      ...(disease
        ? {
            reasonCode: [
              {
                coding: [{ system: codeSystems.icd10, code: disease }],
                ...(diseaseName ? { text: diseaseName } : {}),
              },
            ],
          }
        : {}),
      ...(complication ? { complication: [{ text: complication }] } : {}),
      ...notesOf(fields),
    }
    draft.add<Procedure>(
      procedure,
      `procedure:${group}|${number ?? ''}|${name ?? code ?? ''}|${at ?? ''}`,
      fields.source,
    )
  }
}

const roles = [
  ['maphauthuatvien', 'phauthuatvien', 'Người thực hiện'],
  ['mabacsigaymehoisuc', 'bacsigaymehoisuc', 'Bác sĩ gây mê hồi sức'],
  ['mabacsigaymehoisuc_phu1', 'bacsigaymehoisuc_phu1', 'Bác sĩ gây mê hồi sức phụ'],
] as const

function performersOf(draft: RecordDraft, fields: Fields): Pick<Procedure, 'performer'> {
  const performer = roles.flatMap(([code, name, title]) => {
    const actor: Reference | undefined = draft.who(fields, code, name)
    return actor ? [{ function: { text: title }, actor }] : []
  })
  return performer.length > 0 ? { performer } : {}
}
