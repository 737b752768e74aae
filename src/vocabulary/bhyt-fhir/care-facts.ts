import type { TableId } from '#vocabulary/bhyt'
import type { Sensitivity } from './security-labels.ts'

/**
 * One thing a row of bảng 6, 12 or 15 says, and the resource that says it: an Observation, a MedicationStatement
 * (`treatment`), a CarePlan (`plan`) or an EpisodeOfCare (`episode`). What has no element of its own stands in parts of
 * extension `care-parts`.
 */
export interface CareFact {
  readonly code: string
  readonly title: string
  readonly kind: 'observation' | 'treatment' | 'plan' | 'episode'
  readonly label: Sensitivity | null
  /** The coded field, `;` lists allowed; its code system is `care/<code>`. */
  readonly value?: string
  /** The value is a number with this unit. */
  readonly unit?: string
  /** Vietnamese names of its codes. Wording ours. */
  readonly names?: Readonly<Record<string, string>>
  readonly start?: string
  readonly end?: string
  readonly resultAt?: string
  /** Code of the facility that did it. */
  readonly facility?: string
  readonly parts?: readonly (readonly [part: string, field: string])[]
}

const tbTreatment = { 0: 'Không điều trị lao', 1: 'Lao tiềm ẩn', 2: 'Lao', 3: 'Lao kháng thuốc' }
const regimen = { KHAC: 'Phác đồ khác' }

