import { defineRule, type RuleText } from '../define-rule.ts'
import type { Values } from '../rule.types.ts'
import { annex, audit, money, seenInFiles } from './sources.ts'
import { drugLine, serviceLine } from './totals.ts'

/** One đồng a line: senders round each amount to the đồng or to the hundredth. */
const tolerance = 1

interface Lines {
  readonly table: 'XML2' | 'XML3'
  readonly number: 2 | 3
  readonly good: Values
  readonly price: string
  /** Items of the annex. */
  readonly item: Readonly<Record<string, number>>
}
const drugs: Lines = {
  table: 'XML2',
  number: 2,
  good: {
    MA_THUOC: '40.154',
    MA_NHOM: '4',
    TT_THAU: '57/QĐ-TEST;G1;N2;2026',
    MA_BAC_SI: '000901/HCM-CCHN',
    SO_DANG_KY: 'VD-00001-23',
    ...drugLine,
  },
  price: 'DON_GIA',
  item: {
    scope: 16,
    rate: 17,
    quantity: 18,
    price: 19,
    hospital: 20,
    insurance: 21,
    other: 26,
    share: 27,
    patient: 28,
    coPay: 29,
    fund: 30,
  },
}
const services: Lines = {
  table: 'XML3',
  number: 3,
  good: { MA_DICH_VU: '02.1898', TEN_DICH_VU: 'Dịch vụ mẫu', MA_NHOM: '13', ...serviceLine },
  price: 'DON_GIA_BV',
  item: {
    scope: 12,
    rate: 18,
    quantity: 13,
    price: 14,
    hospital: 19,
    insurance: 20,
    other: 27,
    share: 22,
    patient: 28,
    coPay: 29,
    fund: 30,
  },
}
/** Without money of others the split has one answer; with it, it depends on who pays what. */
const nobodyElsePays = { field: 'T_NGUONKHAC', like: /^0(?:\.0+)?$/ }

type Text = Omit<RuleText, 'id' | 'good' | 'alsoBreaks'> & {
  readonly good?: Values
  /** Numbers of other rules of the same table: amounts hang together. */
  readonly also?: readonly string[]
}

const lineRule = ({ table, good }: Lines, number: string, { also = [], ...text }: Text) =>
  defineRule({
    ...text,
    id: `R-${table}-${number}`,
    good: { [table]: text.good ?? good },
    alsoBreaks: also.map((other) => `R-${table}-${other}`),
  })

const bad = ({ table }: Lines, change: Readonly<Record<string, string | null>>) => ({ [table]: change })

