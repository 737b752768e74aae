import { defineRule } from '../define-rule.ts'
import { annex, inferred, seenInFiles } from './sources.ts'

const note = {
  DIEN_BIEN_LS: 'Tỉnh, đỡ đau. CSST<M75_T37_HA120/70_NT18>',
  THOI_DIEM_DBLS: '202608150900',
  NGUOI_THUC_HIEN: '000901/HCM-CCHN',
}
const vitals = (text: string | undefined) => /CSST<([^>]{1,200})>/.exec(text ?? '')?.[1]
const measured = (text: string | undefined, name: RegExp) => {
  const found = vitals(text)
  const m = found === undefined ? null : name.exec(`_${found}`)
  return m ? Number(m[1]!.replace(',', '.')) : Number.NaN
}

const vitalRule = (id: string, what: string, name: RegExp, min: number, max: number, bad: string) =>
  defineRule({
    id,
    title: `${what} từ ${min} đến ${max}`,
    sentence: `{nơi}: ${what.toLowerCase()} trong CSST nằm ngoài ${min} đến ${max}. Kiểm tra lại dấu hiệu sinh tồn.`,
    source: `QĐ 4750/QĐ-BYT (2023), phụ lục, bảng 5, chỉ tiêu 3 (cách ghi CSST); giới hạn: suy ra`,
    check: {
      kind: 'row-code',
      table: 'XML5',
      field: 'DIEN_BIEN_LS',
      reads: [],
      broken: ({ DIEN_BIEN_LS }) => {
        const value = measured(DIEN_BIEN_LS, name)
        return value < min || value > max
      },
    },
    good: { XML5: note },
    bad: { XML5: { DIEN_BIEN_LS: `Tỉnh. CSST<${bad}>` } },
  })