const hivCare: readonly CareFact[] = [
  {
    code: 'hiv-care',
    title: 'Chăm sóc và điều trị HIV/AIDS',
    kind: 'episode',
    label: 'hiv',
    value: 'MA_LOAI_BN',
    names: { 1: 'Người nhiễm HIV', 2: 'Trẻ phơi nhiễm', 3: 'PrEP', 4: 'PEP', 5: 'Khác' },
  },
  {
    code: 'hiv-confirmation',
    title: 'Khẳng định nhiễm HIV',
    kind: 'observation',
    label: 'hiv',
    start: 'NGAYKD_HIV',
    facility: 'NOI_XN_KD',
    parts: [['sampled-at', 'NOI_LAY_MAU_XN']],
  },
  {
    code: 'hiv-clinical-stage',
    title: 'Giai đoạn lâm sàng HIV',
    kind: 'observation',
    label: 'hiv',
    value: 'GIAI_DOAN_LAM_SANG',
    names: { 1: 'Giai đoạn 1', 2: 'Giai đoạn 2', 3: 'Giai đoạn 3', 4: 'Giai đoạn 4' },
  },
  {
    code: 'hiv-key-population',
    title: 'Nhóm đối tượng',
    kind: 'observation',
    label: 'hiv',
    value: 'NHOM_DOI_TUONG',
  },
  {
    code: 'hiv-registration-status',
    title: 'Tình trạng đăng ký',
    kind: 'observation',
    label: 'hiv',
    value: 'MA_TINH_TRANG_DK',
  },
  {
    code: 'hiv-viral-load',
    title: 'Tải lượng vi rút HIV',
    kind: 'observation',
    label: 'hiv',
    value: 'KQ_XNTL_VR',
    names: {
      1: 'Không phát hiện',
      2: 'Dưới 50 bản sao/ml',
      3: '50–199 bản sao/ml',
      4: '200–1000 bản sao/ml',
      5: 'Trên 1000 bản sao/ml',
    },
    start: 'NGAY_XN_TLVR',
    resultAt: 'NGAY_KQ_XN_TLVR',
    parts: [['reason', 'MA_LYDO_XNTL_VR']],
  },
  {
    code: 'hiv-pcr',
    title: 'Xét nghiệm PCR HIV',
    kind: 'observation',
    label: 'hiv',
    value: 'MA_KQ_XN_PCR',
    names: { 0: 'Âm tính', 1: 'Dương tính' },
    start: 'NGAY_XN_PCR',
    resultAt: 'NGAY_KQ_XN_PCR',
    parts: [['round', 'LAN_XN_PCR']],
  },
  {
    code: 'hiv-pregnancy-informed',
    title: 'Nhận thông tin mang thai',
    kind: 'observation',
    label: 'hiv',
    start: 'NGAY_NHAN_TT_MANG_THAI',
  },
  {
    code: 'hiv-tb-screening',
    title: 'Sàng lọc lao',
    kind: 'observation',
    label: 'hiv',
    value: 'SANG_LOC_LAO',
    names: { 1: 'Không sàng lọc', 2: 'Triệu chứng', 3: 'X-quang', 4: 'CRP' },
  },
  {
    code: 'arv-initial',
    title: 'Phác đồ ARV ban đầu',
    kind: 'treatment',
    label: 'hiv',
    value: 'MA_PHAC_DO_DIEU_TRI_BD',
    names: regimen,
    start: 'BDDT_ARV',
    facility: 'NOI_BDDT_ARV',
    parts: [
      ['line', 'MA_BAC_PHAC_DO_BD'],
      ['reason', 'MA_LYDO_DTRI'],
    ],
  },
  {
    code: 'arv-current',
    title: 'Phác đồ ARV hiện tại',
    kind: 'treatment',
    label: 'hiv',
    value: 'MA_PHAC_DO_DIEU_TRI',
    names: regimen,
    start: 'NGAY_CHUYEN_PHAC_DO',
    parts: [
      ['line', 'MA_BAC_PHAC_DO'],
      ['days', 'SO_NGAY_CAP_THUOC_ARV'],
      ['change-reason', 'LY_DO_CHUYEN_PHAC_DO'],
    ],
  },
  {
    code: 'hiv-tb-treatment',
    title: 'Điều trị lao',
    kind: 'treatment',
    label: 'hiv',
    value: 'PHACDO_DTRI_LAO',
    start: 'NGAYBD_DTRI_LAO',
    end: 'NGAYKT_DTRI_LAO',
    parts: [
      ['treatment-kind', 'LOAI_DTRI_LAO'],
      ['outcome', 'KQ_DTRI_LAO'],
    ],
  },
  {
    code: 'hiv-ctx',
    title: 'Dự phòng cotrimoxazole',
    kind: 'treatment',
    label: 'hiv',
    start: 'NGAY_BAT_DAU_DT_CTX',
  },
  {
    code: 'hiv-action',
    title: 'Xử trí',
    kind: 'plan',
    label: 'hiv',
    value: 'MA_XU_TRI',
    names: {
      1: 'Điều trị ARV',
      2: 'Điều trị lao',
      3: 'Dự phòng lao',
      4: 'Dự phòng CTX',
      5: 'Dự phòng lây truyền mẹ con',
      6: 'Điều trị viêm gan B',
      7: 'Điều trị viêm gan C',
      8: 'Khác',
    },
    start: 'NGAY_BAT_DAU_XU_TRI',
    end: 'NGAY_KET_THUC_XU_TRI',
  },
]

