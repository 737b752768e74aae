import type { TableId } from '#vocabulary/bhyt'
import { defineRule, type RuleText } from '../define-rule.ts'
import { daysBetween, partsOf } from '../visit.ts'
import { annex, inferred, workbook } from './sources.ts'

const forms = 'Thông tư 25/2025/TT-BYT, phụ lục II'
const ten = /^\d{10}$/
const stay: Record<string, string> = { NGAY_VAO: '202608150830', NGAY_RA: '202608150945' }

/** A field of a paper that the summary has too; the reader compares only those the annex marks so. */
const same = (
  id: string,
  table: TableId,
  field: string,
  title: string,
  value: string,
  other: string,
  item: string,
) =>
  defineRule({
    id,
    title,
    sentence: `{nơi} khác với cùng trường ở XML1. Kiểm tra bảng nào đúng trong HIS.`,
    source: `${item}; ${inferred}`,
    check: { kind: 'equals', table, field, as: { of: 'XML1', field } },
    good: { XML1: { [field]: value }, [table]: { [field]: value } },
    bad: { [table]: { [field]: other } },
  })

const needs = (
  id: string,
  table: TableId,
  fields: readonly string[],
  when: { field: string; is: string[] },
  title: string,
  source: string,
  full: Record<string, string>,
) =>
  defineRule({
    id,
    title,
    sentence: `{nơi} bị bỏ trống dù ${when.field} là ${when.is.join(', ')}. Bổ sung theo hồ sơ.`,
    source,
    check: { kind: 'required', table, fields, when },
    good: { [table]: { [when.field]: when.is[0]!, ...full } },
    bad: { [table]: { [fields[0]!]: null } },
  })

const order = (
  id: string,
  table: TableId,
  field: string,
  than: string,
  values: Record<string, string>,
  early: string,
  text: Pick<RuleText, 'title' | 'sentence' | 'source'> & { severity?: 'error' },
) =>
  defineRule({
    id,
    ...text,
    check: { kind: 'time', table, field, must: 'not-before', than: { field: than } },
    good: { [table]: values },
    bad: { [table]: { [field]: early } },
  })

const oneOf = (
  id: string,
  table: TableId,
  field: string,
  codes: readonly string[],
  title: string,
  source: string,
) =>
  defineRule({
    id,
    title,
    sentence: `{nơi} không thuộc ${codes[0]} đến ${codes.at(-1)}. Chọn lại mã trong HIS.`,
    source,
    check: { kind: 'in', table, field, codes, list: true },
    good: { [table]: { [field]: codes.at(-1)! } },
    bad: { [table]: { [field]: '77' } },
  })

const digits = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => String(from + n))

const leaveDays = (id: string, table: TableId, days: string, from: string, to: string, source: string) =>
  defineRule({
    id,
    title: 'Số ngày nghỉ = đến ngày − từ ngày + 1',
    sentence: '{nơi} khác số ngày tính từ hai ngày đã ghi. Sửa số ngày hoặc ngày nghỉ.',
    source,
    check: {
      kind: 'row-code',
      table,
      field: days,
      reads: [from, to],
      broken: (values, visit) => {
        const between = daysBetween(values[from], values[to])
        const said = visit.number(values[days])
        return between !== null && between >= 0 && !Number.isNaN(said) && said !== between + 1
      },
    },
    good: { [table]: { [days]: '7', [from]: '20260816', [to]: '20260822' } },
    bad: { [table]: { [days]: '9' } },
  })

const pregnancyEnd = { field: 'MA_DINH_CHI_THAI', is: ['1'] }

