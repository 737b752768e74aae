import type { TableId } from '#vocabulary/bhyt'

/**
 * What a record of each kind is expected to say, for the share "đầy đủ" of the quality board. Wider than "required": a
 * visit without a citizen number is taken, and yet nobody can be found by it. `A|B`: either says it.
 * Sources: QĐ 4750/3176, bảng 1–14 (what the gateway requires); QĐ 31/QĐ-BYT 2026 §4.2 (least content of the health book);
 * uninsured visits need tables 1 and 8 (domain facts 4.1).
 */

/** How care was given, from MA_LOAI_KCB (QĐ 824/QĐ-BYT 2023): stays are 03, 04, 06 and 09. */
export type VisitKind = 'outpatient' | 'inpatient'
export const stays: ReadonlySet<string> = new Set(['03', '04', '06', '09', '3', '4', '6', '9'])

type Fields = readonly (readonly string[])[]
const fields = (text: string): Fields => text.split(' ').map((name) => name.split('|'))

export interface ExpectedTable {
  readonly table: TableId
  /** Expected also when the table was not sent: all of it is then missing. Otherwise only its rows are looked at. */
  readonly always: boolean
  readonly fields: Fields
}
const always = (table: TableId, text: string): ExpectedTable => ({
  table,
  always: true,
  fields: fields(text),
})
const ifSent = (table: TableId, text: string): ExpectedTable => ({
  table,
  always: false,
  fields: fields(text),
})

const summary =
  'HO_TEN NGAY_SINH GIOI_TINH SO_CCCD MA_DANTOC MA_QUOCTICH MA_NGHE_NGHIEP DIA_CHI MATINH_CU_TRU MAXA_CU_TRU DIEN_THOAI ' +
  'LY_DO_VV CHAN_DOAN_VAO CHAN_DOAN_RV MA_BENH_CHINH MA_DOITUONG_KCB NGAY_VAO NGAY_RA KET_QUA_DTRI MA_LOAI_RV MA_LOAI_KCB MA_KHOA MA_TTDV'

const details: readonly ExpectedTable[] = [
  ifSent('XML2', 'MA_THUOC TEN_THUOC DON_VI_TINH HAM_LUONG DUONG_DUNG LIEU_DUNG SO_LUONG MA_BAC_SI NGAY_YL'),
  ifSent(
    'XML3',
    'MA_DICH_VU|MA_VAT_TU TEN_DICH_VU|TEN_VAT_TU SO_LUONG MA_BAC_SI|NGUOI_THUC_HIEN NGAY_YL MA_BENH',
  ),
  ifSent('XML4', 'TEN_CHI_SO|MA_CHI_SO GIA_TRI|MO_TA|KET_LUAN NGAY_KQ'),
  ifSent('XML5', 'DIEN_BIEN_LS THOI_DIEM_DBLS NGUOI_THUC_HIEN'),
  ifSent('XML9', 'HO_TEN_NND NGAYSINH_NND SO_CCCD_NND GIOI_TINH_CON CAN_NANG_CON NGAY_SINH_CON SO_CON'),
  ifSent('XML11', 'SO_CT MA_BHXH CHAN_DOAN_RV SO_NGAY_NGHI TU_NGAY DEN_NGAY MA_BS NGAY_CT'),
  ifSent(
    'XML13',
    'SO_CHUYENTUYEN|SO_HOSO DAU_HIEU_LS QT_BENHLY HUONG_DIEU_TRI MA_LYDO_CT MA_CSKCB_DEN|MA_NOI_DEN',
  ),
  ifSent('XML14', 'SO_GIAYHEN_KL NGAY_HEN_KL MA_BAC_SI'),
]
const summaryPaper = 'CHAN_DOAN_VAO CHAN_DOAN_RV QT_BENHLY TOMTAT_KQ PP_DIEUTRI KET_QUA_DTRI MA_TTDV NGAY_CT'

