import { defineRule } from '../define-rule.ts'
import type { Values } from '../rule.types.ts'
import { annex, inferred, seenInFiles } from './sources.ts'

const licence = /^(?!0+$)[^\s;,]{3,}$/

interface Lines {
  readonly table: 'XML2' | 'XML3'
  readonly number: 2 | 3
  readonly good: Values
  readonly stt: number
  readonly doctor: number
  readonly ordered: number
}

/** Who ordered and when: the same in XML2 and XML3. */
function commonRules({ table, number, good, doctor, ordered }: Lines) {
  return [
    defineRule({
      id: `R-${table}-030`,
      title: 'Mã bác sĩ đúng dạng số giấy phép hành nghề',
      sentence:
        '{nơi} không phải số chứng chỉ hay giấy phép hành nghề. Ghi số đầy đủ, nhiều người cách nhau bằng dấu ;.',
      source: annex(number, doctor),
      since: '4210',
      check: { kind: 'pattern', table, fields: ['MA_BAC_SI'], pattern: licence, list: true },
      good: { [table]: { ...good, MA_BAC_SI: '000901/HCM-CCHN' } },
      bad: { [table]: { MA_BAC_SI: '00' } },
    }),
    defineRule({
      id: `R-${table}-031`,
      title: 'Y lệnh không trước khi người bệnh đến',
      sentence: '{nơi} sớm hơn ngày giờ vào. Kiểm tra giờ y lệnh hoặc giờ vào trong HIS.',
      source: `${annex(number, ordered)}; ${inferred}`,
      since: '4210',
      check: {
        kind: 'time',
        table,
        field: 'NGAY_YL',
        must: 'not-before',
        than: { of: 'XML1', field: 'NGAY_VAO' },
      },
      good: { [table]: { ...good, NGAY_YL: '202608150850' } },
      bad: { [table]: { NGAY_YL: '202608150800' } },
    }),
    defineRule({
      id: `R-${table}-032`,
      title: 'Thực hiện không trước y lệnh',
      severity: 'error',
      sentence: '{nơi} sớm hơn giờ y lệnh. Sửa giờ thực hiện hoặc giờ y lệnh trong HIS.',
      source: annex(number, `${ordered}, ${ordered + 1}`),
      check: { kind: 'time', table, field: 'NGAY_TH_YL', must: 'not-before', than: { field: 'NGAY_YL' } },
      good: { [table]: { ...good, NGAY_YL: '202608150850', NGAY_TH_YL: '202608150855' } },
      bad: { [table]: { NGAY_TH_YL: '202608150840' } },
    }),
    defineRule({
      id: `R-${table}-033`,
      title: 'Thực hiện không sau khi ra',
      sentence: '{nơi} muộn hơn ngày giờ ra. Kiểm tra giờ thực hiện trong HIS.',
      source: `${annex(number, ordered + 1)}; ${inferred}`,
      check: {
        kind: 'time',
        table,
        field: 'NGAY_TH_YL',
        must: 'not-after',
        than: { of: 'XML1', field: 'NGAY_RA' },
      },
      good: { [table]: { ...good, NGAY_YL: '202608150850', NGAY_TH_YL: '202608150855' } },
      bad: { [table]: { NGAY_TH_YL: '202608151100' } },
    }),
    defineRule({
      id: `R-${table}-034`,
      title: 'Y lệnh không ở tương lai',
      since: '4210',
      sentence: '{nơi} muộn hơn lúc gửi. Kiểm tra đồng hồ của máy trạm và HIS.',
      source: seenInFiles,
      check: { kind: 'time', table, field: 'NGAY_YL', must: 'not-after', than: 'now' },
      good: { [table]: { ...good, NGAY_YL: '202608150850' } },
      bad: { [table]: { NGAY_YL: '202608180850' } },
      options: { now: '202608161200' },
    }),
    defineRule({
      id: `R-${table}-035`,
      title: 'Số thứ tự không lặp',
      sentence: '{nơi} lặp lại trong bảng. Đánh số từ 1, mỗi dòng một số.',
      source: annex(number, 2),
      since: '4210',
      check: { kind: 'unique', table, field: 'STT', by: ['STT'] },
      good: {
        [table]: [
          { ...good, STT: '1' },
          { ...good, STT: '2' },
        ],
      },
      bad: {
        [table]: [
          { ...good, STT: '1' },
          { ...good, STT: '1' },
        ],
      },
    }),
    defineRule({
      id: `R-${table}-036`,
      title: 'Vết thương tái phát chỉ ghi 1 hoặc để trống',
      sentence:
        '{nơi} chỉ ghi 1 khi điều trị vết thương, bệnh tật tái phát của thương binh; nếu không thì để trống.',
      source: annex(number, table === 'XML2' ? 38 : 41),
      check: { kind: 'in', table, field: 'VET_THUONG_TP', codes: ['1'] },
      good: { [table]: { ...good, VET_THUONG_TP: '1' } },
      bad: { [table]: { VET_THUONG_TP: '0' } },
    }),
    defineRule({
      id: `R-${table}-037`,
      title: 'Phương thức thanh toán và phạm vi đi với nhau',
      severity: 'info',
      sentence:
        '{nơi} bị bỏ trống dù dòng có tiền quỹ thanh toán. Ghi 1 phí dịch vụ, 2 định suất, 3 trường hợp bệnh.',
      source: annex(number, table === 'XML2' ? 36 : 40),
      check: { kind: 'required', table, fields: ['MA_PTTT'], when: { field: 'T_BHTT', above: 0 } },
      good: { [table]: { ...good, T_BHTT: '35280', MA_PTTT: '1' } },
      bad: { [table]: { MA_PTTT: null } },
    }),
  ]
}

export const lineCommonRules = [
  ...commonRules({
    table: 'XML2',
    number: 2,
    good: { TEN_THUOC: 'Thuốc mẫu' },
    stt: 2,
    doctor: 32,
    ordered: 34,
  }),
  ...commonRules({
    table: 'XML3',
    number: 3,
    good: { MA_DICH_VU: '02.1898', TEN_DICH_VU: 'Khám Nội', MA_NHOM: '13' },
    stt: 2,
    doctor: 33,
    ordered: 37,
  }),
]