const dischargePaper = [
  same(
    'R-XML7-001',
    'XML7',
    'NGAY_VAO',
    'Giấy ra viện cùng ngày giờ vào',
    stay.NGAY_VAO!,
    '202608140830',
    annex(7, 5),
  ),
  same(
    'R-XML7-002',
    'XML7',
    'NGAY_RA',
    'Giấy ra viện cùng ngày giờ ra',
    stay.NGAY_RA!,
    '202608151045',
    annex(7, 6),
  ),
  defineRule({
    id: 'R-XML7-003',
    title: 'Mã y tế của giấy ra viện là mã người bệnh',
    severity: 'info',
    sentence: '{nơi} khác mã người bệnh ở XML1. Kiểm tra giấy có đúng của người bệnh này không.',
    source: annex(7, 3),
    check: { kind: 'equals', table: 'XML7', field: 'MA_YTE', as: { of: 'XML1', field: 'MA_BN' } },
    good: { XML1: { MA_BN: 'BN01' }, XML7: { MA_YTE: 'BN01' } },
    bad: { XML7: { MA_YTE: 'BN02' } },
  }),
  needs(
    'R-XML7-004',
    'XML7',
    ['NGUYENNHAN_DINHCHI', 'THOIGIAN_DINHCHI', 'TUOI_THAI'],
    pregnancyEnd,
    'Đình chỉ thai có nguyên nhân, thời gian, tuổi thai',
    `${workbook(7)}, chỉ tiêu 8–10`,
    {
      NGUYENNHAN_DINHCHI: 'Thai lưu',
      THOIGIAN_DINHCHI: '202608150900',
      TUOI_THAI: '12',
    },
  ),
  defineRule({
    id: 'R-XML7-005',
    title: 'Tuổi thai từ 1 đến 45 tuần',
    sentence: '{nơi} nằm ngoài 1 đến 45 tuần. Kiểm tra tuổi thai.',
    source: `${annex(7, 10)}; giới hạn: suy ra`,
    check: { kind: 'range', table: 'XML7', fields: ['TUOI_THAI'], min: 1, max: 45 },
    good: { XML7: { TUOI_THAI: '12' } },
    bad: { XML7: { TUOI_THAI: '84' } },
  }),
  defineRule({
    id: 'R-XML7-006',
    title: 'Đình chỉ thai không ghi cho nam',
    sentence: '{nơi} là 1 (đình chỉ thai) nhưng người bệnh là nam. Sửa giới tính hoặc trường này.',
    source: inferred,
    check: {
      kind: 'in',
      table: 'XML7',
      field: 'MA_DINH_CHI_THAI',
      codes: ['0'],
      when: { field: 'GIOI_TINH', of: 'XML1', is: ['1'] },
    },
    good: { XML1: { GIOI_TINH: '1' }, XML7: { MA_DINH_CHI_THAI: '0' } },
    bad: {
      XML7: {
        MA_DINH_CHI_THAI: '1',
        NGUYENNHAN_DINHCHI: 'Thai lưu',
        THOIGIAN_DINHCHI: '202608150900',
        TUOI_THAI: '12',
      },
    },
  }),
  defineRule({
    id: 'R-XML7-007',
    title: 'Nghỉ ngoại trú: đủ số ngày, từ ngày, đến ngày',
    sentence: '{nơi}: số ngày nghỉ, từ ngày và đến ngày phải có đủ cả ba hoặc không có. Bổ sung trong HIS.',
    source: `${workbook(7)}, chỉ tiêu 23–25`,
    check: {
      kind: 'row-code',
      table: 'XML7',
      field: 'SO_NGAY_NGHI',
      reads: ['NGOAITRU_TUNGAY', 'NGOAITRU_DENNGAY'],
      broken: ({ SO_NGAY_NGHI, NGOAITRU_TUNGAY, NGOAITRU_DENNGAY }) => {
        // `0` days is how some say none.
        const there = [SO_NGAY_NGHI === '0' ? undefined : SO_NGAY_NGHI, NGOAITRU_TUNGAY, NGOAITRU_DENNGAY]
        const count = there.filter((value) => value !== undefined).length
        return count === 1 || count === 2
      },
    },
    good: { XML7: { SO_NGAY_NGHI: '7', NGOAITRU_TUNGAY: '20260816', NGOAITRU_DENNGAY: '20260822' } },
    bad: { XML7: { NGOAITRU_DENNGAY: null } },
  }),
  order(
    'R-XML7-008',
    'XML7',
    'NGOAITRU_DENNGAY',
    'NGOAITRU_TUNGAY',
    { NGOAITRU_TUNGAY: '20260816', NGOAITRU_DENNGAY: '20260822', SO_NGAY_NGHI: '7' },
    '20260810',
    {
      title: 'Nghỉ ngoại trú kết thúc sau khi bắt đầu',
      severity: 'error',
      sentence: '{nơi} sớm hơn ngày bắt đầu nghỉ. Sửa hai ngày trong HIS.',
      source: annex(7, '24, 25'),
    },
  ),
  leaveDays('R-XML7-009', 'XML7', 'SO_NGAY_NGHI', 'NGOAITRU_TUNGAY', 'NGOAITRU_DENNGAY', annex(7, '23–25')),
  defineRule({
    id: 'R-XML7-010',
    title: 'Nghỉ sau ra viện không quá 180 ngày',
    sentence: '{nơi} lớn hơn 180 ngày, quá mức dài nhất (bệnh lao). Kiểm tra số ngày nghỉ.',
    source: `secondary: ${forms}, mẫu 02 (nghỉ không quá 30 ngày; 50 ngày khi mất thai từ 13 tuần; 180 ngày với bệnh lao)`,
    check: { kind: 'range', table: 'XML7', fields: ['SO_NGAY_NGHI'], max: 180 },
    good: { XML7: { SO_NGAY_NGHI: '7', NGOAITRU_TUNGAY: '20260816', NGOAITRU_DENNGAY: '20260822' } },
    bad: { XML7: { SO_NGAY_NGHI: '200', NGOAITRU_DENNGAY: '20270303' } },
    alsoBreaks: ['R-XML7-011'],
  }),
  defineRule({
    id: 'R-XML7-011',
    title: 'Nghỉ hơn 30 ngày chỉ trong trường hợp riêng',
    severity: 'info',
    sentence:
      '{nơi} lớn hơn 30 ngày: chỉ dành cho mất thai từ 13 tuần (50 ngày) và bệnh lao (180 ngày). Kiểm tra.',
    source: `secondary: ${forms}, mẫu 02`,
    check: { kind: 'range', table: 'XML7', fields: ['SO_NGAY_NGHI'], max: 30 },
    good: { XML7: { SO_NGAY_NGHI: '7', NGOAITRU_TUNGAY: '20260816', NGOAITRU_DENNGAY: '20260822' } },
    bad: { XML7: { SO_NGAY_NGHI: '40', NGOAITRU_DENNGAY: '20260924' } },
  }),
  defineRule({
    id: 'R-XML7-012',
    title: 'Nghỉ ngoại trú bắt đầu từ ngày ra viện',
    sentence: '{nơi} sớm hơn ngày ra viện. Ngày nghỉ ngoại trú tính từ ngày ra viện hoặc ngày sau đó.',
    source: `${annex(7, 24)}; ${inferred}`,
    check: {
      kind: 'time',
      table: 'XML7',
      field: 'NGOAITRU_TUNGAY',
      must: 'not-before',
      than: { of: 'XML1', field: 'NGAY_RA' },
    },
    good: { XML7: { SO_NGAY_NGHI: '7', NGOAITRU_TUNGAY: '20260816', NGOAITRU_DENNGAY: '20260822' } },
    bad: { XML7: { NGOAITRU_TUNGAY: '20260801', SO_NGAY_NGHI: '22' } },
  }),
  defineRule({
    id: 'R-XML7-013',
    title: 'Giấy ra viện không ký trước ngày vào',
    sentence: '{nơi} sớm hơn ngày vào viện. Sửa ngày chứng từ.',
    source: `${annex(7, 17)}; ${inferred}`,
    check: {
      kind: 'time',
      table: 'XML7',
      field: 'NGAY_CT',
      must: 'not-before',
      than: { of: 'XML1', field: 'NGAY_VAO' },
    },
    good: { XML7: { NGAY_CT: '20260815' } },
    bad: { XML7: { NGAY_CT: '20260801' } },
  }),
  defineRule({
    id: 'R-XML7-014',
    title: 'Số BHXH của cha, mẹ có 10 chữ số',
    sentence: '{nơi} không có đúng 10 chữ số. Ghi số BHXH, không ghi họ tên hay số thẻ.',
    source: annex(7, '18, 19'),
    check: { kind: 'pattern', table: 'XML7', fields: ['MA_CHA', 'MA_ME'], pattern: ten },
    good: { XML7: { MA_ME: '7999000001' } },
    bad: { XML7: { MA_ME: '79990' } },
  }),
  defineRule({
    id: 'R-XML7-015',
    title: 'Khoa ra viện là một khoa đã điều trị',
    severity: 'info',
    sentence: '{nơi} không có trong các khoa ở XML1. Kiểm tra khoa kết thúc hồ sơ.',
    source: `${annex(7, 4)}; ${inferred}`,
    check: {
      kind: 'refers',
      table: 'XML7',
      field: 'MA_KHOA_RV',
      to: { table: 'XML1', field: 'MA_KHOA' },
      when: { field: 'MA_KHOA', of: 'XML1', set: true },
    },
    good: { XML1: { MA_KHOA: 'K02;K19' }, XML7: { MA_KHOA_RV: 'K19' } },
    bad: { XML7: { MA_KHOA_RV: 'K27' } },
  }),
  defineRule({
    id: 'R-XML7-016',
    title: 'Giấy ra viện của trẻ dưới 16 tuổi có tên cha hoặc mẹ',
    severity: 'info',
    sentence: '{nơi} và tên mẹ cùng bị bỏ trống dù người bệnh dưới 16 tuổi. Ghi người giám hộ của trẻ.',
    source: `secondary: ${forms}, mẫu 02 (người giám hộ khi dưới 16 tuổi)`,
    check: {
      kind: 'row-code',
      table: 'XML7',
      field: 'HO_TEN_CHA',
      reads: ['HO_TEN_ME', 'NGAY_SINH'],
      broken: ({ HO_TEN_CHA, HO_TEN_ME }, { ageYears }) =>
        HO_TEN_CHA === undefined &&
        HO_TEN_ME === undefined &&
        ageYears !== null &&
        ageYears >= 0 &&
        ageYears < 16,
    },
    good: { XML1: { NGAY_SINH: '201805120000' }, XML7: { HO_TEN_ME: 'LÊ THỊ MẪU' } },
    bad: { XML7: { HO_TEN_ME: null } },
  }),
]