/** The money of one line, the same in XML2 and XML3. */
function moneyRules(lines: Lines) {
  const { table, number, item } = lines
  const from = (...names: string[]) => annex(number, names.map((name) => item[name]).join(', '))
  return [
    lineRule(lines, '002', {
      title: 'Thành tiền trong phạm vi không quá thành tiền bệnh viện',
      sentence: '{nơi} lớn hơn thành tiền theo giá bệnh viện. Kiểm tra đơn giá và tỷ lệ của dòng.',
      source: from('hospital', 'insurance'),
      since: '4210',
      check: { kind: 'at-most', table, field: 'THANH_TIEN_BH', other: 'THANH_TIEN_BV', tolerance },
      bad: bad(lines, { THANH_TIEN_BH: '90000' }),
      also: ['003', '006', '007', '008'],
    }),
    lineRule(lines, '004', {
      title: 'Ngoài phạm vi BHYT thì không có tiền trong phạm vi',
      severity: 'error',
      sentence: '{nơi} lớn hơn 0 dù dòng ngoài phạm vi BHYT (PHAM_VI 2). Sửa phạm vi hoặc thành tiền.',
      source: from('scope', 'insurance'),
      check: {
        kind: 'range',
        table,
        fields: ['THANH_TIEN_BH', 'T_BHTT'],
        max: 0,
        when: { field: 'PHAM_VI', is: ['2'] },
      },
      good: {
        ...lines.good,
        PHAM_VI: '2',
        THANH_TIEN_BH: '0',
        T_BHTT: '0',
        T_BNCCT: '0',
        T_BNTT: lines.good.THANH_TIEN_BV!,
      },
      bad: bad(lines, { THANH_TIEN_BH: '1000' }),
      also: ['006', '007', '008'],
    }),
    lineRule(lines, '005', {
      title: 'Nguồn khác = ngân sách + viện trợ nước ngoài + viện trợ trong nước + còn lại',
      severity: 'error',
      sentence: '{nơi} khác tổng bốn nguồn NSNN, VTNN, VTTN, CL. Tính lại trong HIS.',
      source: from('other'),
      check: {
        kind: 'sum',
        table,
        field: 'T_NGUONKHAC',
        plus: ['T_NGUONKHAC_NSNN', 'T_NGUONKHAC_VTNN', 'T_NGUONKHAC_VTTN', 'T_NGUONKHAC_CL'],
        tolerance,
      },
      good: {
        T_NGUONKHAC_NSNN: '5000',
        T_NGUONKHAC_VTNN: '0',
        T_NGUONKHAC_VTTN: '0',
        T_NGUONKHAC_CL: '0',
        T_NGUONKHAC: '5000',
      },
      bad: bad(lines, { T_NGUONKHAC_NSNN: '4000' }),
    }),
    lineRule(lines, '006', {
      title: 'Quỹ thanh toán = thành tiền trong phạm vi × mức hưởng',
      severity: 'error',
      stop: 12,
      sentence: `{nơi} khác thành tiền trong phạm vi nhân mức hưởng quá ${tolerance} đồng. Tính lại trong HIS rồi gửi lại.`,
      source: `${money}; ${audit(12)}`,
      check: {
        kind: 'product',
        table,
        field: 'T_BHTT',
        of: ['THANH_TIEN_BH'],
        percent: ['MUC_HUONG'],
        tolerance,
        when: nobodyElsePays,
      },
      bad: bad(lines, { T_BHTT: '35000' }),
      also: ['007', '009'],
    }),
    lineRule(lines, '007', {
      title: 'Cùng chi trả = thành tiền trong phạm vi − quỹ thanh toán',
      severity: 'error',
      sentence: `{nơi} khác thành tiền trong phạm vi trừ phần quỹ quá ${tolerance} đồng. Tính lại trong HIS.`,
      source: money,
      check: {
        kind: 'sum',
        table,
        field: 'T_BNCCT',
        plus: ['THANH_TIEN_BH'],
        minus: ['T_BHTT'],
        tolerance,
        when: nobodyElsePays,
      },
      bad: bad(lines, { T_BNCCT: '9000' }),
      also: ['009'],
    }),
    lineRule(lines, '008', {
      title: 'Người bệnh tự trả = thành tiền bệnh viện − thành tiền trong phạm vi',
      severity: 'error',
      sentence: `{nơi} khác chênh lệch giữa hai thành tiền quá ${tolerance} đồng. Tính lại trong HIS.`,
      source: money,
      check: {
        kind: 'sum',
        table,
        field: 'T_BNTT',
        plus: ['THANH_TIEN_BV'],
        minus: ['THANH_TIEN_BH'],
        tolerance,
        when: nobodyElsePays,
      },
      bad: bad(lines, { T_BNTT: '3000' }),
      also: ['009'],
    }),
    lineRule(lines, '009', {
      title: 'Thành tiền bệnh viện = quỹ + cùng chi trả + tự trả + nguồn khác',
      severity: 'error',
      stop: 41,
      sentence: `{nơi} khác tổng bốn nguồn chi trả quá ${tolerance} đồng. Tính lại trong HIS rồi gửi lại.`,
      source: `${money}; ${audit(41)}`,
      check: {
        kind: 'sum',
        table,
        field: 'THANH_TIEN_BV',
        plus: ['T_BHTT', 'T_BNCCT', 'T_BNTT', 'T_NGUONKHAC'],
        tolerance,
      },
      bad: bad(lines, { T_NGUONKHAC: '5000' }),
    }),
    lineRule(lines, '010', {
      title: 'Số lượng lớn hơn 0',
      severity: 'error',
      since: '4210',
      sentence: '{nơi} không lớn hơn 0. Bỏ dòng không dùng hoặc sửa số lượng.',
      source: from('quantity'),
      check: { kind: 'range', table, fields: ['SO_LUONG'], above: 0 },
      bad: bad(lines, { SO_LUONG: '0' }),
      also: ['001', '003'],
    }),
    lineRule(lines, '011', {
      title: 'Đơn giá không âm',
      severity: 'error',
      since: '4210',
      sentence: '{nơi} là số âm. Sửa đơn giá trong danh mục của HIS.',
      source: from('price'),
      check: {
        kind: 'range',
        table,
        fields: table === 'XML2' ? ['DON_GIA'] : ['DON_GIA_BV', 'DON_GIA_BH'],
        min: 0,
      },
      bad: bad(lines, { [lines.price]: '-3150' }),
      also: table === 'XML2' ? ['001', '003', '013'] : ['001', '023', '013'],
    }),
    lineRule(lines, '012', {
      title: 'Tiền của dòng không âm',
      severity: 'error',
      since: '4210',
      sentence: '{nơi} là số âm. Hồ sơ không ghi dòng tiền âm; bỏ dòng đã trả lại.',
      source: money,
      check: {
        kind: 'range',
        table,
        fields: ['THANH_TIEN_BV', 'THANH_TIEN_BH', 'T_BNTT', 'T_BNCCT', 'T_BHTT', 'T_NGUONKHAC'],
        min: 0,
      },
      bad: bad(lines, { T_BNTT: '-500' }),
      also: ['008', '009'],
    }),
    lineRule(lines, '013', {
      title: 'Dòng có tiền',
      severity: 'info',
      since: '4210',
      sentence: '{nơi} bằng 0: dòng không có tiền không cần gửi, trừ khi người bệnh được cấp miễn phí.',
      source: seenInFiles,
      check: {
        kind: 'range',
        table,
        fields: [lines.price],
        above: 0,
        when: { field: 'T_NGUONKHAC', like: /^0(?:\.0+)?$/ },
      },
      good: { [lines.price]: '3150', T_NGUONKHAC: '0' },
      bad: bad(lines, { [lines.price]: '0' }),
    }),
    lineRule(lines, '014', {
      title: 'Tỷ lệ thanh toán từ 0 đến 100',
      severity: 'error',
      since: '4210',
      sentence: '{nơi} không nằm trong 0 đến 100. Ghi tỷ lệ phần trăm, không ghi phân số.',
      source: from('rate'),
      check: {
        kind: 'range',
        table,
        fields: table === 'XML2' ? ['TYLE_TT_BH'] : ['TYLE_TT_BH', 'TYLE_TT_DV'],
        min: 0,
        max: 100,
      },
      bad: bad(lines, { TYLE_TT_BH: '110' }),
      also: ['003'],
    }),
    lineRule(lines, '015', {
      title: 'Mức hưởng từ 0 đến 100',
      severity: 'error',
      since: '4210',
      sentence: '{nơi} không nằm trong 0 đến 100. Sửa mức hưởng theo thẻ và đối tượng.',
      source: from('share'),
      check: { kind: 'range', table, fields: ['MUC_HUONG'], min: 0, max: 100 },
      bad: bad(lines, { MUC_HUONG: '180' }),
      also: ['006'],
    }),
    lineRule(lines, '016', {
      title: 'Mức hưởng ghi phần trăm, không ghi phân số',
      sentence: '{nơi} nằm giữa 0 và 1, có thể là phân số. Ghi 80 cho 80 %, không ghi 0.8.',
      source: from('share'),
      since: '4210',
      check: { kind: 'pattern', table, fields: ['MUC_HUONG'], pattern: /^(?!0\.0*[1-9])/ },
      bad: bad(lines, { MUC_HUONG: '0.8' }),
      also: ['006'],
    }),
    lineRule(lines, '017', {
      title: 'Trong phạm vi BHYT thì tỷ lệ thanh toán lớn hơn 0',
      severity: 'info',
      sentence: '{nơi} bằng 0 dù dòng trong phạm vi BHYT (PHAM_VI 1). Kiểm tra phạm vi hoặc tỷ lệ.',
      source: from('scope', 'rate'),
      check: {
        kind: 'range',
        table,
        fields: ['TYLE_TT_BH'],
        above: 0,
        when: { field: 'PHAM_VI', is: ['1'] },
      },
      good: { PHAM_VI: '1', TYLE_TT_BH: '100' },
      bad: bad(lines, { TYLE_TT_BH: '0' }),
    }),
    lineRule(lines, '018', {
      title: 'Thành tiền có nhiều nhất hai chữ số thập phân',
      sentence: '{nơi} có quá hai chữ số thập phân. Làm tròn theo quy định trong HIS.',
      source: money,
      check: {
        kind: 'pattern',
        table,
        fields: ['THANH_TIEN_BV', 'THANH_TIEN_BH', 'T_BNTT', 'T_BNCCT', 'T_BHTT', 'T_NGUONKHAC'],
        pattern: /^-?\d+(?:\.\d{1,2}0*)?$/,
      },
      bad: bad(lines, { T_NGUONKHAC: '0.001' }),
    }),
    lineRule(lines, '019', {
      title: 'Số lượng và đơn giá có nhiều nhất ba chữ số thập phân',
      sentence: '{nơi} có quá ba chữ số thập phân. Làm tròn theo quy định trong HIS.',
      source: from('quantity', 'price'),
      check: {
        kind: 'pattern',
        table,
        fields: table === 'XML2' ? ['SO_LUONG', 'DON_GIA'] : ['SO_LUONG', 'DON_GIA_BV', 'DON_GIA_BH'],
        pattern: /^-?\d+(?:\.\d{1,3}0*)?$/,
      },
      good: { SO_LUONG: '2.5' },
      bad: bad(lines, { SO_LUONG: '2.3333' }),
    }),
    lineRule(lines, '020', {
      title: 'Số lượng không quá mười nghìn',
      since: '4210',
      sentence: '{nơi} lớn hơn 10000. Kiểm tra đơn vị tính và dấu thập phân.',
      source: `${from('quantity')}; giới hạn: suy ra`,
      check: { kind: 'range', table, fields: ['SO_LUONG'], max: 10_000 },
      good: { SO_LUONG: '14' },
      bad: bad(lines, { SO_LUONG: '14000' }),
    }),
    lineRule(lines, '021', {
      title: 'Phạm vi 3 chỉ dành cho quân đội, công an, cơ yếu',
      sentence: '{nơi} là 3 nhưng thẻ không phải của quân đội, công an, cơ yếu. Chọn lại phạm vi.',
      source: from('scope'),
      check: {
        kind: 'pattern',
        table,
        fields: ['PHAM_VI'],
        pattern: /^(?!3$)/,
        when: { field: 'MA_THE_BHYT', of: 'XML1', like: /^(?!QN|CA|CY|HC5|..5)[A-Z]{2}\d{13}$/ },
      },
      good: { PHAM_VI: '1' },
      bad: {
        XML1: { MA_THE_BHYT: 'GD4797999000001', MA_DKBD: '99901', GT_THE_TU: '20260101' },
        [table]: { PHAM_VI: '3' },
      },
    }),
  ]
}

