import { tidyIcd10 } from '#vocabulary/catalogues'
import { defineRule } from '../define-rule.ts'
import { daysBetween } from '../visit.ts'
import { annex, inferred, seenInFiles, workbook } from './sources.ts'

const slashed = (text: string | undefined) =>
  text !== undefined && /^\d{2}\/\d{2}\/\d{4}$/.test(text) ? text.split('/').reverse().join('') : undefined

const named = (id: string, code: string, name: string, what: string, item: number, value: string) =>
  defineRule({
    id,
    title: `Có mã ${what} thì có tên`,
    sentence: `{nơi} bị bỏ trống dù có mã ${what}. Ghi tên theo danh mục.`,
    source: `${workbook(0)}, chỉ tiêu ${item}`,
    check: { kind: 'required', table: 'XML0', fields: [name], when: { field: code, set: true } },
    good: { XML0: { [code]: value, [name]: 'Tên mẫu' } },
    bad: { XML0: { [name]: null } },
  })

const checkIn = [
  defineRule({
    id: 'R-XML0-001',
    title: 'Check-in có mục đầu tiên được chỉ định',
    severity: 'error',
    sentence: '{nơi}, mã thuốc và mã vật tư cùng bị bỏ trống. Gửi check-in sau mục có chi phí đầu tiên.',
    source: `${workbook(0)}, chỉ tiêu 19, 21, 23`,
    check: {
      kind: 'required',
      table: 'XML0',
      fields: ['MA_DICH_VU'],
      when: {
        all: [
          { field: 'MA_THUOC', set: false },
          { field: 'MA_VAT_TU', set: false },
        ],
      },
    },
    good: { XML0: { MA_DICH_VU: '02.1898', TEN_DICH_VU: 'Khám Nội' } },
    bad: { XML0: { MA_DICH_VU: null, TEN_DICH_VU: null } },
  }),
  named('R-XML0-002', 'MA_DICH_VU', 'TEN_DICH_VU', 'dịch vụ', 20, '02.1898'),
  named('R-XML0-003', 'MA_THUOC', 'TEN_THUOC', 'thuốc', 22, '40.154'),
  named('R-XML0-004', 'MA_VAT_TU', 'TEN_VAT_TU', 'vật tư', 24, 'N03.05.010.TEST'),
  defineRule({
    id: 'R-XML0-005',
    title: 'Có giờ vào điều trị thì có lý do',
    sentence: '{nơi} bị bỏ trống dù đã có giờ vào điều trị. Ghi lý do vào điều trị.',
    source: `${workbook(0)}, chỉ tiêu 15`,
    check: {
      kind: 'required',
      table: 'XML0',
      fields: ['LY_DO_VNT'],
      when: { field: 'NGAY_VAO_NOI_TRU', set: true },
    },
    good: {
      XML0: {
        MA_DICH_VU: '02.1898',
        TEN_DICH_VU: 'Khám Nội',
        NGAY_VAO_NOI_TRU: '202608150840',
        LY_DO_VNT: 'Sốt',
      },
    },
    bad: { XML0: { LY_DO_VNT: null } },
  }),
  defineRule({
    id: 'R-XML0-006',
    title: 'Y lệnh đầu tiên không trước khi người bệnh đến',
    sentence: '{nơi} sớm hơn ngày giờ vào. Kiểm tra giờ y lệnh.',
    source: `${annex(0, 25)}; ${inferred}`,
    check: { kind: 'time', table: 'XML0', field: 'NGAY_YL', must: 'not-before', than: { field: 'NGAY_VAO' } },
    good: { XML0: { MA_DICH_VU: '02.1898', TEN_DICH_VU: 'Khám Nội', NGAY_YL: '202608150840' } },
    bad: { XML0: { NGAY_YL: '202608150800' } },
  }),
  defineRule({
    id: 'R-XML0-007',
    title: 'Y lệnh của check-in không ở tương lai',
    sentence: '{nơi} muộn hơn lúc gửi. Kiểm tra đồng hồ của máy trạm.',
    source: seenInFiles,
    check: { kind: 'time', table: 'XML0', field: 'NGAY_YL', must: 'not-after', than: 'now' },
    good: { XML0: { MA_DICH_VU: '02.1898', TEN_DICH_VU: 'Khám Nội', NGAY_YL: '202608150840' } },
    bad: { XML0: { NGAY_YL: '202608180840' } },
    options: { now: '202608161200' },
  }),
  defineRule({
    id: 'R-XML0-008',
    title: 'Check-in gửi ngay trong ngày',
    severity: 'info',
    sentence: '{nơi} cách lúc gửi hơn hai ngày. Check-in phải gửi ngay sau mục có chi phí đầu tiên.',
    source: 'QĐ 4750/QĐ-BYT (2023), phụ lục, bảng check-in: gửi ngay sau khi có chi phí đầu tiên',
    check: {
      kind: 'row-code',
      table: 'XML0',
      field: 'NGAY_YL',
      reads: [],
      broken: ({ NGAY_YL }, { now }) => now !== undefined && (daysBetween(NGAY_YL, now) ?? 0) > 2,
    },
    good: { XML0: { MA_DICH_VU: '02.1898', TEN_DICH_VU: 'Khám Nội', NGAY_YL: '202608150840' } },
    bad: { XML0: { NGAY_VAO: '202608010830', NGAY_YL: '202608010840' } },
    options: { now: '202608161200' },
  }),
  defineRule({
    id: 'R-XML0-009',
    title: 'Mã thẻ của check-in là thẻ 15 ký tự, mức hưởng 1 đến 5',
    sentence: '{nơi} là số BHXH 10 chữ số hoặc có mức hưởng ngoài 1 đến 5. Tra lại mã thẻ trên cổng BHXH.',
    source: annex(0, 8),
    check: {
      kind: 'pattern',
      table: 'XML0',
      fields: ['MA_THE_BHYT'],
      pattern: /^(?!\d{10}$|[A-Z]{2}[06-9])/,
      list: true,
    },
    good: { XML0: { MA_DICH_VU: '02.1898', TEN_DICH_VU: 'Khám Nội', MA_THE_BHYT: 'GD4797999000001' } },
    bad: { XML0: { MA_THE_BHYT: '7999000001' } },
  }),
]