const summaryPaper = [
  same(
    'R-XML8-001',
    'XML8',
    'NGAY_VAO',
    'Tóm tắt hồ sơ cùng ngày giờ vào',
    stay.NGAY_VAO!,
    '202608140830',
    annex(8, 7),
  ),
  same(
    'R-XML8-002',
    'XML8',
    'NGAY_RA',
    'Tóm tắt hồ sơ cùng ngày giờ ra',
    stay.NGAY_RA!,
    '202608151045',
    annex(8, 8),
  ),
  same('R-XML8-003', 'XML8', 'KET_QUA_DTRI', 'Tóm tắt hồ sơ cùng kết quả điều trị', '2', '1', annex(8, 17)),
  same('R-XML8-004', 'XML8', 'MA_LOAI_KCB', 'Tóm tắt hồ sơ cùng loại hình KCB', '01', '03', annex(8, 2)),
  order(
    'R-XML8-005',
    'XML8',
    'NGAY_CONCHET',
    'NGAY_SINHCON',
    { NGAY_SINHCON: '20260814', NGAY_CONCHET: '20260815', SO_CONCHET: '1' },
    '20260801',
    {
      title: 'Ngày con chết không trước ngày sinh con',
      severity: 'error',
      sentence: '{nơi} sớm hơn ngày sinh con. Sửa hai ngày trong HIS.',
      source: annex(8, '14, 15'),
    },
  ),
  defineRule({
    id: 'R-XML8-006',
    title: 'Có ngày con chết thì có số con chết',
    sentence: '{nơi} bị bỏ trống dù có ngày con chết. Ghi số con chết.',
    source: annex(8, '15, 16'),
    check: {
      kind: 'required',
      table: 'XML8',
      fields: ['SO_CONCHET'],
      when: { field: 'NGAY_CONCHET', set: true },
    },
    good: { XML8: { NGAY_SINHCON: '20260814', NGAY_CONCHET: '20260815', SO_CONCHET: '1' } },
    bad: { XML8: { SO_CONCHET: null } },
  }),
  defineRule({
    id: 'R-XML8-007',
    title: 'Tóm tắt hồ sơ không ký trước ngày vào',
    sentence: '{nơi} sớm hơn ngày vào viện. Sửa ngày chứng từ.',
    source: `${annex(8, 20)}; ${inferred}`,
    check: {
      kind: 'time',
      table: 'XML8',
      field: 'NGAY_CT',
      must: 'not-before',
      than: { of: 'XML1', field: 'NGAY_VAO' },
    },
    good: { XML8: { NGAY_CT: '20260815' } },
    bad: { XML8: { NGAY_CT: '20260801' } },
  }),
]

const child: Record<string, string> = {
  HO_TEN_NND: 'LÊ THỊ MẪU',
  NGAYSINH_NND: '19950621',
  NGAY_SINH_CON: '202608150918',
  CAN_NANG_CON: '2450',
  SO_CON: '1',
  SO_CON_SONG: '1',
  NGAY_CT: '20260815',
  SO: 'GCS001',
  QUYEN_SO: '01/2026',
}

