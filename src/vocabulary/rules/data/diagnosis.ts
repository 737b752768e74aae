import { icd10Names, tidyIcd10 } from '#vocabulary/catalogues'
import { defineRule } from '../define-rule.ts'
import type { Values } from '../rule.types.ts'
import { partsOf, type Visit } from '../visit.ts'
import {
  asterisk,
  externalCause,
  femaleOnly,
  injury,
  maleOnly,
  perinatal,
  pregnancy,
  supplementary,
} from './icd10-groups.ts'
import { annex, audit, inferred, whoAsterisk, whoSex } from './sources.ts'

const main = (values: Values) => tidyIcd10(values.MA_BENH_CHINH ?? '')
const all = ({ MA_BENH_CHINH, MA_BENH_KT }: Values) =>
  [...partsOf(MA_BENH_CHINH), ...partsOf(MA_BENH_KT)].map(tidyIcd10)
const form = /^[A-Z]\d{2}(?:\.[0-9A-Z]{1,3})?$/
/** QĐ 4469/2020 to the end of June 2026, then Circular 06/2026, whose list is not held here. */
const lastOfOldList = '20260630'
const firstOfNewList = '20260701'
const oldList = 'QĐ 4469/QĐ-BYT (2020), danh mục ICD-10'
const newList = 'Thông tư 06/2026/TT-BYT, danh mục ICD-10 (secondary: danh mục mới chưa có ở đây)'

const unknown = (code: string) => form.test(code) && !icd10Names().has(code)

let detailed: Set<string> | undefined
/** Three-character categories that the list divides further. */
function isDivided(code: string): boolean {
  if (!detailed) {
    detailed = new Set()
    for (const known of icd10Names().keys()) if (known.length > 3) detailed.add(known.slice(0, 3))
  }
  return code.length === 3 && detailed.has(code)
}

const onMain = (
  id: string,
  title: string,
  sentence: string,
  source: string,
  broken: (code: string) => boolean,
  wrong: string,
) =>
  defineRule({
    id,
    title,
    sentence,
    source,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_BENH_CHINH',
      reads: [],
      broken: (values) => broken(main(values)),
    },
    good: { XML1: { MA_BENH_CHINH: 'J20.9' } },
    bad: { XML1: { MA_BENH_CHINH: wrong } },
  })

const notFor = (id: string, sex: string, codes: RegExp, who: string, wrong: string) =>
  defineRule({
    id,
    title: `Mã bệnh chỉ có ở ${who} không ghi cho giới khác`,
    sentence: `{nơi}: mã bệnh chính hoặc kèm theo chỉ có ở ${who}, không khớp giới tính đã ghi. Kiểm tra mã bệnh và giới tính.`,
    source: `${whoSex}; Thông tư 06/2026/TT-BYT, cột 28, 29 (cảnh báo)`,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_BENH_CHINH',
      reads: ['MA_BENH_KT', 'GIOI_TINH'],
      when: { field: 'GIOI_TINH', is: [sex] },
      broken: (values) => all(values).some((code) => codes.test(code)),
    },
    good: { XML1: { GIOI_TINH: sex === '1' ? '2' : '1', MA_BENH_CHINH: wrong } },
    bad: { XML1: { GIOI_TINH: sex } },
  })

const hasInjury = (values: Values) => injury.test(main(values))
const isChild = (visit: Visit) => visit.ageYears !== null && visit.ageYears < 2