const death = { NGAY_TV: '202608150830', NGAY_CAPGIAYBT: '20260815', NGUYENNHAN_TV: 'Nhồi máu cơ tim' }
const circular25 = 'Thông tư 25/2025/TT-BYT, phụ lục II, mẫu 05 (giấy báo tử)'
const deathNotice = [
  defineRule({
    id: 'R-GBT-001',
    title: 'Cấp giấy báo tử không trước khi mất',
    severity: 'error',
    sentence: '{nơi} sớm hơn ngày tử vong. Sửa ngày cấp giấy hoặc ngày tử vong.',
    source: circular25,
    check: {
      kind: 'time',
      table: 'GBT',
      field: 'NGAY_CAPGIAYBT',
      must: 'not-before',
      than: { field: 'NGAY_TV' },
    },
    good: { GBT: death },
    bad: { GBT: { NGAY_CAPGIAYBT: '20260801' } },
  }),
  defineRule({
    id: 'R-GBT-002',
    title: 'Ngày tử vong không ở tương lai',
    severity: 'error',
    sentence: '{nơi} muộn hơn lúc gửi. Kiểm tra ngày giờ tử vong.',
    source: circular25,
    check: { kind: 'time', table: 'GBT', field: 'NGAY_TV', must: 'not-after', than: 'now' },
    good: { GBT: death },
    bad: { GBT: { NGAY_TV: '202608180830', NGAY_CAPGIAYBT: '20260818' } },
    options: { now: '202608161200' },
  }),
  defineRule({
    id: 'R-GBT-003',
    title: 'Sinh trước khi mất',
    severity: 'error',
    sentence: '{nơi} muộn hơn ngày tử vong. Kiểm tra ngày sinh và ngày tử vong.',
    source: circular25,
    check: {
      kind: 'time',
      table: 'GBT',
      field: 'NGAY_SINH',
      must: 'not-after',
      than: { field: 'NGAY_TV' },
      day: true,
    },
    good: { GBT: { ...death, NGAY_SINH: '19400101' } },
    bad: { GBT: { NGAY_SINH: '20261231' } },
  }),
  defineRule({
    id: 'R-GBT-004',
    title: 'Mã nguyên nhân tử vong đúng dạng ICD-10',
    sentence: '{nơi} không đúng dạng mã ICD-10. Chọn mã từ danh mục.',
    source: `${circular25}; Thông tư 24/2020/TT-BYT`,
    check: {
      kind: 'row-code',
      table: 'GBT',
      field: 'BENH_ICD10_ID',
      reads: [],
      broken: ({ BENH_ICD10_ID }) =>
        BENH_ICD10_ID !== undefined && !/^[A-Z]\d{2}(?:\.[0-9A-Z]{1,3})?$/.test(tidyIcd10(BENH_ICD10_ID)),
    },
    good: { GBT: { ...death, BENH_ICD10_ID: 'I21.0' } },
    bad: { GBT: { BENH_ICD10_ID: 'nhồi máu' } },
  }),
  defineRule({
    id: 'R-GBT-005',
    title: 'Có loại giấy tờ thì có số giấy tờ',
    sentence: '{nơi} bị bỏ trống dù đã chọn loại giấy tờ. Ghi số giấy tờ tùy thân.',
    source: circular25,
    check: {
      kind: 'required',
      table: 'GBT',
      fields: ['SO_GIAYTO'],
      when: { field: 'LOAI_GIAYTO', is: ['1', '2', '3'] },
    },
    good: { GBT: { ...death, LOAI_GIAYTO: '1', SO_GIAYTO: '079190999001' } },
    bad: { GBT: { SO_GIAYTO: null } },
  }),
  defineRule({
    id: 'R-GBT-006',
    title: 'Giấy báo tử ghi nguyên nhân tử vong',
    severity: 'info',
    sentence: '{nơi} bị bỏ trống. Ghi nguyên nhân, hoặc “không xác định”.',
    source: circular25,
    check: {
      kind: 'required',
      table: 'GBT',
      fields: ['NGUYENNHAN_TV'],
      when: { field: 'NGAY_CAPGIAYBT', set: true },
    },
    good: { GBT: death },
    bad: { GBT: { NGUYENNHAN_TV: null } },
  }),
]