const birthPaper = [
  defineRule({
    id: 'R-XML9-001',
    title: 'Cân nặng trẻ mới sinh ghi theo gam',
    sentence: '{nơi} nằm ngoài 300 đến 8000 gam. Ghi cân nặng theo gam.',
    source: `${annex(9, 22)}; giới hạn: suy ra`,
    check: { kind: 'range', table: 'XML9', fields: ['CAN_NANG_CON'], min: 300, max: 8000, list: true },
    good: { XML9: child },
    bad: { XML9: { CAN_NANG_CON: '2.45' } },
  }),
  defineRule({
    id: 'R-XML9-002',
    title: 'Mỗi con một giấy chứng sinh',
    sentence: '{nơi} khác số giấy chứng sinh trong hồ sơ. Mỗi con sinh ra một dòng.',
    source: 'QĐ 4750/QĐ-BYT (2023), phụ lục, bảng 9: mỗi trẻ một giấy',
    check: {
      kind: 'visit-code',
      table: 'XML9',
      field: 'SO_CON',
      reads: [],
      find: (visit, found) => {
        const rows = visit.rows('XML9')
        const said = visit.number(rows[0]?.values.SO_CON)
        if (said > rows.length) found(rows[0]!.row)
      },
    },
    good: {
      XML9: [
        { ...child, SO_CON: '2', SO_CON_SONG: '2' },
        { ...child, SO_CON: '2', SO_CON_SONG: '2', SO: 'GCS002' },
      ],
    },
    bad: { XML9: [{ ...child, SO_CON: '2', SO_CON_SONG: '2' }] },
  }),
  defineRule({
    id: 'R-XML9-003',
    title: 'Con sinh ra trong đợt điều trị của mẹ',
    sentence: '{nơi} muộn hơn ngày giờ ra của mẹ. Kiểm tra giờ sinh.',
    source: `${annex(9, 23)}; ${inferred}`,
    check: {
      kind: 'time',
      table: 'XML9',
      field: 'NGAY_SINH_CON',
      must: 'not-after',
      than: { of: 'XML1', field: 'NGAY_RA' },
    },
    good: { XML9: child },
    bad: { XML9: { NGAY_SINH_CON: '202608170918', NGAY_CT: '20260817' } },
  }),
  order('R-XML9-004', 'XML9', 'NGAY_CT', 'NGAY_SINH_CON', child, '20260801', {
    title: 'Giấy chứng sinh không ký trước khi sinh',
    severity: 'error',
    sentence: '{nơi} sớm hơn ngày sinh con. Sửa ngày chứng từ.',
    source: annex(9, '23, 31'),
  }),
  defineRule({
    id: 'R-XML9-005',
    title: 'Tuổi người mẹ từ 10 đến 60',
    sentence: '{nơi} cho tuổi mẹ khi sinh dưới 10 hoặc trên 60. Kiểm tra ngày sinh của mẹ.',
    source: `${annex(9, 5)}; giới hạn: suy ra`,
    check: {
      kind: 'row-code',
      table: 'XML9',
      field: 'NGAYSINH_NND',
      reads: ['NGAY_SINH_CON'],
      broken: ({ NGAYSINH_NND, NGAY_SINH_CON }) => {
        if (!/^\d{8}/.test(NGAYSINH_NND ?? '') || !/^\d{8}/.test(NGAY_SINH_CON ?? '')) return false
        const years = Number(NGAY_SINH_CON!.slice(0, 4)) - Number(NGAYSINH_NND!.slice(0, 4))
        return years < 10 || years > 60
      },
    },
    good: { XML9: child },
    bad: { XML9: { NGAYSINH_NND: '20230621' } },
  }),
  defineRule({
    id: 'R-XML9-006',
    title: 'Thẻ tạm của trẻ là TE1 và 12 chữ số',
    sentence: '{nơi} không đúng dạng thẻ tạm của trẻ (TE1, mã tỉnh, số). Sửa trong HIS.',
    source: annex(9, 16),
    check: { kind: 'pattern', table: 'XML9', fields: ['MA_THE_TAM'], pattern: /^TE1\d{12}$/ },
    good: { XML9: { ...child, MA_THE_TAM: 'TE1480000000001' } },
    bad: { XML9: { MA_THE_TAM: 'GD4480000000001' } },
  }),
  defineRule({
    id: 'R-XML9-007',
    title: 'Số giấy chứng sinh không lặp',
    sentence: '{nơi} và quyển số lặp lại ở giấy chứng sinh khác của cùng hồ sơ. Mỗi giấy một số.',
    source: annex(9, '32, 33'),
    check: { kind: 'unique', table: 'XML9', field: 'SO', by: ['SO', 'QUYEN_SO'] },
    good: {
      XML9: [
        { ...child, SO_CON: '2', SO_CON_SONG: '2' },
        { ...child, SO_CON: '2', SO_CON_SONG: '2', SO: 'GCS002' },
      ],
    },
    bad: {
      XML9: [
        { ...child, SO_CON: '2', SO_CON_SONG: '2' },
        { ...child, SO_CON: '2', SO_CON_SONG: '2' },
      ],
    },
  }),
  defineRule({
    id: 'R-XML9-008',
    title: 'Số BHXH của mẹ có 10 chữ số',
    sentence: '{nơi} không có đúng 10 chữ số. Ghi 0000000000 khi mẹ chưa có số BHXH.',
    source: `${annex(9, 2)}; Thông tư 22/2025/TT-BYT`,
    check: { kind: 'pattern', table: 'XML9', fields: ['MA_BHXH_NND'], pattern: ten },
    good: { XML9: { ...child, MA_BHXH_NND: '4899000003' } },
    bad: { XML9: { MA_BHXH_NND: '48990' } },
  }),
  defineRule({
    id: 'R-XML9-009',
    title: 'Số BHXH của mẹ khớp thẻ của mẹ',
    sentence: '{nơi} khác mười số cuối của thẻ BHYT của mẹ. Tra lại thẻ.',
    source: 'Cấu trúc mã thẻ BHYT: mười số cuối là số BHXH',
    check: {
      kind: 'row-code',
      table: 'XML9',
      field: 'MA_BHXH_NND',
      reads: ['MA_THE_NND'],
      broken: ({ MA_BHXH_NND, MA_THE_NND }) =>
        ten.test(MA_BHXH_NND ?? '') &&
        MA_BHXH_NND !== '0000000000' &&
        MA_THE_NND?.length === 15 &&
        MA_THE_NND.slice(5) !== MA_BHXH_NND,
    },
    good: { XML9: { ...child, MA_BHXH_NND: '4899000003', MA_THE_NND: 'GD4484899000003' } },
    bad: { XML9: { MA_BHXH_NND: '4899000004' } },
  }),
  oneOf('R-XML9-010', 'XML9', 'SINHCON_PHAUTHUAT', ['0', '1'], 'Sinh mổ ghi 0 hoặc 1', annex(9, 26)),
  oneOf(
    'R-XML9-011',
    'XML9',
    'SINHCON_DUOI32TUAN',
    ['0', '1'],
    'Sinh dưới 32 tuần ghi 0 hoặc 1',
    annex(9, 27),
  ),
  defineRule({
    id: 'R-XML9-012',
    title: 'Số con sống ít nhất bằng số con sinh ra sống lần này',
    severity: 'info',
    sentence: '{nơi} lớn hơn 20 hoặc số con trong lần sinh lớn hơn 6. Kiểm tra hai trường.',
    source: `${annex(9, '19, 21')}; giới hạn: suy ra`,
    check: {
      kind: 'row-code',
      table: 'XML9',
      field: 'SO_CON_SONG',
      reads: ['SO_CON'],
      broken: ({ SO_CON_SONG, SO_CON }, visit) => visit.number(SO_CON_SONG) > 20 || visit.number(SO_CON) > 6,
    },
    good: { XML9: child },
    bad: { XML9: { SO_CON_SONG: '31' } },
  }),
  defineRule({
    id: 'R-XML9-013',
    title: 'Giấy chứng sinh nằm ở hồ sơ của người mẹ',
    severity: 'info',
    sentence: '{nơi} nằm ở hồ sơ của người bệnh nam. Gửi giấy chứng sinh cùng hồ sơ của mẹ.',
    source: inferred,
    check: {
      kind: 'empty',
      table: 'XML9',
      field: 'HO_TEN_NND',
      when: { field: 'GIOI_TINH', of: 'XML1', is: ['1'] },
    },
    good: { XML1: { GIOI_TINH: '2' }, XML9: child },
    bad: { XML1: { GIOI_TINH: '1' } },
  }),
]

