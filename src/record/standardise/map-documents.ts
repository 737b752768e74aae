import type { Composition, CompositionSection, Reference } from 'fhir/r4'
import type { TableId } from '#vocabulary/bhyt'
import { icd10Name, nameOf } from '#vocabulary/catalogues'
import { codeSystems, identifierSystems, narrativeOf } from '#vocabulary/fhir'
import { bhytDate, bhytDateTime } from '#vocabulary/vietnam'
import type { SourceRow } from './draft.types.ts'
import type { DraftBuilder } from './draft-builder.ts'
import { encounterKey, period } from './map-encounter.ts'
import { keyRows, listOf, plainText, rowsOf, type Values } from './rows.ts'

export interface Section {
  readonly code: string
  readonly title: string
  /** The field of the form, or how its text is made. */
  readonly text: string | ((values: Values) => string | undefined)
}

/** A form of the tables: which fields are its headed paragraphs, who signs it, and what names it. */
export interface Form {
  readonly type: string
  readonly title: string
  /** LOINC document code, where there is one that means the same. */
  readonly loinc?: string
  /** Number of the paper, for its identifier. */
  readonly number?: readonly string[]
  /** Day of the paper; otherwise the end of the visit. */
  readonly date: readonly string[]
  readonly authors: readonly string[]
  readonly authorName?: string
  readonly head?: string
  readonly sections: readonly Section[]
}

const at = (field: string) => (values: Values) => {
  const time = values[field] && bhytDateTime(values[field])
  return time ? sayTime(time) : values[field]
}
const between = (from: string, to: string) => (values: Values) => {
  const parts = [at(from)(values), at(to)(values)].filter(Boolean)
  return parts.length ? parts.join(' – ') : undefined
}
const listed = (list: Parameters<typeof nameOf>[0], field: string) => (values: Values) => {
  const code = values[field]
  return code && (nameOf(list, code) ?? code)
}
const yes = (field: string) => (values: Values) => (values[field] === '1' ? 'Có' : undefined)
const diseases = (values: Values) => {
  const codes = [...listOf(values.MA_BENH_CHINH), ...listOf(values.MA_BENH_KT)]
  return codes.length ? codes.map(sayDisease).join('\n') : undefined
}
const sayDisease = (code: string) => {
  const name = icd10Name(code)
  return name ? `${code} ${name}` : code
}

/** 2025-09-13T09:30:00+07:00 → 09:30 ngày 13/09/2025. */
export function sayTime(time: string): string {
  const day = time.slice(0, 10).split('-').reverse().join('/')
  return time.length > 10 ? `${time.slice(11, 16)} ngày ${day}` : day
}

const family: readonly Section[] = [
  { code: 'father', title: 'Họ tên cha', text: 'HO_TEN_CHA' },
  { code: 'mother', title: 'Họ tên mẹ', text: 'HO_TEN_ME' },
]

const pregnancy: readonly Section[] = [
  { code: 'pregnancy-ended', title: 'Đình chỉ thai nghén', text: yes('MA_DINH_CHI_THAI') },
  { code: 'pregnancy-ended-why', title: 'Nguyên nhân đình chỉ thai nghén', text: 'NGUYENNHAN_DINHCHI' },
  { code: 'pregnancy-ended-at', title: 'Thời gian đình chỉ thai nghén', text: at('THOIGIAN_DINHCHI') },
  { code: 'gestational-age', title: 'Tuổi thai (tuần)', text: 'TUOI_THAI' },
]

