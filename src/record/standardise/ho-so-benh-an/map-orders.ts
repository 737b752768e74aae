import type {
  Annotation,
  DeviceRequest,
  Dosage,
  MedicationAdministration,
  MedicationRequest,
  Quantity,
  Reference,
  ServiceRequest,
} from 'fhir/r4'
import { codeSystems, extensions, identifierSystems } from '#vocabulary/fhir'
import { quantityOf, sentOnly, textExtension } from '../values.ts'
import type { Fields } from './fields.ts'
import { addNote } from './map-notes.ts'
import { notesOf, type RecordDraft, serviceCoding } from './record-draft.ts'

/** Orders by the numbers that results repeat: the service's code and the form's number. */
export interface PlacedOrder {
  readonly code: string | undefined
  readonly form: string | undefined
  readonly order: Reference
}

/** What a form says of all its lines. */
interface Form {
  readonly number: string | undefined
  readonly requester: Reference | undefined
  readonly reason: string | undefined
}

function formOf(draft: RecordDraft, fields: Fields): Form {
  return {
    number: fields.take('sophieu'),
    requester: draft.who(fields, 'mabacsichidinh', 'bacsichidinh'),
    reason: fields.take('chandoansobo'),
  }
}

const formNumber = (draft: RecordDraft, value: string) => ({
  system: identifierSystems.document(draft.message.facilityCode),
  value,
})

/** A form without lines is a note. */
function linesOf(draft: RecordDraft, fields: Fields): readonly Fields[] {
  const lines = lineLists.flatMap((name) => fields.below(name))
  if (lines.length === 0)
    addNote(
      draft,
      [fields],
      { type: 'form', title: 'Phiếu không có dòng nào' },
      `note:${fields.source.table}|${fields.source.row}`,
    )
  return lines
}

const lineLists = ['danhsach', 'ds_chidinh'] as const

/** What the form says beside its lines stands with the first of them. */
const headNotes = (fields: Fields, isFirst: boolean): Annotation[] =>
  isFirst ? fields.rest(lineLists).map(({ label, text }) => ({ text: `${label}: ${text}` })) : []

const withNotes = (line: Fields, head: readonly Annotation[]): { note?: Annotation[] } => {
  const own = notesOf(line)
  const note = [...('note' in own ? (own.note ?? []) : []), ...head]
  return note.length > 0 ? { note } : {}
}

const isSupply = (line: Fields) =>
  /vật tư|vtyt/i.test(`${line.see('nhom') ?? ''} ${line.see('loaithuoc') ?? ''}`)

export function mapMedicineOrders(draft: RecordDraft, forms: readonly Fields[]): void {
  for (const fields of forms) {
    fields.take('sovaovien')
    const lines = linesOf(draft, fields)
    if (lines.length === 0) continue
    const form = formOf(draft, fields)
    for (const [index, line] of lines.entries()) {
      const head = headNotes(fields, index === 0)
      if (isSupply(line)) addSupply(draft, form, line, head)
      else addMedicine(draft, form, line, head)
    }
  }
}

function codesOf(line: Fields) {
  const shared = line.take('mathuocvattu_byt')
  const own = line.take('mathuocvattu_bv')
  const text = line.take('tenthuocvattu') ?? shared ?? own ?? 'Thuốc, vật tư không ghi tên'
  const coding = [
    ...(shared ? [{ system: codeSystems.drug, code: shared }] : []),
    ...(own ? [{ code: own }] : []),
  ]
  return {
    concept: { ...(coding.length > 0 ? { coding } : {}), text },
    key: `${shared ?? ''}|${own ?? ''}|${text}`,
  }
}

function addMedicine(draft: RecordDraft, form: Form, line: Fields, head: readonly Annotation[]): void {
  const { concept, key } = codesOf(line)
  const ordered = line.takeTime('ngaykedonthuoc')
  const given = line.takeTime('ngaythuchien')
  const dosage = dosageOf(line)
  const quantity = amountOf(line)
  const extension = sentOnly([textExtension(extensions.strength, line.take('hamluong'))])
  const request: Omit<MedicationRequest, 'id'> = {
    resourceType: 'MedicationRequest',
    ...(extension ? { extension } : {}),
    ...(form.number ? { groupIdentifier: formNumber(draft, form.number) } : {}),
    status: draft.isFinished ? 'completed' : 'unknown',
    intent: 'order',
    medicationCodeableConcept: concept,
    subject: draft.patient,
    encounter: draft.encounter,
    ...(ordered ? { authoredOn: ordered } : {}),
    ...(form.requester ? { requester: form.requester } : {}),
    ...(form.reason ? { reasonCode: [{ text: form.reason }] } : {}),
    ...(dosage ? { dosageInstruction: [dosage] } : {}),
    ...(quantity ? { dispenseRequest: { quantity } } : {}),
    ...withNotes(line, head),
  }
  const name = `medicine:${form.number ?? ''}|${key}|${ordered ?? ''}`
  const order = draft.add<MedicationRequest>(request, name, line.source)
  if (given)
    draft.add<MedicationAdministration>(
      {
        resourceType: 'MedicationAdministration',
        status: 'completed',
        medicationCodeableConcept: concept,
        subject: draft.patient,
        context: draft.encounter,
        effectiveDateTime: given,
        request: order,
      },
      name,
      line.source,
    )
}