const leavePapers = [
  order(
    'R-XML10-001',
    'XML10',
    'DEN_NGAY',
    'TU_NGAY',
    { TU_NGAY: '20260816', DEN_NGAY: '20260822', SO_NGAY: '7' },
    '20260801',
    {
      title: 'Nghỉ dưỡng thai kết thúc sau khi bắt đầu',
      severity: 'error',
      sentence: '{nơi} sớm hơn ngày bắt đầu nghỉ. Sửa hai ngày trong HIS.',
      source: annex(10, '7, 8'),
    },
  ),
  leaveDays('R-XML10-002', 'XML10', 'SO_NGAY', 'TU_NGAY', 'DEN_NGAY', annex(10, '4, 7, 8')),
  defineRule({
    id: 'R-XML10-003',
    title: 'Giấy nghỉ dưỡng thai chỉ cấp cho nữ',
    sentence: '{nơi} có ở hồ sơ của người bệnh nam. Kiểm tra giới tính hoặc bỏ giấy nghỉ dưỡng thai.',
    source: inferred,
    check: {
      kind: 'empty',
      table: 'XML10',
      field: 'SO_CT',
      when: { field: 'GIOI_TINH', of: 'XML1', is: ['1'] },
    },
    good: { XML1: { GIOI_TINH: '2' }, XML10: { SO_CT: 'CT01' } },
    bad: { XML1: { GIOI_TINH: '1' } },
  }),
  defineRule({
    id: 'R-XML10-004',
    title: 'Giấy nghỉ dưỡng thai không ký trước ngày vào',
    sentence: '{nơi} sớm hơn ngày khám. Sửa ngày chứng từ.',
    source: `${annex(10, 12)}; ${inferred}`,
    check: {
      kind: 'time',
      table: 'XML10',
      field: 'NGAY_CT',
      must: 'not-before',
      than: { of: 'XML1', field: 'NGAY_VAO' },
    },
    good: { XML10: { NGAY_CT: '20260815' } },
    bad: { XML10: { NGAY_CT: '20260801' } },
  }),
  order(
    'R-XML11-001',
    'XML11',
    'DEN_NGAY',
    'TU_NGAY',
    { TU_NGAY: '20260815', DEN_NGAY: '20260821', SO_NGAY_NGHI: '7' },
    '20260801',
    {
      title: 'Nghỉ việc kết thúc sau khi bắt đầu',
      severity: 'error',
      sentence: '{nơi} sớm hơn ngày bắt đầu nghỉ. Sửa hai ngày trong HIS.',
      source: annex(11, '14, 15'),
    },
  ),
  leaveDays('R-XML11-002', 'XML11', 'SO_NGAY_NGHI', 'TU_NGAY', 'DEN_NGAY', annex(11, '13–15')),
  defineRule({
    id: 'R-XML11-003',
    title: 'Nghỉ việc ngoại trú không quá 30 ngày',
    sentence:
      '{nơi} lớn hơn 30 ngày. Giấy nghỉ việc ngoại trú không quá 30 ngày; bệnh lao đến 180, mất thai từ 13 tuần đến 50.',
    source: `secondary: ${forms}, mẫu 07`,
    check: {
      kind: 'row-code',
      table: 'XML11',
      field: 'SO_NGAY_NGHI',
      reads: ['MA_DINH_CHI_THAI', 'MA_BENH_CHINH'],
      broken: ({ SO_NGAY_NGHI, MA_DINH_CHI_THAI }, visit) => {
        const most = /^A1[5-9]/.test(visit.summary.MA_BENH_CHINH ?? '')
          ? 180
          : MA_DINH_CHI_THAI === '1'
            ? 50
            : 30
        return visit.number(SO_NGAY_NGHI) > most
      },
    },
    good: { XML11: { SO_NGAY_NGHI: '7', TU_NGAY: '20260815', DEN_NGAY: '20260821' } },
    bad: { XML11: { SO_NGAY_NGHI: '40', DEN_NGAY: '20260923' } },
  }),
  defineRule({
    id: 'R-XML11-004',
    title: 'Số BHXH trên giấy nghỉ việc có 10 chữ số',
    sentence: '{nơi} không có đúng 10 chữ số. Ghi số BHXH của người bệnh (hoặc của cha, mẹ khi con ốm).',
    source: annex(11, 6),
    check: { kind: 'pattern', table: 'XML11', fields: ['MA_BHXH'], pattern: ten },
    good: { XML11: { MA_BHXH: '7999000001' } },
    bad: { XML11: { MA_BHXH: '79990' } },
  }),
  defineRule({
    id: 'R-XML11-005',
    title: 'Số BHXH trên giấy nghỉ việc khớp thẻ BHYT',
    sentence: '{nơi} khác mười số cuối của thẻ BHYT của người bệnh. Tra lại số BHXH.',
    source: 'Cấu trúc mã thẻ BHYT: mười số cuối là số BHXH',
    check: {
      kind: 'row-code',
      table: 'XML11',
      field: 'MA_BHXH',
      reads: ['MA_THE_BHYT', 'NGAY_SINH'],
      // For a sick child the certificate carries a parent's number.
      broken: ({ MA_BHXH }, visit) => {
        const numbers = partsOf(visit.summary.MA_THE_BHYT).filter((card) => card.length === 15)
        if (!ten.test(MA_BHXH ?? '') || numbers.length === 0 || (visit.ageYears ?? 0) < 16) return false
        return numbers.every((card) => card.slice(5) !== MA_BHXH)
      },
    },
    good: {
      XML1: {
        NGAY_SINH: '199003150000',
        MA_THE_BHYT: 'GD4797999000001',
        MA_DKBD: '99901',
        GT_THE_TU: '20260101',
      },
      XML11: { MA_BHXH: '7999000001' },
    },
    bad: { XML11: { MA_BHXH: '7999000002' } },
  }),
  needs(
    'R-XML11-006',
    'XML11',
    ['NGUYENNHAN_DINHCHI', 'TUOI_THAI'],
    pregnancyEnd,
    'Đình chỉ thai có nguyên nhân, tuổi thai',
    `${workbook(11)}, chỉ tiêu 11, 12`,
    {
      NGUYENNHAN_DINHCHI: 'Thai lưu',
      TUOI_THAI: '12',
    },
  ),
  defineRule({
    id: 'R-XML11-007',
    title: 'Giấy nghỉ việc hưởng BHXH chỉ cấp cho ngoại trú',
    severity: 'info',
    sentence: '{nơi} có ở đợt nội trú. Người nội trú dùng giấy ra viện (XML7) ghi số ngày nghỉ.',
    source: `secondary: ${forms}, mẫu 07 (chỉ ngoại trú)`,
    check: {
      kind: 'empty',
      table: 'XML11',
      field: 'SO_CT',
      when: { field: 'MA_LOAI_KCB', of: 'XML1', is: ['03'] },
    },
    good: { XML1: { MA_LOAI_KCB: '01' }, XML11: { SO_CT: 'CT01' } },
    bad: {
      XML1: {
        MA_LOAI_KCB: '03',
        NGAY_VAO_NOI_TRU: '202608150840',
        LY_DO_VNT: 'Sốt',
        NGAY_RA: '202608160900',
      },
    },
    alsoBreaks: ['R-VISIT-002', 'R-VISIT-006', 'R-VISIT-020'],
  }),
  defineRule({
    id: 'R-XML11-008',
    title: 'Giấy nghỉ việc của trẻ dưới 7 tuổi có tên cha hoặc mẹ',
    severity: 'info',
    sentence: '{nơi} và tên mẹ cùng bị bỏ trống dù người bệnh dưới 7 tuổi. Ghi cha hoặc mẹ nghỉ chăm con.',
    source: `secondary: ${forms}, mẫu 07`,
    check: {
      kind: 'row-code',
      table: 'XML11',
      field: 'HO_TEN_CHA',
      reads: ['HO_TEN_ME', 'NGAY_SINH'],
      broken: ({ HO_TEN_CHA, HO_TEN_ME }, { ageYears }) =>
        HO_TEN_CHA === undefined &&
        HO_TEN_ME === undefined &&
        ageYears !== null &&
        ageYears >= 0 &&
        ageYears < 7,
    },
    good: { XML1: { NGAY_SINH: '202205120000' }, XML11: { HO_TEN_ME: 'LÊ THỊ MẪU' } },
    bad: { XML11: { HO_TEN_ME: null } },
  }),
]