export const forms: Readonly<Partial<Record<TableId, Form>>> = {
  XML7: {
    type: 'discharge-paper',
    title: 'Giấy ra viện',
    number: ['SO_LUU_TRU'],
    date: ['NGAY_CT', 'NGAY_RA'],
    authors: ['MA_BS'],
    authorName: 'TEN_BS',
    head: 'MA_TTDV',
    sections: [
      { code: 'stay', title: 'Thời gian điều trị', text: between('NGAY_VAO', 'NGAY_RA') },
      { code: 'department', title: 'Khoa ra viện', text: listed('departments', 'MA_KHOA_RV') },
      { code: 'diagnosis', title: 'Chẩn đoán', text: 'CHAN_DOAN_RV' },
      { code: 'treatment', title: 'Phương pháp điều trị', text: 'PP_DIEUTRI' },
      ...pregnancy,
      { code: 'advice', title: 'Lời dặn của bác sĩ', text: 'GHI_CHU' },
      { code: 'days-off', title: 'Số ngày nghỉ', text: 'SO_NGAY_NGHI' },
      {
        code: 'outpatient-leave',
        title: 'Nghỉ điều trị ngoại trú',
        text: between('NGOAITRU_TUNGAY', 'NGOAITRU_DENNGAY'),
      },
      ...family,
      { code: 'father-insurance', title: 'Mã số BHXH của cha', text: 'MA_CHA' },
      { code: 'mother-insurance', title: 'Mã số BHXH của mẹ', text: 'MA_ME' },
      { code: 'temporary-card', title: 'Thẻ BHYT tạm của con', text: 'MA_THE_TAM' },
    ],
  },
  XML8: {
    type: 'discharge-summary',
    title: 'Tóm tắt hồ sơ bệnh án',
    loinc: '18842-5',
    date: ['NGAY_CT', 'NGAY_RA'],
    authors: [],
    head: 'MA_TTDV',
    sections: [
      { code: 'stay', title: 'Thời gian điều trị', text: between('NGAY_VAO', 'NGAY_RA') },
      { code: 'admission-diagnosis', title: 'Chẩn đoán vào viện', text: 'CHAN_DOAN_VAO' },
      { code: 'diagnosis', title: 'Chẩn đoán ra viện', text: 'CHAN_DOAN_RV' },
      { code: 'course', title: 'Quá trình bệnh lý và diễn biến lâm sàng', text: 'QT_BENHLY' },
      { code: 'results', title: 'Tóm tắt kết quả xét nghiệm, cận lâm sàng', text: 'TOMTAT_KQ' },
      { code: 'treatment', title: 'Phương pháp điều trị', text: 'PP_DIEUTRI' },
      { code: 'outcome', title: 'Kết quả điều trị', text: listed('outcomes', 'KET_QUA_DTRI') },
      { code: 'note', title: 'Ghi chú', text: 'GHI_CHU' },
      { code: 'employer', title: 'Đơn vị công tác', text: 'DON_VI' },
      ...family,
      { code: 'guardian', title: 'Người giám hộ', text: 'NGUOI_GIAM_HO' },
      { code: 'child-birth', title: 'Ngày sinh con', text: at('NGAY_SINHCON') },
      { code: 'child-death', title: 'Ngày con chết', text: at('NGAY_CONCHET') },
      { code: 'dead-children', title: 'Số con chết', text: 'SO_CONCHET' },
      { code: 'temporary-card', title: 'Thẻ BHYT tạm của con', text: 'MA_THE_TAM' },
    ],
  },
  XML9: {
    type: 'birth-certificate-paper',
    title: 'Giấy chứng sinh',
    number: ['SO'],
    date: ['NGAY_CT'],
    authors: [],
    head: 'MA_TTDV',
    sections: [
      { code: 'register', title: 'Quyển số', text: 'QUYEN_SO' },
      { code: 'mother', title: 'Họ tên mẹ hoặc người nuôi dưỡng', text: 'HO_TEN_NND' },
      { code: 'father', title: 'Họ tên cha', text: 'HO_TEN_CHA' },
      { code: 'child', title: 'Tên dự kiến của con', text: 'HO_TEN_CON' },
      { code: 'child-birth', title: 'Sinh lúc', text: at('NGAY_SINH_CON') },
      { code: 'child-sex', title: 'Giới tính', text: (v) => childSex[v.GIOI_TINH_CON ?? ''] },
      { code: 'child-weight', title: 'Cân nặng (gam)', text: 'CAN_NANG_CON' },
      { code: 'child-condition', title: 'Tình trạng con', text: 'TINH_TRANG_CON' },
      { code: 'birth-place', title: 'Nơi sinh', text: 'NOI_SINH_CON' },
      { code: 'birth-order', title: 'Lần sinh', text: 'LAN_SINH' },
      { code: 'children', title: 'Số con trong lần sinh này', text: 'SO_CON' },
      { code: 'living-children', title: 'Số con hiện sống', text: 'SO_CON_SONG' },
      { code: 'caesarean', title: 'Sinh con phải phẫu thuật', text: yes('SINHCON_PHAUTHUAT') },
      { code: 'preterm', title: 'Sinh con dưới 32 tuần tuổi', text: yes('SINHCON_DUOI32TUAN') },
      { code: 'note', title: 'Ghi chú', text: 'GHI_CHU' },
      { code: 'attendant', title: 'Người đỡ đẻ', text: 'NGUOI_DO_DE' },
      { code: 'writer', title: 'Người ghi phiếu', text: 'NGUOI_GHI_PHIEU' },
      { code: 'temporary-card', title: 'Thẻ BHYT tạm của con', text: 'MA_THE_TAM' },
    ],
  },
  XML10: {
    type: 'pregnancy-leave',
    title: 'Giấy chứng nhận nghỉ dưỡng thai',
    number: ['SO_CT', 'SO_SERI'],
    date: ['NGAY_CT'],
    authors: ['MA_BS'],
    authorName: 'TEN_BS',
    head: 'MA_TTDV',
    sections: [
      { code: 'diagnosis', title: 'Chẩn đoán', text: 'CHAN_DOAN_RV' },
      { code: 'days-off', title: 'Số ngày nghỉ', text: 'SO_NGAY' },
      { code: 'leave', title: 'Nghỉ từ ngày đến ngày', text: between('TU_NGAY', 'DEN_NGAY') },
      { code: 'employer', title: 'Đơn vị công tác', text: 'DON_VI' },
      { code: 'serial', title: 'Số seri', text: 'SO_SERI' },
    ],
  },
  XML11: {
    type: 'sick-leave',
    title: 'Giấy chứng nhận nghỉ việc hưởng BHXH',
    number: ['SO_CT', 'SO_SERI'],
    date: ['NGAY_CT'],
    authors: ['MA_BS'],
    head: 'MA_TTDV',
    sections: [
      { code: 'diagnosis', title: 'Chẩn đoán', text: 'CHAN_DOAN_RV' },
      { code: 'treatment', title: 'Phương pháp điều trị', text: 'PP_DIEUTRI' },
      ...pregnancy,
      { code: 'days-off', title: 'Số ngày nghỉ', text: 'SO_NGAY_NGHI' },
      { code: 'leave', title: 'Nghỉ từ ngày đến ngày', text: between('TU_NGAY', 'DEN_NGAY') },
      { code: 'employer', title: 'Đơn vị công tác', text: 'DON_VI' },
      { code: 'visit-number', title: 'Số khám bệnh', text: 'SO_KCB' },
      { code: 'serial', title: 'Số seri', text: 'SO_SERI' },
      { code: 'form', title: 'Mẫu số', text: 'MAU_SO' },
      ...family,
    ],
  },
  XML13: {
    type: 'referral-form',
    title: 'Phiếu chuyển cơ sở khám bệnh, chữa bệnh',
    loinc: '57133-1',
    number: ['GIAY_CHUYEN_TUYEN', 'SO_CHUYENTUYEN'],
    date: ['NGAY_RA'],
    authors: ['MA_BAC_SI'],
    head: 'MA_TTDV',
    sections: [
      { code: 'signs', title: 'Dấu hiệu lâm sàng', text: 'DAU_HIEU_LS' },
      { code: 'results', title: 'Kết quả xét nghiệm, cận lâm sàng', text: 'TOMTAT_KQ' },
      { code: 'diagnosis', title: 'Chẩn đoán', text: 'CHAN_DOAN_RV' },
      { code: 'diseases', title: 'Mã bệnh', text: diseases },
      { code: 'course', title: 'Quá trình bệnh lý', text: 'QT_BENHLY' },
      { code: 'treatment', title: 'Phương pháp, thủ thuật, kỹ thuật, thuốc đã sử dụng', text: 'PP_DIEUTRI' },
      { code: 'services', title: 'Dịch vụ đã thực hiện', text: 'TEN_DICH_VU' },
      { code: 'medicines', title: 'Thuốc đã dùng', text: 'TEN_THUOC' },
      {
        code: 'condition',
        title: 'Tình trạng lúc chuyển',
        text: (v) => v.TINH_TRANG_CT ?? v.PP_DIEU_TRI,
      },
      { code: 'reason', title: 'Lý do chuyển', text: listed('transferReasons', 'MA_LYDO_CT') },
      { code: 'plan', title: 'Hướng điều trị', text: 'HUONG_DIEU_TRI' },
      { code: 'transport', title: 'Phương tiện vận chuyển', text: 'PHUONGTIEN_VC' },
      {
        code: 'escort',
        title: 'Người hộ tống',
        text: (v) => [v.HOTEN_NGUOI_HT, v.CHUCDANH_NGUOI_HT].filter(Boolean).join(', ') || undefined,
      },
      { code: 'file-number', title: 'Số hồ sơ', text: 'SO_HOSO' },
      { code: 'register-number', title: 'Số chuyển', text: 'SO_CHUYENTUYEN' },
    ],
  },
  XML14: {
    type: 'appointment-slip',
    title: 'Giấy hẹn khám lại',
    number: ['SO_GIAYHEN_KL'],
    date: ['NGAY_CT', 'NGAY_RA'],
    authors: ['MA_BAC_SI'],
    head: 'MA_TTDV',
    sections: [
      { code: 'appointment', title: 'Hẹn khám lại', text: at('NGAY_HEN_KL') },
      { code: 'diagnosis', title: 'Chẩn đoán', text: 'CHAN_DOAN_RV' },
      { code: 'diseases', title: 'Mã bệnh', text: diseases },
    ],
  },
}