/** Clinical notes (XML5). */
export const noteRules = [
  defineRule({
    id: 'R-XML5-001',
    title: 'Diễn biến không trước khi người bệnh đến',
    sentence: '{nơi} sớm hơn ngày giờ vào. Kiểm tra giờ ghi diễn biến.',
    source: `${annex(5, 7)}; ${inferred}`,
    since: '4210',
    check: {
      kind: 'time',
      table: 'XML5',
      field: 'THOI_DIEM_DBLS',
      must: 'not-before',
      than: { of: 'XML1', field: 'NGAY_VAO' },
    },
    good: { XML5: note },
    bad: { XML5: { THOI_DIEM_DBLS: '202608150800' } },
  }),
  defineRule({
    id: 'R-XML5-002',
    title: 'Diễn biến không sau khi ra',
    sentence: '{nơi} muộn hơn ngày giờ ra. Kiểm tra giờ ghi diễn biến.',
    source: `${annex(5, 7)}; ${inferred}`,
    since: '4210',
    check: {
      kind: 'time',
      table: 'XML5',
      field: 'THOI_DIEM_DBLS',
      must: 'not-after',
      than: { of: 'XML1', field: 'NGAY_RA' },
    },
    good: { XML5: note },
    bad: { XML5: { THOI_DIEM_DBLS: '202608151100' } },
  }),
  defineRule({
    id: 'R-XML5-003',
    title: 'Diễn biến không ở tương lai',
    sentence: '{nơi} muộn hơn lúc gửi. Kiểm tra đồng hồ của máy trạm.',
    source: seenInFiles,
    since: '4210',
    check: { kind: 'time', table: 'XML5', field: 'THOI_DIEM_DBLS', must: 'not-after', than: 'now' },
    good: { XML5: note },
    bad: { XML5: { THOI_DIEM_DBLS: '202608180900' } },
    options: { now: '202608161200' },
    alsoBreaks: ['R-XML5-002'],
  }),
  defineRule({
    id: 'R-XML5-004',
    title: 'Số thứ tự không lặp',
    sentence: '{nơi} lặp lại trong bảng. Đánh số từ 1, mỗi dòng một số.',
    source: annex(5, 2),
    since: '4210',
    check: { kind: 'unique', table: 'XML5', field: 'STT', by: ['STT'] },
    good: {
      XML5: [
        { STT: '1', ...note },
        { STT: '2', ...note, DIEN_BIEN_LS: 'Ổn định' },
      ],
    },
    bad: {
      XML5: [
        { STT: '1', ...note },
        { STT: '1', ...note, DIEN_BIEN_LS: 'Ổn định' },
      ],
    },
  }),
  vitalRule('R-XML5-005', 'Mạch', /_M(\d+(?:[.,]\d+)?)/, 0, 350, 'M750_T37'),
  vitalRule('R-XML5-006', 'Nhiệt độ', /_T(\d+(?:[.,]\d+)?)/, 20, 46, 'M75_T370'),
  vitalRule('R-XML5-007', 'Nhịp thở', /_NT(\d+(?:[.,]\d+)?)/, 0, 150, 'M75_NT180'),
  vitalRule('R-XML5-008', 'SpO2', /_SP(\d+(?:[.,]\d+)?)/, 0, 100, 'M75_SP980'),
  defineRule({
    id: 'R-XML5-009',
    title: 'Huyết áp tâm thu lớn hơn tâm trương',
    sentence: '{nơi}: huyết áp trong CSST có tâm thu không lớn hơn tâm trương, hoặc quá 350. Kiểm tra lại.',
    source: 'QĐ 4750/QĐ-BYT (2023), phụ lục, bảng 5, chỉ tiêu 3 (cách ghi CSST); giới hạn: suy ra',
    check: {
      kind: 'row-code',
      table: 'XML5',
      field: 'DIEN_BIEN_LS',
      reads: [],
      broken: ({ DIEN_BIEN_LS }) => {
        const m = /(?:^|_)HA(\d{1,4})\/(\d{1,4})/.exec(vitals(DIEN_BIEN_LS) ?? '')
        if (!m) return false
        const [systolic, diastolic] = [Number(m[1]), Number(m[2])]
        return systolic > 350 || (systolic > 0 && systolic <= diastolic)
      },
    },
    good: { XML5: note },
    bad: { XML5: { DIEN_BIEN_LS: 'Tỉnh. CSST<M75_HA70/120>' } },
  }),
  defineRule({
    id: 'R-XML5-010',
    title: 'Diễn biến không chép nguyên văn',
    severity: 'info',
    sentence:
      '{nơi} giống nguyên văn một diễn biến trước dù khác giờ. Ghi diễn biến thật của từng lần thăm khám.',
    source: inferred,
    check: {
      kind: 'unique',
      table: 'XML5',
      field: 'DIEN_BIEN_LS',
      by: ['DIEN_BIEN_LS'],
      when: { field: 'DIEN_BIEN_LS', like: /^.{30,}/su },
    },
    good: {
      XML5: [note, { ...note, DIEN_BIEN_LS: 'Tỉnh, hết đau, ăn uống được. CSST<M72_T36.8_HA118/70>' }],
    },
    bad: { XML5: [note, { ...note, THOI_DIEM_DBLS: '202608150930' }] },
  }),
  defineRule({
    id: 'R-XML5-011',
    title: 'Người ghi diễn biến đúng dạng số giấy phép hành nghề',
    sentence:
      '{nơi} không phải số chứng chỉ hay giấy phép hành nghề. Ghi số đầy đủ, nhiều người cách nhau bằng dấu ;.',
    source: annex(5, 8),
    check: {
      kind: 'pattern',
      table: 'XML5',
      fields: ['NGUOI_THUC_HIEN'],
      pattern: /^(?!0+$)[^\s;,]{3,}$/,
      list: true,
    },
    good: { XML5: note },
    bad: { XML5: { NGUOI_THUC_HIEN: 'BS A' } },
  }),
]