const rateOf = ['TYLE_TT_DV', 'TYLE_TT_BH']
const noCeiling = { field: 'T_TRANTT', set: false }

/** Prices and rates, which the two tables write differently. */
export const lineMoneyRules = [
  lineRule(drugs, '001', {
    title: 'Thành tiền thuốc = số lượng × đơn giá',
    severity: 'error',
    stop: 3,
    since: '4210',
    sentence: `{nơi} khác số lượng nhân đơn giá quá ${tolerance} đồng. Tính lại trong HIS rồi gửi lại.`,
    source: `${annex(2, 20)}; ${audit(3)}`,
    check: { kind: 'product', table: 'XML2', field: 'THANH_TIEN_BV', of: ['SO_LUONG', 'DON_GIA'], tolerance },
    good: { SO_LUONG: '14', DON_GIA: '3150', THANH_TIEN_BV: '44100' },
    bad: bad(drugs, { THANH_TIEN_BV: '44000' }),
  }),
  lineRule(drugs, '003', {
    title: 'Thành tiền thuốc trong phạm vi = số lượng × đơn giá × tỷ lệ',
    sentence: `{nơi} khác số lượng nhân đơn giá nhân tỷ lệ quá ${tolerance} đồng. Kiểm tra tỷ lệ thanh toán của thuốc.`,
    source: `secondary: ${annex(2, 21)}, cách tính theo phần mềm HIS công khai`,
    check: {
      kind: 'product',
      table: 'XML2',
      field: 'THANH_TIEN_BH',
      of: ['SO_LUONG', 'DON_GIA'],
      percent: ['TYLE_TT_BH'],
      tolerance,
      when: { field: 'PHAM_VI', is: ['1', '3'] },
    },
    good: { PHAM_VI: '1', SO_LUONG: '14', DON_GIA: '3150', TYLE_TT_BH: '50', THANH_TIEN_BH: '22050' },
    bad: bad(drugs, { TYLE_TT_BH: '100' }),
  }),
  lineRule(services, '001', {
    title: 'Thành tiền dịch vụ = số lượng × đơn giá bệnh viện × tỷ lệ dịch vụ',
    severity: 'error',
    stop: 3,
    since: '4210',
    sentence: `{nơi} khác số lượng nhân đơn giá nhân tỷ lệ dịch vụ quá ${tolerance} đồng. Tính lại trong HIS rồi gửi lại.`,
    source: `${annex(3, 19)}; ${audit(3)}`,
    check: {
      kind: 'product',
      table: 'XML3',
      field: 'THANH_TIEN_BV',
      of: ['SO_LUONG', 'DON_GIA_BV'],
      percent: ['TYLE_TT_DV'],
      tolerance,
    },
    good: { SO_LUONG: '0.5', DON_GIA_BV: '245700', TYLE_TT_DV: '100', THANH_TIEN_BV: '122850' },
    bad: bad(services, { THANH_TIEN_BV: '245700' }),
  }),
  lineRule(services, '003', {
    title: 'Thành tiền dịch vụ trong phạm vi = số lượng × đơn giá BHYT × hai tỷ lệ',
    sentence: `{nơi} khác số lượng nhân đơn giá BHYT nhân hai tỷ lệ quá ${tolerance} đồng. Kiểm tra đơn giá BHYT và tỷ lệ.`,
    source: `secondary: ${annex(3, 20)}, cách tính theo phần mềm HIS công khai`,
    check: {
      kind: 'product',
      table: 'XML3',
      field: 'THANH_TIEN_BH',
      of: ['SO_LUONG', 'DON_GIA_BH'],
      percent: rateOf,
      tolerance,
      when: { all: [{ field: 'PHAM_VI', is: ['1', '3'] }, noCeiling] },
    },
    good: {
      PHAM_VI: '1',
      SO_LUONG: '1',
      DON_GIA_BH: '64200',
      TYLE_TT_DV: '80',
      TYLE_TT_BH: '100',
      THANH_TIEN_BH: '51360',
    },
    bad: bad(services, { TYLE_TT_DV: '100' }),
  }),
  lineRule(services, '022', {
    title: 'Vật tư có trần: thành tiền trong phạm vi không quá trần',
    severity: 'error',
    sentence: '{nơi} lớn hơn trần thanh toán T_TRANTT. Quỹ chỉ chi đến trần.',
    source: annex(3, '20, 21'),
    check: { kind: 'at-most', table: 'XML3', field: 'THANH_TIEN_BH', other: 'T_TRANTT', tolerance },
    good: { THANH_TIEN_BH: '400000', T_TRANTT: '400000' },
    bad: bad(services, { THANH_TIEN_BH: '450000' }),
  }),
  lineRule(services, '023', {
    title: 'Đơn giá BHYT không quá đơn giá bệnh viện',
    sentence: '{nơi} lớn hơn đơn giá bệnh viện. Kiểm tra bảng giá trong HIS.',
    source: `${annex(3, '14, 15')}; suy ra`,
    check: { kind: 'at-most', table: 'XML3', field: 'DON_GIA_BH', other: 'DON_GIA_BV', tolerance: 0 },
    good: { DON_GIA_BV: '65400', DON_GIA_BH: '64200' },
    bad: bad(services, { DON_GIA_BH: '70000' }),
  }),
  ...moneyRules(drugs),
  ...moneyRules(services),
]