const childSex: Readonly<Record<string, string>> = { 1: 'Nam', 2: 'Nữ', 3: 'Chưa xác định' }

/** Papers of the visit, one Composition each. A paper needs a day (FHIR R4 Composition.date 1..1): its own or the visit's. */
export function mapDocuments(draft: DraftBuilder, summary: Values): void {
  for (const [table, form] of Object.entries(forms) as [TableId, Form][]) {
    const rows = keyRows(rowsOf(draft.message, table), (values) => documentKey(table, form, values))
    for (const { row, values, key } of rows)
      addDocument(draft, form, values, summary, key, { table, row }, draft.refer('Encounter', encounterKey))
  }
}

export const documentKey = (table: TableId, form: Form, values: Values) =>
  `document:${table}|${form.number?.map((field) => values[field] ?? '').join('|') ?? ''}`

export function addDocument(
  draft: DraftBuilder,
  form: Form,
  values: Values,
  summary: Values,
  key: string,
  source: SourceRow,
  encounter: Reference | undefined,
): Reference | undefined {
  const date = dateOf(form, values, summary)
  const section = sectionsOf(form, values)
  if (!date || !section.length) return undefined
  const number = form.number?.map((field) => values[field]).find(Boolean)
  const composition: Omit<Composition, 'id'> = {
    resourceType: 'Composition',
    status: 'final',
    type: {
      coding: [
        { system: codeSystems.documentType, code: form.type, display: form.title },
        ...(form.loinc ? [{ system: codeSystems.loinc, code: form.loinc }] : []),
      ],
      text: form.title,
    },
    subject: draft.patient,
    date,
    author: authorsOf(draft, form, values, source),
    title: form.title,
    custodian: draft.ownFacility(source),
    section,
  }
  if (encounter) composition.encounter = encounter
  if (number)
    composition.identifier = {
      system: identifierSystems.document(draft.message.facilityCode),
      value: number,
    }
  const head = form.head && values[form.head]
  if (head) composition.attester = [{ mode: 'legal', party: draft.practitioner(head, source) }]
  const start = (values.NGAY_VAO && bhytDateTime(values.NGAY_VAO)) || null
  const end = (values.NGAY_RA && bhytDateTime(values.NGAY_RA)) || null
  if (start || end) composition.event = [{ period: period(start, end) }]
  return draft.add<Composition>(composition, key, source)
}

function dateOf(form: Form, values: Values, summary: Values): string | undefined {
  for (const field of form.date) {
    const sent = values[field]
    const date = sent && (bhytDateTime(sent) ?? bhytDate(sent))
    if (date) return date
  }
  const end = summary.NGAY_RA ?? summary.NGAY_VAO
  return (end && bhytDateTime(end)) || undefined
}

function authorsOf(draft: DraftBuilder, form: Form, values: Values, source: SourceRow): Reference[] {
  const authors: Reference[] = []
  const name = form.authorName ? values[form.authorName] : undefined
  for (const field of form.authors)
    for (const licence of listOf(values[field]))
      authors.push(draft.practitioner(licence, source, authors.length ? undefined : name))
  if (!authors.length && name) authors.push({ type: 'Practitioner', display: name })
  return authors.length ? authors : [draft.ownFacility(source)]
}

function sectionsOf(form: Form, values: Values): CompositionSection[] {
  const sections: CompositionSection[] = []
  for (const { code, title, text } of form.sections) {
    const said = typeof text === 'string' ? values[text] : text(values)
    if (said)
      sections.push({
        title,
        code: { coding: [{ system: codeSystems.documentSection, code }] },
        text: narrativeOf(plainText(said)),
      })
  }
  return sections
}