/** Diagnoses (XML1). */
export const diagnosisRules = [
  defineRule({
    id: 'R-XML1-100',
    title: 'Đúng một mã bệnh chính',
    severity: 'error',
    sentence: '{nơi} có nhiều hơn một mã. Chỉ ghi một mã bệnh chính, các mã khác ghi ở bệnh kèm theo.',
    source: annex(1, 27),
    check: { kind: 'pattern', table: 'XML1', fields: ['MA_BENH_CHINH'], pattern: /^[^;,]+;?$/ },
    good: { XML1: { MA_BENH_CHINH: 'J20.9' } },
    bad: { XML1: { MA_BENH_CHINH: 'J20.9;I10' } },
    alsoBreaks: ['R-XML1-101'],
  }),
  defineRule({
    id: 'R-XML1-101',
    title: 'Mã bệnh đúng dạng ICD-10',
    sentence: '{nơi} không đúng dạng mã ICD-10 (ví dụ J20.9). Chọn mã từ danh mục, không gõ chữ.',
    source: `${annex(1, '27, 28')}; ${oldList}`,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_BENH_CHINH',
      reads: ['MA_BENH_KT'],
      broken: ({ MA_BENH_CHINH, MA_BENH_KT }) =>
        (MA_BENH_CHINH !== undefined && !form.test(tidyIcd10(MA_BENH_CHINH.replace(/;$/, '')))) ||
        partsOf(MA_BENH_KT).some((code) => !form.test(tidyIcd10(code))),
    },
    good: { XML1: { MA_BENH_CHINH: 'J20.9', MA_BENH_KT: 'I10;E11.9' } },
    bad: { XML1: { MA_BENH_CHINH: 'Viêm phế quản' } },
  }),
  defineRule({
    id: 'R-XML1-102',
    title: 'Mã bệnh chính có trong danh mục ICD-10 (đến 30/06/2026)',
    until: lastOfOldList,
    sentence: '{nơi} không có trong danh mục ICD-10 áp dụng cho ngày ra. Chọn lại mã trong HIS.',
    source: oldList,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_BENH_CHINH',
      reads: [],
      broken: (values) => unknown(main(values)),
    },
    good: { XML1: { NGAY_VAO: '202605100800', NGAY_RA: '202605100900', MA_BENH_CHINH: 'J20.9' } },
    bad: { XML1: { MA_BENH_CHINH: 'J20.99' } },
  }),
  defineRule({
    id: 'R-XML1-103',
    title: 'Mã bệnh chính có trong danh mục ICD-10 đang giữ (từ 01/07/2026)',
    severity: 'info',
    from: firstOfNewList,
    sentence: '{nơi} không có trong danh mục ICD-10 trước Thông tư 06/2026. Nếu là mã mới thì không cần sửa.',
    source: newList,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_BENH_CHINH',
      reads: [],
      broken: (values) => unknown(main(values)),
    },
    good: { XML1: { MA_BENH_CHINH: 'J20.9' } },
    bad: { XML1: { MA_BENH_CHINH: 'J20.99' } },
  }),
  onMain(
    'R-XML1-104',
    'Mã hoa thị không làm bệnh chính',
    '{nơi} là mã hoa thị (biểu hiện) nên không được làm bệnh chính. Ghi mã nguyên nhân (dao găm) làm bệnh chính.',
    `${whoAsterisk}; Thông tư 06/2026/TT-BYT, cột 24`,
    (code) => asterisk.test(code),
    'G63.2',
  ),
  onMain(
    'R-XML1-105',
    'Nguyên nhân ngoại sinh không làm bệnh chính',
    '{nơi} là mã nguyên nhân bên ngoài (V01–Y98) nên không được làm bệnh chính. Ghi mã tổn thương làm bệnh chính.',
    'ICD-10 (WHO), tập 2, mục 4.4, chương XX; Thông tư 06/2026/TT-BYT, cột 24',
    (code) => externalCause.test(code),
    'V23',
  ),
  onMain(
    'R-XML1-106',
    'Mã bổ sung không làm bệnh chính',
    '{nơi} là mã chỉ dùng bổ sung (tác nhân B95–B98, kháng thuốc U80–U89, kết quả đẻ Z37). Ghi mã bệnh làm bệnh chính.',
    'ICD-10 (WHO), tập 1, ghi chú của B95–B98, U80–U89 và Z37',
    (code) => supplementary.test(code),
    'B95.6',
  ),
  defineRule({
    id: 'R-XML1-107',
    title: 'Bệnh chính không lặp lại ở bệnh kèm theo',
    sentence: '{nơi} ghi lại mã bệnh chính. Bỏ mã trùng.',
    source: annex(1, '27, 28'),
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_BENH_KT',
      reads: ['MA_BENH_CHINH'],
      broken: (values) => {
        const chief = main(values)
        return partsOf(values.MA_BENH_KT).some((code) => tidyIcd10(code) === chief)
      },
    },
    good: { XML1: { MA_BENH_CHINH: 'J20.9', MA_BENH_KT: 'I10' } },
    bad: { XML1: { MA_BENH_KT: 'I10;J20.9' } },
  }),
  defineRule({
    id: 'R-XML1-108',
    title: 'Nhiều nhất 12 mã bệnh kèm theo',
    severity: 'error',
    sentence: '{nơi} có hơn 12 mã. Giữ 12 mã quan trọng nhất.',
    source: annex(1, 28),
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_BENH_KT',
      reads: [],
      broken: ({ MA_BENH_KT }) => partsOf(MA_BENH_KT).length > 12,
    },
    good: { XML1: { MA_BENH_CHINH: 'J20.9', MA_BENH_KT: 'I10;E11.9' } },
    bad: {
      XML1: { MA_BENH_KT: 'A00.0;A00.1;A00.9;A01.0;A01.1;A01.2;A01.3;A01.4;A02.0;A02.1;A02.2;A02.8;A02.9' },
    },
  }),
  defineRule({
    id: 'R-XML1-109',
    title: 'Không ghi một bệnh kèm theo hai lần',
    sentence: '{nơi} ghi một mã hai lần. Bỏ mã trùng.',
    source: annex(1, 28),
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_BENH_KT',
      reads: [],
      broken: ({ MA_BENH_KT }) => {
        const codes = partsOf(MA_BENH_KT).map(tidyIcd10)
        return new Set(codes).size < codes.length
      },
    },
    good: { XML1: { MA_BENH_CHINH: 'J20.9', MA_BENH_KT: 'I10;E11.9' } },
    bad: { XML1: { MA_BENH_KT: 'I10;E11.9;I10' } },
  }),
  defineRule({
    id: 'R-XML1-110',
    title: 'Mã bệnh kèm theo có trong danh mục ICD-10 (đến 30/06/2026)',
    until: lastOfOldList,
    sentence: '{nơi} có mã không nằm trong danh mục ICD-10 áp dụng cho ngày ra. Chọn lại mã trong HIS.',
    source: oldList,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_BENH_KT',
      reads: [],
      broken: ({ MA_BENH_KT }) => partsOf(MA_BENH_KT).map(tidyIcd10).some(unknown),
    },
    good: { XML1: { NGAY_VAO: '202605100800', NGAY_RA: '202605100900', MA_BENH_KT: 'I10' } },
    bad: { XML1: { MA_BENH_KT: 'I10.99' } },
  }),
  defineRule({
    id: 'R-XML1-111',
    title: 'Mã bệnh kèm theo có trong danh mục ICD-10 đang giữ (từ 01/07/2026)',
    severity: 'info',
    from: firstOfNewList,
    sentence:
      '{nơi} có mã không nằm trong danh mục ICD-10 trước Thông tư 06/2026. Nếu là mã mới thì không cần sửa.',
    source: newList,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_BENH_KT',
      reads: [],
      broken: ({ MA_BENH_KT }) => partsOf(MA_BENH_KT).map(tidyIcd10).some(unknown),
    },
    good: { XML1: { MA_BENH_KT: 'I10' } },
    bad: { XML1: { MA_BENH_KT: 'I10.99' } },
  }),
  notFor('R-XML1-112', '1', femaleOnly, 'nữ', 'N71.0'),
  notFor('R-XML1-113', '2', maleOnly, 'nam', 'N40'),
  defineRule({
    id: 'R-XML1-114',
    title: 'Mã thai sản chỉ ghi cho người 10 đến 60 tuổi',
    sentence:
      '{nơi}: mã thai sản (chương O) ở người dưới 10 hoặc trên 60 tuổi. Kiểm tra mã bệnh và ngày sinh.',
    source: `ICD-10 (WHO), chương XV; giới hạn tuổi: ${inferred}`,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_BENH_CHINH',
      reads: ['MA_BENH_KT', 'NGAY_SINH', 'NGAY_VAO'],
      broken: (values, { ageYears }) =>
        ageYears !== null &&
        (ageYears < 10 || ageYears > 60) &&
        all(values).some((code) => pregnancy.test(code)),
    },
    good: { XML1: { GIOI_TINH: '2', NGAY_SINH: '199506210000', MA_BENH_CHINH: 'O30.0' } },
    bad: { XML1: { NGAY_SINH: '194506210000' } },
  }),
  defineRule({
    id: 'R-XML1-115',
    title: 'Bệnh chu sinh làm bệnh chính chỉ ở trẻ nhỏ',
    severity: 'info',
    sentence: '{nơi} là mã bệnh lý chu sinh (P00–P96) ở người từ 2 tuổi. Kiểm tra mã bệnh và ngày sinh.',
    source: `ICD-10 (WHO), chương XVI; giới hạn tuổi: ${inferred}`,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_BENH_CHINH',
      reads: ['NGAY_SINH', 'NGAY_VAO'],
      broken: (values, visit) => perinatal.test(main(values)) && visit.ageYears !== null && !isChild(visit),
    },
    good: { XML1: { NGAY_SINH: '202608100918', MA_BENH_CHINH: 'P07.1' } },
    bad: { XML1: { NGAY_SINH: '199008100000' } },
  }),
  defineRule({
    id: 'R-XML1-116',
    title: 'Tổn thương thì ghi mã tai nạn',
    severity: 'info',
    stop: 22,
    sentence:
      '{nơi} bị bỏ trống dù bệnh chính là tổn thương, ngộ độc (S00–T98). Ghi mã tai nạn, 0 nếu không phải.',
    source: `${annex(1, 34)}; ${audit(22)}; ${inferred}`,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_TAI_NAN',
      reads: ['MA_BENH_CHINH'],
      broken: (values) => values.MA_TAI_NAN === undefined && hasInjury(values),
    },
    good: { XML1: { MA_BENH_CHINH: 'S72.0', MA_TAI_NAN: '1' } },
    bad: { XML1: { MA_TAI_NAN: null } },
  }),
  defineRule({
    id: 'R-XML1-117',
    title: 'Tai nạn giao thông thì có mã tổn thương',
    severity: 'info',
    sentence: '{nơi} là tai nạn giao thông nhưng không có mã tổn thương (S, T) hay mã V. Kiểm tra mã bệnh.',
    source: inferred,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_TAI_NAN',
      reads: ['MA_BENH_CHINH', 'MA_BENH_KT'],
      broken: (values) =>
        values.MA_TAI_NAN === '1' &&
        values.MA_BENH_CHINH !== undefined &&
        !all(values).some((code) => /^[STV]\d/.test(code)),
    },
    good: { XML1: { MA_BENH_CHINH: 'S72.0', MA_TAI_NAN: '1' } },
    bad: { XML1: { MA_BENH_CHINH: 'J20.9' } },
  }),
  defineRule({
    id: 'R-XML1-118',
    title: 'Mã bệnh ghi đến mức chi tiết nhất (từ 01/07/2026)',
    severity: 'info',
    from: firstOfNewList,
    sentence: '{nơi} là mã ba ký tự trong khi danh mục có mã chi tiết hơn. Chọn mã bốn ký tự.',
    source: 'Thông tư 06/2026/TT-BYT, cột 26 (secondary: suy từ danh mục trước đó)',
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_BENH_CHINH',
      reads: [],
      broken: (values) => isDivided(main(values)),
    },
    good: { XML1: { MA_BENH_CHINH: 'J20.9' } },
    bad: { XML1: { MA_BENH_CHINH: 'J20' } },
  }),
  defineRule({
    id: 'R-XML1-119',
    title: 'Mã phẫu thuật quốc tế đúng dạng ICD-9-CM',
    sentence: '{nơi} không đúng dạng mã ICD-9-CM tập 3 (ví dụ 47.01). Chọn mã từ danh mục.',
    source: `${annex(1, 30)}; QĐ 4440/QĐ-BYT (2020)`,
    check: {
      kind: 'pattern',
      table: 'XML1',
      fields: ['MA_PTTT_QT'],
      pattern: /^\d{2}(?:\.\d{1,3})?$/,
      list: true,
    },
    good: { XML1: { MA_PTTT_QT: '47.01' } },
    bad: { XML1: { MA_PTTT_QT: 'cắt ruột thừa' } },
  }),
]
