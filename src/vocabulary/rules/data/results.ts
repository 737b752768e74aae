import { defineRule } from '../define-rule.ts'
import { annex, inferred, seenInFiles, workbook } from './sources.ts'

const result = {
  TEN_CHI_SO: 'Glucose máu',
  GIA_TRI: '5.7',
  DON_VI_DO: 'mmol/L',
  NGAY_KQ: '202608150910',
  MA_BS_DOC_KQ: '000903/HCM-CCHN',
}
const ordered = {
  MA_DICH_VU: '23.0075.1494',
  TEN_DICH_VU: 'Định lượng Glucose [Máu]',
  NGAY_YL: '202608150840',
}

/** A number alone, comma or point; `<0.5` and words prove nothing. */
const measured = (text: string | undefined) => {
  const m = /^\s*(-?\d{1,9})(?:[.,](\d{1,6}))?\s*$/.exec(text ?? '')
  return m ? Number(`${m[1]}.${m[2] ?? '0'}`) : Number.NaN
}

/**
 * What a living body cannot have, wide enough never to hit an extreme patient: it finds wrong units and lost decimal
 * signs. An indicator is known by code or name, and judged only in the unit named here.
 */
const limits: readonly {
  id: string
  what: string
  name: RegExp
  unit: RegExp
  shown: string
  min: number
  max: number
  good: string
  bad: string
}[] = [
  {
    id: '020',
    what: 'Glucose',
    name: /^GLU|glucose|đường huyết/i,
    unit: /^mmol\/l$/i,
    shown: 'mmol/L',
    min: 0.1,
    max: 100,
    good: '5.7',
    bad: '570',
  },
  {
    id: '021',
    what: 'HbA1c',
    name: /^HBA1C|hba1c/i,
    unit: /^%$/,
    shown: '%',
    min: 2,
    max: 25,
    good: '6.5',
    bad: '65',
  },
  {
    id: '022',
    what: 'Huyết sắc tố',
    name: /^(?:HGB|HB)$|huyết sắc tố|hemoglobin/i,
    unit: /^g\/l$/i,
    shown: 'g/L',
    min: 8,
    max: 300,
    good: '136',
    bad: '1360',
  },
  {
    id: '023',
    what: 'Kali',
    name: /^K\+?$|^kali/i,
    unit: /^mmol\/l$/i,
    shown: 'mmol/L',
    min: 0.8,
    max: 15,
    good: '4.1',
    bad: '41',
  },
  {
    id: '024',
    what: 'Natri',
    name: /^NA\+?$|^natri/i,
    unit: /^mmol\/l$/i,
    shown: 'mmol/L',
    min: 80,
    max: 230,
    good: '140',
    bad: '14',
  },
  {
    id: '025',
    what: 'Tiểu cầu',
    name: /^PLT$|tiểu cầu/i,
    unit: /^(?:g\/l|10\^9\/l|k\/[uµ]l)$/i,
    shown: 'G/L',
    min: 0,
    max: 6000,
    good: '245',
    bad: '245000',
  },
  {
    id: '026',
    what: 'Bạch cầu',
    name: /^WBC$|^(?:số lượng )?bạch cầu$/i,
    unit: /^(?:g\/l|10\^9\/l|k\/[uµ]l)$/i,
    shown: 'G/L',
    min: 0,
    max: 1500,
    good: '7.7',
    bad: '7700',
  },
  {
    id: '027',
    what: 'Hematocrit',
    name: /^HCT$|hematocrit|khối hồng cầu/i,
    unit: /^%$/,
    shown: '%',
    min: 3,
    max: 80,
    good: '41',
    bad: '0.41',
  },
]

const limitRules = limits.map(({ id, what, name, unit, shown, min, max, good, bad }) =>
  defineRule({
    id: `R-XML4-${id}`,
    title: `${what} từ ${min} đến ${max} ${shown}`,
    sentence: `{nơi}: ${what} nằm ngoài ${min} đến ${max} ${shown}, cơ thể sống không có. Kiểm tra đơn vị đo và dấu thập phân.`,
    source: 'secondary: giới hạn sinh lý đặt rộng để tìm sai đơn vị, không phải ngưỡng lâm sàng',
    since: '4750',
    check: {
      kind: 'row-code',
      table: 'XML4',
      field: 'GIA_TRI',
      reads: ['MA_CHI_SO', 'TEN_CHI_SO', 'DON_VI_DO'],
      broken: ({ GIA_TRI, MA_CHI_SO, TEN_CHI_SO, DON_VI_DO }) => {
        if (GIA_TRI === undefined || !unit.test(DON_VI_DO ?? '')) return false
        const value = measured(GIA_TRI)
        if (!(value < min || value > max)) return false
        // Urine and fluids have other limits, and share the name.
        const title = TEN_CHI_SO ?? ''
        return !/niệu|nước tiểu|dịch/i.test(title) && (name.test(MA_CHI_SO ?? '') || name.test(title))
      },
    },
    good: {
      XML3: ordered,
      XML4: { ...result, MA_DICH_VU: '23.0075.1494', TEN_CHI_SO: what, DON_VI_DO: shown, GIA_TRI: good },
    },
    bad: { XML4: { GIA_TRI: bad } },
  }),
)

