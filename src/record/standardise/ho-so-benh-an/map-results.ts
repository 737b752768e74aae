import type { Attachment, CodeableConcept, DiagnosticReport, Observation, Reference } from 'fhir/r4'
import { codeSystems, extensions, identifierSystems } from '#vocabulary/fhir'
import { measured } from '../values.ts'
import type { Fields } from './fields.ts'
import { addNote } from './map-notes.ts'
import type { PlacedOrder } from './map-orders.ts'
import { codingsOf, notesOf, type RecordDraft, serviceCoding } from './record-draft.ts'

interface Section {
  readonly code: string
  readonly display: string
}
const laboratory: Section = { code: 'LAB', display: 'Laboratory' }
const imaging: Section = { code: 'RAD', display: 'Radiology' }

const resultLists = ['danhsach', 'pkqxn_ds_kqxn'] as const

/** Phiếu kết quả xét nghiệm: one report, an Observation for each line. */
export function mapLaboratory(
  draft: RecordDraft,
  forms: readonly Fields[],
  orders: readonly PlacedOrder[],
): void {
  for (const fields of forms) {
    const lines = resultLists.flatMap((name) => fields.below(name))
    // A vendor without inner lists writes a line a form.
    const rows = lines.length > 0 ? lines : fields.see('ketqua') ? [fields] : []
    const head = headOf(draft, fields, orders)
    const taken = fields.takeTime('giolaymau')
    const performer = draft.who(fields, 'manguoithuchienxetnghiem', 'nguoithuchienxetnghiem')
    const result = rows.map((line) => observationOf(draft, line, fields, head, taken, performer))
    const panels = new Set(rows.map((line) => line.see('nhom')).filter(Boolean))
    addReport(draft, fields, head, laboratory, {
      code: { text: fields.take('tenchidinh') ?? ([...panels].join('; ') || 'Kết quả xét nghiệm') },
      ...(taken ? { effectiveDateTime: taken } : {}),
      ...(performer ? { performer: [performer] } : {}),
      ...(result.length > 0 ? { result } : {}),
    })
  }
}

interface Head {
  readonly number: string | undefined
  readonly basedOn: readonly Reference[]
  readonly issued: string | undefined
  readonly specimen: Reference | undefined
}

function headOf(draft: RecordDraft, fields: Fields, orders: readonly PlacedOrder[]): Head {
  fields.take('sovaovien')
  const number = fields.take('sophieu')
  const code = fields.see('machidinh')
  const matching = orders.filter(
    (o) => (code !== undefined && o.code === code) || (number !== undefined && o.form === number),
  )
  const barcode = fields.take('masobenhpham')
  const { facilityCode } = draft.message
  return {
    number,
    basedOn: [...new Map(matching.map(({ order }) => [order.reference, order])).values()],
    issued: fields.takeTime('ngayketqua', 'Date'),
    specimen: barcode
      ? { type: 'Specimen', identifier: { system: identifierSystems.document(facilityCode), value: barcode } }
      : undefined,
  }
}

/** An instant needs its hour; a bare day stands as the day the result is true of. */
const timesOf = (issued: string | undefined) =>
  issued === undefined ? {} : issued.length > 10 ? { issued } : { effectiveDateTime: issued }

function observationOf(
  draft: RecordDraft,
  line: Fields,
  form: Fields,
  head: Head,
  taken: string | undefined,
  performer: Reference | undefined,
): Reference {
  const name = line.takeFirst('tenxetnghiem', 'pkqxn_tenxetnghiem')
  const coding = codingsOf(line)
  const said = line.take('ketqua')
  const unit = said === undefined ? undefined : line.take('donvi')
  const value = said === undefined ? {} : measured(said, unit)
  const range = line.take('trisothamchieu')
  const flag = line.takeRead('ketquabatthuong', interpretation)
  const observation: Omit<Observation, 'id'> = {
    resourceType: 'Observation',
    status: 'final',
    category: [
      { coding: [{ system: codeSystems.observationCategory, code: 'laboratory', display: 'Laboratory' }] },
    ],
    code: {
      ...(coding.length > 0 ? { coding } : {}),
      text: name ?? coding[0]?.code ?? 'Chỉ số không ghi tên',
    },
    subject: draft.patient,
    encounter: draft.encounter,
    ...timesOf(head.issued),
    ...(taken ? { effectiveDateTime: taken } : {}),
    ...(head.basedOn.length > 0 ? { basedOn: [...head.basedOn] } : {}),
    ...(performer ? { performer: [performer] } : {}),
    ...(head.specimen ? { specimen: head.specimen } : {}),
    ...(range ? { referenceRange: [{ text: range }] } : {}),
    ...(flag ? { interpretation: [flag] } : {}),
  }
  if (value.quantity) observation.valueQuantity = value.quantity
  else if (value.text) observation.valueString = unit ? `${value.text} ${unit}` : value.text
  else observation.dataAbsentReason = { text: 'Phiếu không ghi kết quả' }
  // A line that is a form itself keeps its leftovers for the form's note.
  const note = line === form ? {} : notesOf(line)
  const key = `result:${head.number ?? ''}|${coding[0]?.code ?? name ?? ''}|${head.issued ?? taken ?? ''}`
  return draft.add<Observation>({ ...observation, ...note }, key, line.source)
}