/** `insured` adds the card to the summary; without it table 8 is owed also by outpatients. */
export const expectedOfVisit = (kind: VisitKind, insured: boolean): readonly ExpectedTable[] =>
  expected[`${kind}-${insured}`]

const inpatientSummary = `${summary} NGAY_VAO_NOI_TRU SO_NGAY_DTRI PP_DIEU_TRI`
const card = 'MA_THE_BHYT MA_DKBD'
const dischargePaper = always(
  'XML7',
  'SO_LUU_TRU|MA_YTE MA_KHOA_RV NGAY_VAO NGAY_RA CHAN_DOAN_RV PP_DIEUTRI MA_BS|TEN_BS NGAY_CT',
)
const expected: Readonly<Record<`${VisitKind}-${boolean}`, readonly ExpectedTable[]>> = {
  'outpatient-true': [always('XML1', `${summary} ${card}`), ifSent('XML8', summaryPaper), ...details],
  'outpatient-false': [always('XML1', summary), always('XML8', summaryPaper), ...details],
  'inpatient-true': [
    always('XML1', `${inpatientSummary} ${card}`),
    dischargePaper,
    always('XML8', summaryPaper),
    ...details,
  ],
  'inpatient-false': [
    always('XML1', inpatientSummary),
    dischargePaper,
    always('XML8', summaryPaper),
    ...details,
  ],
}

/** Papers of one table. */
export const expectedOfPaper: Readonly<Record<'check-in' | 'death-notice' | 'driver-check', ExpectedTable>> =
  {
    'check-in': always(
      'XML0',
      'MA_BN HO_TEN SO_CCCD NGAY_SINH GIOI_TINH MA_DOITUONG_KCB NGAY_VAO MA_LOAI_KCB',
    ),
    'death-notice': always(
      'GBT',
      'HO_TEN NGAY_SINH GIOI_TINH MA_DANTOC MA_QUOCTICH SO_GIAYTO DCHI_THUONGTRU|DCHI_HIENTAI MATINH_THUONGTRU|MATINH_HIENTAI ' +
        'MAXA_THUONGTRU|MAXA_HIENTAI NGAY_TV NGUYENNHAN_TV SO_BAOTU NGAY_CAPGIAYBT',
    ),
    'driver-check': always(
      'GKSKLX',
      'SO HOTEN GIOITINHVAL NGAYSINH DIACHITHUONGTRU MATINH_THUONGTRU MAXA_THUONGTRU SOCMND_PASSPORT NONGDOCON MATUY ' +
        'NGAYKETLUAN BACSYKETLUAN KETLUAN HANGBANGLAI',
    ),
  }

/** HL7 v2: who and where in every message about a person; when, by event; what, in every OBX (HL7 v2.5.1, chapters 3 and 7). */
export const expectedSegments: Readonly<Record<string, readonly number[]>> = {
  PID: [3, 5, 7, 8, 11],
  PV1: [2, 3, 19, 44],
  OBR: [4, 7, 16],
  OBX: [3, 5, 11],
  RXA: [3, 5, 6],
}

/** FHIR: what a resource of a Bundle is expected to carry; `value` stands for every choice `value[x]`. */
export const expectedElements: Readonly<Record<string, Fields>> = {
  Patient: fields('identifier name birthDate gender address telecom'),
  Encounter: fields('identifier class period serviceProvider reasonCode|diagnosis'),
  Condition: fields('code onset|recordedDate'),
  Observation: fields('code value|component|hasMember|dataAbsentReason effective'),
  MedicationRequest: fields('medication authoredOn dosageInstruction requester'),
  Procedure: fields('code performed'),
}

/** HoSoBenhAn (TT 13/2025): the groups every course of treatment has, and what is known of their fields. */
export const expectedGroups: Readonly<Record<string, Fields>> = {
  ThongTinBenhNhan: fields('cccd_so'),
  ThongTinVaoVien: fields('maicd'),
  ThongTinDieuTri: fields('maicd'),
}