const tuberculosisCare: readonly CareFact[] = [
  {
    code: 'tb-care',
    title: 'Điều trị lao',
    kind: 'episode',
    label: 'restricted',
    value: 'LOAI_DTRI_LAO',
    names: tbTreatment,
    start: 'NGAYBD_DTRI_LAO',
    end: 'NGAYKT_DTRI_LAO',
  },
  {
    code: 'tb-site',
    title: 'Phân loại lao theo vị trí',
    kind: 'observation',
    label: 'restricted',
    value: 'PHANLOAI_LAO_VITRI',
    names: { 1: 'Lao phổi', 2: 'Lao ngoài phổi' },
  },
  {
    code: 'tb-history',
    title: 'Phân loại lao theo tiền sử điều trị',
    kind: 'observation',
    label: 'restricted',
    value: 'PHANLOAI_LAO_TS',
    names: {
      1: 'Mới',
      2: 'Tái phát',
      3: 'Thất bại',
      4: 'Điều trị lại sau bỏ trị',
      5: 'Điều trị lại khác',
      6: 'Không rõ tiền sử',
    },
  },
  {
    code: 'tb-hiv',
    title: 'Phân loại lao theo tình trạng HIV',
    kind: 'observation',
    label: 'hiv',
    value: 'PHANLOAI_LAO_HIV',
    names: { 1: 'HIV dương tính', 2: 'HIV âm tính', 3: 'Không rõ' },
  },
  {
    code: 'tb-bacteriology',
    title: 'Phân loại lao theo bằng chứng vi khuẩn',
    kind: 'observation',
    label: 'restricted',
    value: 'PHANLOAI_LAO_VK',
    names: { 1: 'Có bằng chứng vi khuẩn học', 2: 'Không có bằng chứng vi khuẩn học' },
  },
  {
    code: 'tb-resistance',
    title: 'Phân loại lao theo tình trạng kháng thuốc',
    kind: 'observation',
    label: 'restricted',
    value: 'PHANLOAI_LAO_KT',
    names: {
      1: 'Kháng đơn thuốc',
      2: 'Kháng nhiều thuốc',
      3: 'Đa kháng thuốc (MDR)',
      4: 'Kháng rifampicin (RR)',
      5: 'Tiền siêu kháng (pre-XDR)',
      6: 'Siêu kháng (XDR)',
    },
  },
  {
    code: 'tb-regimen',
    title: 'Phác đồ điều trị lao',
    kind: 'treatment',
    label: 'restricted',
    value: 'PHACDO_DTRI_LAO',
  },
  {
    code: 'tb-outcome',
    title: 'Kết quả điều trị lao',
    kind: 'observation',
    label: 'restricted',
    value: 'KET_QUA_DTRI_LAO',
    names: {
      1: 'Khỏi',
      2: 'Hoàn thành điều trị',
      3: 'Thất bại',
      4: 'Tử vong',
      5: 'Không theo dõi được',
      6: 'Không đánh giá',
    },
  },
  {
    code: 'tb-hiv-confirmation',
    title: 'Khẳng định nhiễm HIV',
    kind: 'observation',
    label: 'hiv',
    start: 'NGAYKD_HIV',
  },
  { code: 'tb-arv', title: 'Điều trị ARV', kind: 'treatment', label: 'hiv', start: 'BDDT_ARV' },
  {
    code: 'tb-ctx',
    title: 'Dự phòng cotrimoxazole',
    kind: 'treatment',
    label: 'hiv',
    start: 'NGAY_BAT_DAU_DT_CTX',
  },
]

const rate = (code: string, title: string, value: string): CareFact => ({
  code,
  title,
  kind: 'observation',
  label: null,
  value,
  unit: '%',
})

const assessmentRates: readonly CareFact[] = [
  rate('disability-former', 'Tỷ lệ tổn thương cơ thể đã giám định', 'TYLE_TTCT_CU'),
  rate('disability-new', 'Tỷ lệ tổn thương cơ thể lần này', 'TYLE_TTCT_MOI'),
  rate('disability-total', 'Tổng tỷ lệ tổn thương cơ thể', 'TONG_TYLE_TTCT'),
]

/** What the rows of a table say, fact by fact. */
export const careFacts: Readonly<Partial<Record<TableId, readonly CareFact[]>>> = {
  XML6: hivCare,
  XML12: assessmentRates,
  XML15: tuberculosisCare,
}

/** Fields of bảng 6 and 15 that say again what bảng 1 says, when they are not empty. */
export const careRepeats: Readonly<Partial<Record<TableId, readonly string[]>>> = {
  XML6: [
    'MA_THE_BHYT',
    'SO_CCCD',
    'NGAY_SINH',
    'GIOI_TINH',
    'DIA_CHI',
    'MATINH_CU_TRU',
    'MAHUYEN_CU_TRU',
    'MAXA_CU_TRU',
    'MA_CSKCB',
  ],
  XML15: ['MA_BN', 'HO_TEN', 'SO_CCCD', 'MA_CSKCB'],
}