const referralPaper = [
  defineRule({
    id: 'R-XML13-001',
    title: 'Lý do chuyển khớp loại ra viện',
    sentence:
      '{nơi}: lý do chuyển theo yêu cầu (3) đi với loại ra viện 5, lý do chuyên môn (1, 2) đi với loại 2. Kiểm tra.',
    source: `${annex(13, 32)}; ${annex(1, 42)}`,
    check: {
      kind: 'row-code',
      table: 'XML13',
      field: 'MA_LYDO_CT',
      reads: ['MA_LOAI_RV'],
      broken: ({ MA_LYDO_CT }, { summary }) =>
        (MA_LYDO_CT === '3' && summary.MA_LOAI_RV === '2') ||
        ((MA_LYDO_CT === '1' || MA_LYDO_CT === '2') && summary.MA_LOAI_RV === '5'),
    },
    good: {
      XML1: { MA_LOAI_RV: '2', MA_NOI_DEN: '99906' },
      XML13: { MA_LYDO_CT: '1', MA_CSKCB_DEN: '99906' },
    },
    bad: { XML13: { MA_LYDO_CT: '3' } },
  }),
  defineRule({
    id: 'R-XML13-002',
    title: 'Phiếu chuyển có nơi đến (QĐ 3176)',
    since: '3176',
    sentence: '{nơi} bị bỏ trống. Ghi mã cơ sở nơi chuyển đến.',
    source: `secondary: QĐ 3176/QĐ-BYT (2024), bảng 13; ${annex(13, 7)}`,
    check: {
      kind: 'row-code',
      table: 'XML13',
      field: 'MA_CSKCB_DEN',
      reads: ['MA_NOI_DEN', 'SO_CHUYENTUYEN'],
      // The name of before QĐ 3176 is still seen.
      broken: ({ MA_CSKCB_DEN, MA_NOI_DEN, SO_CHUYENTUYEN }) =>
        SO_CHUYENTUYEN !== undefined && MA_CSKCB_DEN === undefined && MA_NOI_DEN === undefined,
    },
    good: {
      XML1: { MA_LOAI_RV: '2', MA_NOI_DEN: '99906' },
      XML13: { SO_CHUYENTUYEN: '01/2026', MA_CSKCB_DEN: '99906' },
    },
    bad: { XML13: { MA_CSKCB_DEN: null } },
  }),
  defineRule({
    id: 'R-XML13-003',
    title: 'Nơi đến của phiếu chuyển khớp XML1',
    since: '3176',
    sentence: '{nơi} khác nơi đến ở XML1. Kiểm tra bảng nào đúng trong HIS.',
    source: `secondary: QĐ 3176/QĐ-BYT (2024), bảng 13; ${annex(13, 7)}`,
    check: { kind: 'equals', table: 'XML13', field: 'MA_CSKCB_DEN', as: { of: 'XML1', field: 'MA_NOI_DEN' } },
    good: { XML1: { MA_LOAI_RV: '2', MA_NOI_DEN: '99906' }, XML13: { MA_CSKCB_DEN: '99906' } },
    bad: { XML13: { MA_CSKCB_DEN: '99903' } },
  }),
  defineRule({
    id: 'R-XML13-004',
    title: 'Chuỗi nơi đi kết thúc ở cơ sở gửi phiếu',
    severity: 'info',
    since: '3176',
    sentence: '{nơi} không kết thúc bằng mã cơ sở gửi phiếu. Ghi các cơ sở theo thứ tự, cơ sở này sau cùng.',
    source: 'secondary: QĐ 3176/QĐ-BYT (2024), bảng 13, chỉ tiêu 6',
    check: {
      kind: 'row-code',
      table: 'XML13',
      field: 'MA_CSKCB_DI',
      reads: ['MA_CSKCB'],
      broken: ({ MA_CSKCB_DI }, { summary }) =>
        MA_CSKCB_DI !== undefined &&
        summary.MA_CSKCB !== undefined &&
        partsOf(MA_CSKCB_DI).at(-1) !== summary.MA_CSKCB,
    },
    good: {
      XML1: { MA_CSKCB: '99904', MA_LOAI_RV: '2', MA_NOI_DEN: '99906' },
      XML13: { MA_CSKCB_DI: '99905;99904' },
    },
    bad: { XML13: { MA_CSKCB_DI: '99904;99905' } },
  }),
  defineRule({
    id: 'R-XML13-005',
    title: 'Có người hộ tống thì có chức danh',
    severity: 'info',
    sentence: '{nơi} bị bỏ trống dù có người hộ tống. Ghi chức danh của người hộ tống.',
    source: annex(13, '35, 36'),
    check: {
      kind: 'required',
      table: 'XML13',
      fields: ['CHUCDANH_NGUOI_HT'],
      when: { field: 'HOTEN_NGUOI_HT', set: true },
    },
    good: {
      XML1: { MA_LOAI_RV: '2', MA_NOI_DEN: '99906' },
      XML13: { HOTEN_NGUOI_HT: 'ĐD Mẫu', CHUCDANH_NGUOI_HT: 'Điều dưỡng' },
    },
    bad: { XML13: { CHUCDANH_NGUOI_HT: null } },
  }),
  defineRule({
    id: 'R-XML13-006',
    title: 'Người bệnh đã tử vong không có phiếu chuyển',
    sentence: '{nơi} có phiếu chuyển nhưng kết quả điều trị là tử vong. Kiểm tra kết quả điều trị.',
    source: inferred,
    check: {
      kind: 'empty',
      table: 'XML13',
      field: 'SO_CHUYENTUYEN',
      when: { field: 'KET_QUA_DTRI', of: 'XML1', is: ['5', '8'] },
    },
    good: {
      XML1: { KET_QUA_DTRI: '4', MA_LOAI_RV: '2', MA_NOI_DEN: '99906' },
      XML13: { SO_CHUYENTUYEN: '01/2026', MA_CSKCB_DEN: '99906' },
    },
    bad: { XML1: { KET_QUA_DTRI: '5' } },
    alsoBreaks: ['R-XML1-081'],
  }),
]

