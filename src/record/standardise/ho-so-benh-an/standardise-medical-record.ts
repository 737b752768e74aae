import { fail, ok, type Problem, type Result } from '#foundation/result'
import type { MedicalRecordMessage } from '#vocabulary/messages'
import type { Draft, DraftEntry, DraftIds } from '../draft.types.ts'
import { fieldsOf, titleOf } from './fields.ts'
import { addNote, mapReferral } from './map-notes.ts'
import { mapMedicineOrders, mapServiceOrders } from './map-orders.ts'
import { mapPatientFacts, personOfRecord } from './map-person.ts'
import { mapProcedures } from './map-procedures.ts'
import { mapImaging, mapLaboratory } from './map-results.ts'
import { mapDiagnoses, mapStay, periodOfStay, type StayFields, visitLinkOf } from './map-stay.ts'
import { mapFindings, mapVitals } from './map-vitals.ts'
import { RecordDraft } from './record-draft.ts'

const patientMissing: Problem = {
  code: 'STANDARDISE_RECORD_PATIENT',
  kind: 'incorrect',
  message:
    'Hồ sơ bệnh án thiếu mã người bệnh (mabenhnhan) nên không nối được với người bệnh nào. Hãy bổ sung rồi gửi lại.',
}

/** Says a HoSoBenhAn in FHIR. Pure: the same record gives the same draft. */
export function standardiseMedicalRecord(message: MedicalRecordMessage): Result<Draft> {
  const [patient] = fieldsOf(message, 'ThongTinBenhNhan')
  const stay = stayOf(message)
  const period = stay ? periodOfStay(stay) : { start: null, end: null }
  const known = patient && personOfRecord(patient, message.facilityCode, period.start ?? message.saidAt)
  if (!known) return fail(patientMissing)
  const link = stay && visitLinkOf(stay.patient)
  return ok({
    ...known,
    period,
    ...(link ? { refersTo: [link] } : {}),
    entries: (ids) => mapRecord(message, ids),
  })
}

function stayOf(message: MedicalRecordMessage): StayFields | null {
  const [patient] = fieldsOf(message, 'ThongTinBenhNhan')
  const [admission] = fieldsOf(message, 'ThongTinVaoVien')
  const [treatment] = fieldsOf(message, 'ThongTinDieuTri')
  const hasEmergency = (message.groups.HoSoCapCuu ?? []).length > 0
  return patient ? { patient, admission, treatment, hasEmergency } : null
}

/** In the order a reader of the record would want; what nothing else takes becomes the notes at the end. */
function mapRecord(message: MedicalRecordMessage, ids: DraftIds): DraftEntry[] {
  const stay = stayOf(message)
  if (!stay) return []
  const { patient, admission, treatment } = stay
  const draft = new RecordDraft(message, ids)
  personOfRecord(patient, message.facilityCode, null)
  for (const fields of [admission, treatment]) fields?.take('sovaovien')
  const when = periodOfStay(stay)
  draft.isFinished = when.end !== null
  // The Encounter names its diagnoses and they name it: its reference is known before either is made.
  const link = visitLinkOf(patient)
  draft.encounter = {
    reference: `Encounter/${link ? ids.elsewhere(link, 'Encounter', 'visit') : ids.of('Encounter', 'visit')}`,
  }
  const diagnosis = mapDiagnoses(draft, stay, draft.encounter)
  mapStay(draft, stay, when, diagnosis)
  mapPatientFacts(draft, patient)
  if (admission) {
    mapVitals(draft, admission, when.start ?? undefined, 'admission')
    mapFindings(draft, admission, when.start ?? undefined)
  }
  for (const [index, signs] of (treatment?.below('danhsachsinhhieu') ?? []).entries())
    mapVitals(draft, signs, signs.takeTime('thoidiem'), `treatment|${index}`)
  mapMedicineOrders(draft, fieldsOf(message, 'YLenhThuocVatTu'))
  const orders = mapServiceOrders(draft, fieldsOf(message, 'PhieuChiDinh'))
  mapImaging(draft, fieldsOf(message, 'KetQuaChanDoanHinhAnh'), orders)
  mapLaboratory(draft, fieldsOf(message, 'KetQuaXetNghiem'), orders)
  for (const group of ['PhieuThuThuat', 'PhieuPhauThuat'])
    mapProcedures(draft, group, fieldsOf(message, group))
  for (const fields of fieldsOf(message, 'GiayChuyenVien')) mapReferral(draft, fields)
  mapEmergencies(draft, message)
  mapWords(draft, stay, when)
  return draft.entries
}

function mapEmergencies(draft: RecordDraft, message: MedicalRecordMessage): void {
  for (const fields of fieldsOf(message, 'HoSoCapCuu')) {
    fields.take('sovaovien')
    const at = fields.takeTime('thoigiancapcuu')
    const author = draft.who(fields, 'mabacsi', 'bacsi')
    mapVitals(draft, fields, at, `emergency|${fields.source.row}`)
    addNote(
      draft,
      [fields],
      {
        type: 'emergency-note',
        title: titleOf('HoSoCapCuu'),
        ...(at ? { at } : {}),
        ...(author ? { author } : {}),
        evenWithoutWords: Boolean(at || author),
      },
      `note:HoSoCapCuu|${at ?? fields.source.row}`,
    )
  }
}

function mapWords(
  draft: RecordDraft,
  { patient, admission, treatment }: StayFields,
  when: Draft['period'],
): void {
  const admitted = when.start ? { at: when.start } : {}
  addNote(
    draft,
    [patient],
    { type: 'patient-history', title: titleOf('ThongTinBenhNhan'), ...admitted },
    'note:patient',
  )
  if (admission)
    addNote(
      draft,
      [admission],
      { type: 'admission-note', title: titleOf('ThongTinVaoVien'), ...admitted },
      'note:admission',
    )
  const at = when.end ?? when.start
  if (treatment)
    addNote(
      draft,
      [treatment],
      { type: 'treatment-note', title: titleOf('ThongTinDieuTri'), ...(at ? { at } : {}) },
      'note:treatment',
    )
}