const conclusion = { NGAYSINH: '12/05/1990', NGAYKETLUAN: '15/08/2026' }
const circular36 = 'Thông tư 36/2024/TT-BYT'
const driverCheck = [
  defineRule({
    id: 'R-GKSKLX-001',
    title: 'Số giấy đúng dạng số/GKSKLX/cơ sở/năm',
    sentence: '{nơi} không đúng dạng NNNNN/GKSKLX/mã cơ sở/năm. Sửa phần đánh số trong HIS.',
    source: 'secondary: mô tả giao diện gửi giấy khám sức khỏe lái xe',
    check: {
      kind: 'pattern',
      table: 'GKSKLX',
      fields: ['SO'],
      pattern: /^\d{1,7}\/GKSKLX\/[0-9A-Za-z]{5}\/\d{2}$/,
    },
    good: { GKSKLX: { ...conclusion, SO: '00001/GKSKLX/99901/26' } },
    bad: { GKSKLX: { SO: '00001' } },
  }),
  defineRule({
    id: 'R-GKSKLX-002',
    title: 'Người lái xe từ 16 tuổi',
    sentence: '{nơi} cho tuổi dưới 16 khi kết luận. Kiểm tra ngày sinh.',
    source: `Luật Trật tự, an toàn giao thông đường bộ 36/2024/QH15, Điều 59; ${circular36}`,
    check: {
      kind: 'row-code',
      table: 'GKSKLX',
      field: 'NGAYSINH',
      reads: ['NGAYKETLUAN'],
      broken: ({ NGAYSINH, NGAYKETLUAN }) => {
        const [born, day] = [slashed(NGAYSINH), slashed(NGAYKETLUAN)]
        return born !== undefined && day !== undefined && Number(day) - Number(born) < 160_000
      },
    },
    good: { GKSKLX: conclusion },
    bad: { GKSKLX: { NGAYSINH: '12/05/2015' } },
  }),
  defineRule({
    id: 'R-GKSKLX-003',
    title: 'Ngày kết luận không ở tương lai',
    severity: 'error',
    sentence: '{nơi} muộn hơn lúc gửi. Kiểm tra ngày kết luận.',
    source: circular36,
    check: {
      kind: 'row-code',
      table: 'GKSKLX',
      field: 'NGAYKETLUAN',
      reads: [],
      broken: ({ NGAYKETLUAN }, { now }) =>
        now !== undefined && (slashed(NGAYKETLUAN) ?? '') > now.slice(0, 8),
    },
    good: { GKSKLX: conclusion },
    bad: { GKSKLX: { NGAYKETLUAN: '18/08/2026' } },
    options: { now: '202608161200' },
  }),
  defineRule({
    id: 'R-GKSKLX-004',
    title: 'Nồng độ cồn là số không âm',
    sentence: '{nơi} không phải số từ 0. Ghi trị số đo được và đơn vị đo.',
    source: circular36,
    check: { kind: 'pattern', table: 'GKSKLX', fields: ['NONGDOCON'], pattern: /^\d{1,6}(?:[.,]\d{1,4})?$/ },
    good: { GKSKLX: { ...conclusion, NONGDOCON: '0' } },
    bad: { GKSKLX: { NONGDOCON: 'âm tính' } },
  }),
  defineRule({
    id: 'R-GKSKLX-005',
    title: 'Khám lại sau ngày kết luận',
    sentence: '{nơi} không sau ngày kết luận. Kiểm tra hai ngày.',
    source: circular36,
    check: {
      kind: 'row-code',
      table: 'GKSKLX',
      field: 'NGAYKHAMLAI',
      reads: ['NGAYKETLUAN'],
      broken: ({ NGAYKHAMLAI, NGAYKETLUAN }) => {
        const [again, day] = [slashed(NGAYKHAMLAI), slashed(NGAYKETLUAN)]
        return again !== undefined && day !== undefined && again < day
      },
    },
    good: { GKSKLX: { ...conclusion, NGAYKHAMLAI: '15/02/2027' } },
    bad: { GKSKLX: { NGAYKHAMLAI: '15/02/2026' } },
  }),
]

/** Messages that are not visits: check-in (XML0), death notice, driver's health check. */
export const otherMessageRules = [...checkIn, ...deathNotice, ...driverCheck]