const slip: Record<string, string> = {
  MA_CSKCB: '99901',
  NGAY_HEN_KL: '202608220800',
  NGAY_CT: '20260815',
  MA_BAC_SI: '000901/HCM-CCHN',
}
const appointmentPaper = [
  defineRule({
    id: 'R-XML14-001',
    title: 'Hẹn khám lại sau ngày vào',
    severity: 'error',
    sentence: '{nơi} sớm hơn ngày người bệnh đến lần này. Sửa ngày hẹn khám lại.',
    source: annex(14, 13),
    check: {
      kind: 'time',
      table: 'XML14',
      field: 'NGAY_HEN_KL',
      must: 'not-before',
      than: { of: 'XML1', field: 'NGAY_VAO' },
      day: true,
    },
    good: { XML14: slip },
    bad: { XML14: { NGAY_HEN_KL: '202608010800' } },
  }),
  defineRule({
    id: 'R-XML14-002',
    title: 'Ngày hẹn khớp ngày tái khám ở XML1',
    sentence: '{nơi} không có trong các ngày tái khám ở XML1. Ghi cùng một ngày ở hai bảng.',
    source: `${annex(14, 13)}; ${annex(1, 63)}`,
    check: {
      kind: 'row-code',
      table: 'XML14',
      field: 'NGAY_HEN_KL',
      reads: ['NGAY_TAI_KHAM'],
      broken: ({ NGAY_HEN_KL }, { summary }) =>
        NGAY_HEN_KL !== undefined &&
        summary.NGAY_TAI_KHAM !== undefined &&
        !partsOf(summary.NGAY_TAI_KHAM).some((day) => day.slice(0, 8) === NGAY_HEN_KL.slice(0, 8)),
    },
    good: { XML1: { NGAY_TAI_KHAM: '20260822' }, XML14: slip },
    bad: { XML14: { NGAY_HEN_KL: '202608230800' } },
  }),
  same('R-XML14-003', 'XML14', 'MA_CSKCB', 'Giấy hẹn của chính cơ sở', '99901', '99906', annex(14, 3)),
  defineRule({
    id: 'R-XML14-004',
    title: 'Hẹn khám lại trong vòng một năm',
    severity: 'info',
    sentence: '{nơi} xa hơn một năm sau ngày vào. Kiểm tra năm của ngày hẹn.',
    source: inferred,
    check: {
      kind: 'row-code',
      table: 'XML14',
      field: 'NGAY_HEN_KL',
      reads: ['NGAY_VAO'],
      broken: ({ NGAY_HEN_KL }, { summary }) => (daysBetween(summary.NGAY_VAO, NGAY_HEN_KL) ?? 0) > 370,
    },
    good: { XML14: slip },
    bad: { XML14: { NGAY_HEN_KL: '202808220800' } },
  }),
  defineRule({
    id: 'R-XML14-005',
    title: 'Giấy hẹn không ký trước ngày vào',
    sentence: '{nơi} sớm hơn ngày người bệnh đến. Sửa ngày chứng từ.',
    source: `${annex(14, 21)}; ${inferred}`,
    check: {
      kind: 'time',
      table: 'XML14',
      field: 'NGAY_CT',
      must: 'not-before',
      than: { of: 'XML1', field: 'NGAY_VAO' },
    },
    good: { XML14: slip },
    bad: { XML14: { NGAY_CT: '20260801' } },
  }),
  defineRule({
    id: 'R-XML14-006',
    title: 'Người bệnh đã tử vong không có giấy hẹn',
    sentence: '{nơi} có ngày hẹn nhưng kết quả điều trị là tử vong. Kiểm tra kết quả điều trị.',
    source: inferred,
    check: {
      kind: 'empty',
      table: 'XML14',
      field: 'NGAY_HEN_KL',
      when: { field: 'KET_QUA_DTRI', of: 'XML1', is: ['5', '8'] },
    },
    good: { XML1: { KET_QUA_DTRI: '2' }, XML14: slip },
    bad: { XML1: { KET_QUA_DTRI: '5' } },
  }),
]