/** A unit without a number is not a quantity: it stays a note. */
function amountOf(line: Fields): Quantity | undefined {
  const amount = line.take('soluongthuocvattu')
  return amount === undefined ? undefined : quantityOf(amount, line.take('donvitinh'))
}

function dosageOf(line: Fields): Dosage | undefined {
  const text = line.take('lieudung')
  const patientInstruction = line.take('cachdung')
  const route = line.take('duongdung')
  if (!text && !patientInstruction && !route) return undefined
  return {
    ...(text ? { text } : {}),
    ...(patientInstruction ? { patientInstruction } : {}),
    ...(route ? { route: { text: route } } : {}),
  }
}

/** A syringe is no medicine: it is asked for as a device. */
function addSupply(draft: RecordDraft, form: Form, line: Fields, head: readonly Annotation[]): void {
  const { concept, key } = codesOf(line)
  const ordered = line.takeTime('ngaykedonthuoc')
  const quantity = amountOf(line)
  const request: Omit<DeviceRequest, 'id'> = {
    resourceType: 'DeviceRequest',
    ...(form.number ? { groupIdentifier: formNumber(draft, form.number) } : {}),
    status: draft.isFinished ? 'completed' : 'unknown',
    intent: 'order',
    codeCodeableConcept: concept,
    ...(quantity ? { parameter: [{ code: { text: 'Số lượng' }, valueQuantity: quantity }] } : {}),
    subject: draft.patient,
    encounter: draft.encounter,
    ...(ordered ? { authoredOn: ordered } : {}),
    ...(form.requester ? { requester: form.requester } : {}),
    ...(form.reason ? { reasonCode: [{ text: form.reason }] } : {}),
    ...withNotes(line, head),
  }
  draft.add<DeviceRequest>(request, `supply:${form.number ?? ''}|${key}|${ordered ?? ''}`, line.source)
}

export function mapServiceOrders(draft: RecordDraft, forms: readonly Fields[]): PlacedOrder[] {
  const placed: PlacedOrder[] = []
  for (const fields of forms) {
    fields.take('sovaovien')
    const lines = linesOf(draft, fields)
    if (lines.length === 0) continue
    const form = formOf(draft, fields)
    for (const [index, line] of lines.entries()) {
      const code = line.take('machidinh')
      const text = line.take('tenchidinh') ?? code ?? 'Chỉ định không ghi tên'
      const ordered = line.takeTime('ngaychidinh')
      const kind = line.take('loaichidinh')
      const quantity = quantityOf(line.takeRead('soluong', plainNumber), undefined)
      const request: Omit<ServiceRequest, 'id'> = {
        resourceType: 'ServiceRequest',
        ...(form.number ? { requisition: formNumber(draft, form.number) } : {}),
        status: draft.isFinished ? 'completed' : 'unknown',
        intent: 'order',
        ...(kind ? { category: [{ text: kind }] } : {}),
        code: { ...(code ? { coding: [serviceCoding(code)] } : {}), text },
        ...(quantity?.value !== undefined ? { quantityQuantity: quantity } : {}),
        subject: draft.patient,
        encounter: draft.encounter,
        ...(ordered ? { authoredOn: ordered } : {}),
        ...(form.requester ? { requester: form.requester } : {}),
        ...(form.reason ? { reasonCode: [{ text: form.reason }] } : {}),
        ...withNotes(line, headNotes(fields, index === 0)),
      }
      const order = draft.add<ServiceRequest>(
        request,
        `service:${form.number ?? ''}|${code ?? text}|${ordered ?? ''}`,
        line.source,
      )
      placed.push({ code, form: form.number, order })
    }
  }
  return placed
}

const plainNumber = (text: string) => (/^\d{1,9}(\.\d{1,6})?$/.test(text) ? text : null)