const interpretation = (text: string): CodeableConcept | null => {
  const system = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation'
  if (/^(1|true|có)$/i.test(text)) return { coding: [{ system, code: 'A', display: 'Abnormal' }] }
  return /^(0|false|không)$/i.test(text) ? { coding: [{ system, code: 'N', display: 'Normal' }] } : null
}

/** Chẩn đoán hình ảnh: the report alone; pictures stay where they are, under the addresses sent. */
export function mapImaging(
  draft: RecordDraft,
  forms: readonly Fields[],
  orders: readonly PlacedOrder[],
): void {
  for (const fields of forms) {
    const head = headOf(draft, fields, orders)
    const code = fields.take('machidinh')
    const coding = [...(code ? [serviceCoding(code)] : []), ...codingsOf(fields)]
    const done = fields.takeTime('ngaythuchien')
    const reader = draft.who(fields, 'mabacsithuchien', 'bacsithuchien')
    const findings = fields.take('kqcls_mota')
    const conclusion = fields.take('kqcls_ketluan')
    const presentedForm = linksOf(fields)
    addReport(draft, fields, head, imaging, {
      ...(findings ? { extension: [{ url: extensions.findings, valueString: findings }] } : {}),
      code: {
        ...(coding.length > 0 ? { coding } : {}),
        text: fields.take('tenchidinh') ?? code ?? 'Kết quả chẩn đoán hình ảnh',
      },
      ...(done ? { effectiveDateTime: done } : {}),
      ...(reader ? { resultsInterpreter: [reader] } : {}),
      ...(conclusion ? { conclusion } : {}),
      ...(presentedForm.length > 0 ? { presentedForm } : {}),
    })
  }
}

const isUrl = (text: string) => (/^https?:\/\/[^\s<>"]{1,2000}$/.test(text) ? text : null)

function linksOf(fields: Fields): Attachment[] {
  const links = [
    ['kqcls_linkhinhanh', 'Hình ảnh'],
    ['kqcls_linkpacs', 'PACS'],
    ['hinhanh', 'Hình ảnh'],
  ] as const
  return links.flatMap(([name, title]) =>
    [fields, ...fields.below(name)].flatMap((each) => {
      const url = each.takeRead(name, isUrl)
      return url ? [{ url, title }] : []
    }),
  )
}

function addReport(
  draft: RecordDraft,
  fields: Fields,
  head: Head,
  section: Section,
  said: Pick<DiagnosticReport, 'code'> & Partial<DiagnosticReport>,
): void {
  const report: Omit<DiagnosticReport, 'id'> = {
    resourceType: 'DiagnosticReport',
    ...(head.number
      ? {
          identifier: [
            { system: identifierSystems.document(draft.message.facilityCode), value: head.number },
          ],
        }
      : {}),
    ...(head.basedOn.length > 0 ? { basedOn: [...head.basedOn] } : {}),
    status: 'final',
    category: [{ coding: [{ system: codeSystems.diagnosticService, ...section }] }],
    subject: draft.patient,
    encounter: draft.encounter,
    ...timesOf(head.issued),
    ...(head.specimen ? { specimen: [head.specimen] } : {}),
    ...said,
  }
  const key = `report:${section.code}|${head.number ?? ''}|${said.code.coding?.[0]?.code ?? said.code.text ?? ''}|${head.issued ?? ''}`
  draft.add<DiagnosticReport>(report, key, fields.source)
  // R4 gives a report no notes: what it says beside its result is a note of its own.
  const kind = { type: 'result-form', title: 'Phiếu kết quả', ...(head.issued ? { at: head.issued } : {}) }
  addNote(draft, [fields], kind, `note:${key}`, said.result ? resultLists : [])
}