const tb = { field: 'LOAI_DTRI_LAO', is: ['1', '2', '3'] }
const hivPaper = [
  needs(
    'R-XML6-001',
    'XML6',
    ['PHACDO_DTRI_LAO', 'NGAYBD_DTRI_LAO'],
    tb,
    'Có điều trị lao thì có phác đồ và ngày bắt đầu',
    `${workbook(6)}, chỉ tiêu 20, 21`,
    {
      PHACDO_DTRI_LAO: '1',
      NGAYBD_DTRI_LAO: '20260801',
    },
  ),
  needs(
    'R-XML6-002',
    'XML6',
    ['LAN_XN_PCR', 'NGAY_XN_PCR', 'NGAY_KQ_XN_PCR', 'MA_KQ_XN_PCR'],
    { field: 'MA_TINH_TRANG_DK', is: ['1'] },
    'Đăng ký vì xét nghiệm PCR thì có lần, ngày và kết quả',
    `${workbook(6)}, chỉ tiêu 32–35`,
    {
      LAN_XN_PCR: '1',
      NGAY_XN_PCR: '20260801',
      NGAY_KQ_XN_PCR: '20260805',
      MA_KQ_XN_PCR: '0',
    },
  ),
  needs(
    'R-XML6-003',
    'XML6',
    ['NGAY_BAT_DAU_XU_TRI', 'SO_NGAY_CAP_THUOC_ARV'],
    { field: 'MA_XU_TRI', is: ['1'] },
    'Xử trí ARV thì có ngày bắt đầu và số ngày cấp thuốc',
    `${workbook(6)}, chỉ tiêu 39, 43`,
    {
      NGAY_BAT_DAU_XU_TRI: '20260815',
      SO_NGAY_CAP_THUOC_ARV: '30',
    },
  ),
  needs(
    'R-XML6-004',
    'XML6',
    ['MA_BAC_PHAC_DO'],
    { field: 'MA_PHAC_DO_DIEU_TRI', is: ['KHAC'] },
    'Phác đồ khác thì ghi bậc phác đồ',
    `${workbook(6)}, chỉ tiêu 42`,
    { MA_BAC_PHAC_DO: '1' },
  ),
  order(
    'R-XML6-005',
    'XML6',
    'NGAY_KQ_XN_TLVR',
    'NGAY_XN_TLVR',
    { NGAY_XN_TLVR: '20260801', NGAY_KQ_XN_TLVR: '20260805' },
    '20260701',
    {
      title: 'Kết quả tải lượng vi rút không trước ngày lấy mẫu',
      severity: 'error',
      sentence: '{nơi} sớm hơn ngày lấy mẫu. Sửa hai ngày trong HIS.',
      source: annex(6, '25, 27'),
    },
  ),
  order(
    'R-XML6-006',
    'XML6',
    'NGAYKT_DTRI_LAO',
    'NGAYBD_DTRI_LAO',
    { NGAYBD_DTRI_LAO: '20260101', NGAYKT_DTRI_LAO: '20260701' },
    '20251201',
    {
      title: 'Điều trị lao kết thúc sau khi bắt đầu',
      severity: 'error',
      sentence: '{nơi} sớm hơn ngày bắt đầu điều trị lao. Sửa hai ngày trong HIS.',
      source: annex(6, '21, 22'),
    },
  ),
  order(
    'R-XML6-007',
    'XML6',
    'NGAY_KQ_XN_PCR',
    'NGAY_XN_PCR',
    { NGAY_XN_PCR: '20260801', NGAY_KQ_XN_PCR: '20260805' },
    '20260701',
    {
      title: 'Kết quả PCR không trước ngày lấy mẫu',
      severity: 'error',
      sentence: '{nơi} sớm hơn ngày lấy mẫu. Sửa hai ngày trong HIS.',
      source: annex(6, '33, 34'),
    },
  ),
  defineRule({
    id: 'R-XML6-008',
    title: 'Bắt đầu ARV không trước ngày khẳng định',
    severity: 'info',
    sentence: '{nơi} sớm hơn ngày khẳng định. Kiểm tra hai ngày, trừ điều trị dự phòng.',
    source: `${annex(6, '10, 14')}; ${inferred}`,
    check: {
      kind: 'time',
      table: 'XML6',
      field: 'BDDT_ARV',
      must: 'not-before',
      than: { field: 'NGAYKD_HIV' },
      when: { field: 'MA_LOAI_BN', is: ['1'] },
    },
    good: { XML6: { MA_LOAI_BN: '1', NGAYKD_HIV: '20200101', BDDT_ARV: '20200110' } },
    bad: { XML6: { BDDT_ARV: '20190110' } },
  }),
  oneOf(
    'R-XML6-009',
    'XML6',
    'MA_LYDO_DTRI',
    digits(1, 5),
    'Lý do đăng ký điều trị từ 1 đến 5',
    annex(6, 17),
  ),
  oneOf('R-XML6-010', 'XML6', 'SANG_LOC_LAO', digits(1, 4), 'Sàng lọc lao từ 1 đến 4', annex(6, 19)),
  oneOf('R-XML6-011', 'XML6', 'MA_LOAI_BN', digits(1, 5), 'Loại người bệnh từ 1 đến 5', annex(6, 28)),
  oneOf(
    'R-XML6-012',
    'XML6',
    'GIAI_DOAN_LAM_SANG',
    digits(1, 4),
    'Giai đoạn lâm sàng từ 1 đến 4',
    annex(6, 29),
  ),
  oneOf('R-XML6-013', 'XML6', 'NHOM_DOI_TUONG', digits(0, 11), 'Nhóm đối tượng từ 0 đến 11', annex(6, 30)),
  oneOf(
    'R-XML6-014',
    'XML6',
    'KQ_XNTL_VR',
    digits(1, 5),
    'Kết quả tải lượng vi rút từ 1 đến 5',
    annex(6, 26),
  ),
  oneOf(
    'R-XML6-015',
    'XML6',
    'MA_TINH_TRANG_DK',
    digits(1, 9),
    'Tình trạng đăng ký từ 1 đến 9',
    annex(6, 31),
  ),
  oneOf('R-XML6-016', 'XML6', 'MA_XU_TRI', digits(1, 8), 'Mã xử trí từ 1 đến 8', annex(6, 38)),
]

const tbPaper = [
  oneOf(
    'R-XML15-001',
    'XML15',
    'PHANLOAI_LAO_VITRI',
    digits(1, 2),
    'Vị trí lao là 1 phổi hoặc 2 ngoài phổi',
    annex(15, 6),
  ),
  oneOf('R-XML15-002', 'XML15', 'PHANLOAI_LAO_TS', digits(1, 6), 'Tiền sử lao từ 1 đến 6', annex(15, 7)),
  oneOf('R-XML15-003', 'XML15', 'PHANLOAI_LAO_KT', digits(1, 6), 'Kháng thuốc từ 1 đến 6', annex(15, 10)),
  oneOf('R-XML15-004', 'XML15', 'LOAI_DTRI_LAO', digits(0, 3), 'Loại điều trị lao từ 0 đến 3', annex(15, 11)),
  oneOf(
    'R-XML15-005',
    'XML15',
    'KET_QUA_DTRI_LAO',
    digits(1, 6),
    'Kết quả điều trị lao từ 1 đến 6',
    annex(15, 15),
  ),
  order(
    'R-XML15-006',
    'XML15',
    'NGAYKT_DTRI_LAO',
    'NGAYBD_DTRI_LAO',
    { NGAYBD_DTRI_LAO: '20260101', NGAYKT_DTRI_LAO: '20260701' },
    '20251201',
    {
      title: 'Điều trị lao kết thúc sau khi bắt đầu',
      severity: 'error',
      sentence: '{nơi} sớm hơn ngày bắt đầu điều trị lao. Sửa hai ngày trong HIS.',
      source: annex(15, '12, 14'),
    },
  ),
]

/** Papers that go with a visit (XML6 to XML15). */
export const paperRules = [
  ...hivPaper,
  ...dischargePaper,
  ...summaryPaper,
  ...birthPaper,
  ...leavePapers,
  ...referralPaper,
  ...appointmentPaper,
  ...tbPaper,
]