/** Results of tests and imaging (XML4). */
export const resultRules = [
  defineRule({
    id: 'R-XML4-001',
    title: 'Kết quả thuộc một dịch vụ ở XML3',
    sentence: '{nơi} không có ở bảng XML3. Kết quả phải đi với dịch vụ đã chỉ định.',
    source: 'QĐ 4750/QĐ-BYT (2023), phụ lục, bảng 4, chỉ tiêu 3',
    check: { kind: 'refers', table: 'XML4', field: 'MA_DICH_VU', to: { table: 'XML3', field: 'MA_DICH_VU' } },
    good: { XML3: ordered, XML4: { ...result, MA_DICH_VU: '23.0075.1494' } },
    bad: { XML4: { MA_DICH_VU: '23.0083.1523' } },
  }),
  defineRule({
    id: 'R-XML4-002',
    title: 'Có giá trị thì có giờ kết quả',
    sentence: '{nơi} bị bỏ trống dù có giá trị kết quả. Ghi giờ có kết quả.',
    source: `${workbook(4)}, chỉ tiêu 10`,
    check: { kind: 'required', table: 'XML4', fields: ['NGAY_KQ'], when: { field: 'GIA_TRI', set: true } },
    good: { XML4: result },
    bad: { XML4: { NGAY_KQ: null } },
  }),
  defineRule({
    id: 'R-XML4-003',
    title: 'Kết quả không trước y lệnh của dịch vụ',
    severity: 'error',
    since: '4210',
    sentence: '{nơi} sớm hơn mọi y lệnh của dịch vụ đó ở XML3. Sửa giờ kết quả hoặc giờ y lệnh.',
    source: `${annex(4, 10)}; ${annex(3, 37)}`,
    check: {
      kind: 'visit-code',
      table: 'XML4',
      field: 'NGAY_KQ',
      reads: ['MA_DICH_VU', 'NGAY_YL'],
      find: (visit, found) => {
        const rows = visit.rows('XML4')
        if (rows.length === 0) return
        const first = new Map<string, string>()
        for (const { values } of visit.rows('XML3')) {
          const { MA_DICH_VU: code, NGAY_YL: at } = values
          if (!code || at?.length !== 12) continue
          const before = first.get(code)
          if (before === undefined || at < before) first.set(code, at)
        }
        for (const { row, values } of rows) {
          const order = values.MA_DICH_VU === undefined ? undefined : first.get(values.MA_DICH_VU)
          if (order !== undefined && values.NGAY_KQ?.length === 12 && values.NGAY_KQ < order) found(row)
        }
      },
    },
    good: { XML3: ordered, XML4: { ...result, MA_DICH_VU: '23.0075.1494' } },
    bad: { XML4: { NGAY_KQ: '202608150835' } },
  }),
  defineRule({
    id: 'R-XML4-004',
    title: 'Kết quả không trước khi người bệnh đến',
    sentence: '{nơi} sớm hơn ngày giờ vào. Kiểm tra giờ kết quả trong HIS hoặc LIS.',
    source: inferred,
    since: '4210',
    check: {
      kind: 'time',
      table: 'XML4',
      field: 'NGAY_KQ',
      must: 'not-before',
      than: { of: 'XML1', field: 'NGAY_VAO' },
    },
    good: { XML4: result },
    bad: { XML4: { NGAY_KQ: '202608140910' } },
  }),
  defineRule({
    id: 'R-XML4-005',
    title: 'Kết quả không ở tương lai',
    since: '4210',
    sentence: '{nơi} muộn hơn lúc gửi. Kiểm tra đồng hồ của máy xét nghiệm và HIS.',
    source: seenInFiles,
    check: { kind: 'time', table: 'XML4', field: 'NGAY_KQ', must: 'not-after', than: 'now' },
    good: { XML4: result },
    bad: { XML4: { NGAY_KQ: '202608180910' } },
    options: { now: '202608161200' },
  }),
  defineRule({
    id: 'R-XML4-006',
    title: 'Dòng kết quả nói điều gì đó',
    since: '4210',
    sentence: '{nơi}, mô tả và kết luận cùng bị bỏ trống. Bỏ dòng hoặc ghi kết quả.',
    source: `${annex(4, '6, 8, 9')}; ${inferred}`,
    check: {
      kind: 'required',
      table: 'XML4',
      fields: ['GIA_TRI'],
      when: {
        all: [
          { field: 'MO_TA', set: false },
          { field: 'KET_LUAN', set: false },
          { field: 'TEN_CHI_SO', set: true },
        ],
      },
    },
    good: { XML4: result },
    bad: { XML4: { GIA_TRI: null } },
  }),
  defineRule({
    id: 'R-XML4-007',
    title: 'Trị số bằng số thì có đơn vị đo',
    severity: 'info',
    sentence: '{nơi} bị bỏ trống dù kết quả là một số. Ghi đơn vị đo.',
    source: annex(4, 7),
    check: {
      kind: 'required',
      table: 'XML4',
      fields: ['DON_VI_DO'],
      when: { field: 'GIA_TRI', like: /^\s*\d+[.,]\d+\s*$/ },
    },
    good: { XML4: result },
    bad: { XML4: { DON_VI_DO: null } },
  }),
  defineRule({
    id: 'R-XML4-008',
    title: 'Đơn vị đo không nằm trong giá trị',
    severity: 'info',
    sentence: '{nơi} có đơn vị đo lẫn trong giá trị. Ghi đơn vị ở trường DON_VI_DO.',
    source: seenInFiles,
    check: {
      kind: 'pattern',
      table: 'XML4',
      fields: ['GIA_TRI'],
      pattern: /^(?!\s*[<>]?\s*\d+(?:[.,]\d+)?\s*(?:[a-zµ]*mol|[mµ]?g|g|u|iu|[a-z]?l)\/)/i,
    },
    good: { XML4: result },
    bad: { XML4: { GIA_TRI: '5.7 mmol/L' } },
  }),
  defineRule({
    id: 'R-XML4-009',
    title: 'Tỷ lệ phần trăm từ 0 đến 100',
    sentence: '{nơi}: công thức bạch cầu tính bằng % phải từ 0 đến 100. Kiểm tra đơn vị đo và dấu thập phân.',
    source: 'secondary: định nghĩa của phần trăm',
    check: {
      kind: 'row-code',
      table: 'XML4',
      field: 'GIA_TRI',
      reads: ['MA_CHI_SO', 'TEN_CHI_SO', 'DON_VI_DO'],
      // A prothrombin percentage may exceed 100; shares of white cells and oxygen saturation cannot.
      when: { field: 'MA_CHI_SO', like: /^(?:NEU|LYM|MONO?|EOS?|BASO?|SPO2)/i },
      broken: ({ GIA_TRI, DON_VI_DO, MA_CHI_SO }) =>
        (DON_VI_DO === '%' || /%$/.test(MA_CHI_SO ?? '')) &&
        (measured(GIA_TRI) > 100 || measured(GIA_TRI) < 0),
    },
    good: {
      XML4: {
        ...result,
        MA_CHI_SO: 'NEU%',
        TEN_CHI_SO: 'Tỷ lệ % bạch cầu trung tính',
        DON_VI_DO: '%',
        GIA_TRI: '86,2',
      },
    },
    bad: { XML4: { GIA_TRI: '862' } },
  }),
  defineRule({
    id: 'R-XML4-010',
    title: 'Kết quả có người đọc',
    severity: 'info',
    sentence: '{nơi} bị bỏ trống. Ghi số giấy phép hành nghề của người đọc kết quả.',
    source: annex(4, 11),
    check: {
      kind: 'required',
      table: 'XML4',
      fields: ['MA_BS_DOC_KQ'],
      when: { field: 'NGAY_KQ', set: true },
    },
    good: { XML4: result },
    bad: { XML4: { MA_BS_DOC_KQ: null } },
  }),
  defineRule({
    id: 'R-XML4-011',
    title: 'Không có hai dòng kết quả giống hệt',
    sentence:
      '{nơi}: dòng giống hệt một dòng trước (dịch vụ, chỉ số, giá trị, giờ). Kiểm tra có gửi lặp không.',
    source: seenInFiles,
    check: {
      kind: 'unique',
      table: 'XML4',
      field: 'TEN_CHI_SO',
      by: ['TEN_CHI_SO', 'MA_DICH_VU', 'MA_CHI_SO', 'GIA_TRI', 'DON_VI_DO', 'MO_TA', 'KET_LUAN', 'NGAY_KQ'],
    },
    good: {
      XML4: [
        { STT: '1', ...result },
        { STT: '2', ...result, NGAY_KQ: '202608150940' },
      ],
    },
    bad: {
      XML4: [
        { STT: '1', ...result },
        { STT: '2', ...result },
      ],
    },
  }),
  defineRule({
    id: 'R-XML4-012',
    title: 'Số thứ tự không lặp',
    since: '4210',
    sentence: '{nơi} lặp lại trong bảng. Đánh số từ 1, mỗi dòng một số.',
    source: annex(4, 2),
    check: { kind: 'unique', table: 'XML4', field: 'STT', by: ['STT'] },
    good: {
      XML4: [
        { STT: '1', ...result },
        { STT: '2', ...result, NGAY_KQ: '202608150940' },
      ],
    },
    bad: {
      XML4: [
        { STT: '1', ...result },
        { STT: '1', ...result, NGAY_KQ: '202608150940' },
      ],
    },
  }),
  ...limitRules,
]
