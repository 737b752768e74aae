import { list } from '#vocabulary/catalogues'
import { isDummyNumber } from '#vocabulary/vietnam'
import { defineRule } from '../define-rule.ts'
import type { Values } from '../rule.types.ts'
import { daysBetween, partsOf } from '../visit.ts'
import { annex, audit, inferred, routes, workbook } from './sources.ts'

const cards = (values: Values) => partsOf(values.MA_THE_BHYT).filter((card) => card.length === 15)
const anyCard = (broken: (card: string) => boolean) => (values: Values) => cards(values).some(broken)

/** QĐ 1351/QĐ-BHXH (2015) and additions since; from memory, so never more than a hint. */
const groups = new Set(
  'BA BT CA CB CC CH CK CN CS CT CY DK DN DT DU GB GD HC HD HG HK HN HS HT HX KC LS MS NN NO PV QN SV TA TB TC TD TE TH TK TN TQ TS TU TV TY XB XD XK XN'.split(
    ' ',
  ),
)

/** Periods of the cards in the order of the list; null where a date is missing or broken. */
function periods({ MA_THE_BHYT, GT_THE_TU, GT_THE_DEN }: Values) {
  const [from, to] = [GT_THE_TU?.split(';') ?? [], GT_THE_DEN?.split(';') ?? []]
  return (MA_THE_BHYT?.split(';') ?? []).map((_, n) => {
    const [start, end] = [from[n]?.trim() ?? '', to[n]?.trim() ?? '']
    return { start: /^\d{8}$/.test(start) ? start : null, end: /^\d{8}$/.test(end) ? end : null }
  })
}

const insured = { field: 'MA_THE_BHYT', set: true } as const
const twoCards = {
  MA_THE_BHYT: 'HN2489999000003;GD4489999000003',
  MA_DKBD: '99901;99901',
  GT_THE_TU: '20250101;20260701',
}
const gd = { MA_THE_BHYT: 'GD4797999000001', MA_DKBD: '99901', GT_THE_TU: '20260101' }

/** The insurance card (XML1). */
export const cardRules = [
  defineRule({
    id: 'R-XML1-030',
    title: 'Mã thẻ đủ 15 ký tự, không phải số BHXH',
    stop: 17,
    sentence: '{nơi} ghi 10 chữ số của số BHXH thay cho mã thẻ 15 ký tự. Tra lại mã thẻ trên cổng BHXH.',
    source: `${annex(1, 17)}; ${audit(17)}`,
    check: { kind: 'pattern', table: 'XML1', fields: ['MA_THE_BHYT'], pattern: /^.{11,}$/, list: true },
    good: { XML1: gd },
    bad: { XML1: { MA_THE_BHYT: '7999000001' } },
  }),
  defineRule({
    id: 'R-XML1-031',
    title: 'Ký tự thứ ba của thẻ là mức hưởng 1 đến 5',
    stop: 8,
    sentence: '{nơi}: ký tự thứ ba (mức hưởng) không thuộc 1 đến 5. Kiểm tra lại mã thẻ.',
    source: `${audit(8)}; mã tra cứu thẻ 053 của cổng BHXH (CV 1923/BHXH-CNTT 2024, phụ lục 03)`,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_THE_BHYT',
      reads: [],
      broken: anyCard((card) => !/^..[1-5]/.test(card)),
    },
    good: { XML1: gd },
    bad: { XML1: { MA_THE_BHYT: 'GD9797999000001' } },
  }),
  defineRule({
    id: 'R-XML1-032',
    title: 'Hai ký tự tỉnh của thẻ có trong danh mục',
    stop: 8,
    sentence: '{nơi}: ký tự thứ tư và thứ năm không phải mã tỉnh phát hành thẻ. Kiểm tra lại mã thẻ.',
    source: `${audit(8)}; mã tra cứu thẻ 052 của cổng BHXH (CV 1923/BHXH-CNTT 2024, phụ lục 03)`,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_THE_BHYT',
      reads: [],
      // 97, 98 and 99: army, police and central offices issue cards of their own.
      broken: anyCard((card) => {
        const province = card.slice(3, 5)
        return !(province in list('provincesBefore2025')) && !/^9[789]$/.test(province)
      }),
    },
    good: { XML1: gd },
    bad: { XML1: { MA_THE_BHYT: 'GD4037999000001' } },
  }),
  defineRule({
    id: 'R-XML1-033',
    title: 'Hai chữ đầu của thẻ là nhóm đối tượng đã biết',
    severity: 'info',
    stop: 8,
    sentence: '{nơi}: hai chữ đầu không phải nhóm đối tượng thường gặp. Kiểm tra lại mã thẻ.',
    source: `secondary: QĐ 1351/QĐ-BHXH (2015) và bổ sung, theo trí nhớ; ${audit(8)}`,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_THE_BHYT',
      reads: [],
      broken: anyCard((card) => !groups.has(card.slice(0, 2))),
    },
    good: { XML1: gd },
    bad: { XML1: { MA_THE_BHYT: 'ZZ4797999000001' } },
  }),
  defineRule({
    id: 'R-XML1-034',
    title: 'Mười số cuối của thẻ là số BHXH thật',
    sentence: '{nơi}: mười số cuối là số điền cho đủ. Tra lại mã thẻ trên cổng BHXH.',
    source: 'CV 1245/BHXH-CNTT (2024): số BHXH không được toàn số 0',
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_THE_BHYT',
      reads: [],
      broken: anyCard((card) => !card.startsWith('TE1') && isDummyNumber(card.slice(5))),
    },
    good: { XML1: gd },
    bad: { XML1: { MA_THE_BHYT: 'GD4790000000000' } },
  }),
  defineRule({
    id: 'R-XML1-035',
    title: 'Có thẻ thì có nơi đăng ký ban đầu',
    stop: 9,
    sentence: '{nơi} bị bỏ trống dù có mã thẻ. Lấy nơi đăng ký ban đầu từ kết quả tra thẻ.',
    source: `${annex(1, 18)}; ${audit(9)}`,
    check: { kind: 'required', table: 'XML1', fields: ['MA_DKBD'], when: insured },
    good: { XML1: gd },
    bad: { XML1: { MA_DKBD: null } },
  }),
  defineRule({
    id: 'R-XML1-036',
    title: 'Có thẻ thì có ngày bắt đầu giá trị',
    stop: 18,
    sentence: '{nơi} bị bỏ trống dù có mã thẻ. Lấy ngày giá trị từ kết quả tra thẻ.',
    source: `${annex(1, 19)}; ${audit(18)}`,
    check: { kind: 'required', table: 'XML1', fields: ['GT_THE_TU'], when: insured },
    good: { XML1: gd },
    bad: { XML1: { GT_THE_TU: null } },
  }),
  defineRule({
    id: 'R-XML1-037',
    title: 'Thẻ bắt đầu trước khi hết hạn',
    severity: 'error',
    stop: 19,
    sentence: '{nơi} sớm hơn ngày bắt đầu giá trị của cùng thẻ. Sửa hai ngày theo kết quả tra thẻ.',
    source: `${annex(1, '19, 20')}; ${audit('18, 19')}`,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'GT_THE_DEN',
      reads: ['MA_THE_BHYT', 'GT_THE_TU'],
      broken: (values) =>
        periods(values).some(({ start, end }) => start !== null && end !== null && end < start),
    },
    good: { XML1: { ...gd, GT_THE_DEN: '20261231' } },
    bad: { XML1: { GT_THE_DEN: '20251231' } },
    alsoBreaks: ['R-XML1-038'],
  }),
  defineRule({
    id: 'R-XML1-038',
    title: 'Có thẻ còn giá trị trong đợt điều trị',
    stop: 18,
    sentence: '{nơi}: không thẻ nào còn giá trị trong thời gian điều trị. Tra lại thẻ trên cổng BHXH.',
    source: `${annex(1, '19, 20')}; ${audit('18, 19')}`,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_THE_BHYT',
      reads: ['GT_THE_TU', 'GT_THE_DEN', 'NGAY_VAO', 'NGAY_RA'],
      broken: (values, visit) => {
        const arrived = values.NGAY_VAO?.slice(0, 8)
        const all = periods(values)
        if (!arrived || all.length === 0 || all.some(({ start }) => start === null)) return false
        return !all.some(({ start, end }) => start! <= visit.day && (end === null || end >= arrived))
      },
    },
    good: { XML1: { ...gd, GT_THE_DEN: '20261231' } },
    bad: { XML1: { GT_THE_TU: '20250101', GT_THE_DEN: '20251231' } },
  }),
  defineRule({
    id: 'R-XML1-039',
    title: 'Thẻ hết hạn giữa đợt nội trú: quỹ chi thêm nhiều nhất 15 ngày',
    severity: 'info',
    sentence:
      '{nơi}: thẻ hết hạn hơn 15 ngày trước ngày ra. Phần sau 15 ngày quỹ không thanh toán; kiểm tra thẻ mới.',
    source: 'secondary: Nghị định 188/2025/NĐ-CP, theo tóm tắt ở domain-facts mục 2.2',
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'GT_THE_DEN',
      reads: ['MA_THE_BHYT', 'NGAY_RA', 'NGAY_VAO'],
      broken: (values, visit) => {
        const last = periods(values).map(({ end }) => end)
        if (last.length === 0 || last.includes(null)) return false
        const end = (last as string[]).reduce((a, b) => (a > b ? a : b))
        return end >= (values.NGAY_VAO?.slice(0, 8) ?? '~') && (daysBetween(end, visit.day) ?? 0) > 15
      },
    },
    good: {
      XML1: { ...gd, NGAY_VAO: '202607010800', NGAY_RA: '202607200900', GT_THE_DEN: '20260710' },
    },
    bad: { XML1: { NGAY_RA: '202607300900' } },
  }),
  defineRule({
    id: 'R-XML1-040',
    title: 'Không ghi một thẻ hai lần',
    sentence: '{nơi} ghi một mã thẻ hai lần. Chỉ ghi các thẻ khác nhau, cách nhau bằng dấu ;.',
    source: annex(1, 17),
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_THE_BHYT',
      reads: [],
      broken: (values) => new Set(cards(values)).size < cards(values).length,
    },
    good: { XML1: twoCards },
    bad: { XML1: { MA_THE_BHYT: 'GD4489999000003;GD4489999000003' } },
  }),
  defineRule({
    id: 'R-XML1-041',
    title: 'Các thẻ của một người có cùng số BHXH',
    sentence: '{nơi}: các thẻ có mười số cuối khác nhau, có thể là thẻ của hai người. Tra lại thẻ.',
    source: 'Cấu trúc mã thẻ BHYT: mười số cuối là số BHXH, suốt đời không đổi',
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_THE_BHYT',
      reads: [],
      // A child's temporary card carries a serial number, not the BHXH number.
      broken: (values) =>
        new Set(cards(values).flatMap((card) => (card.startsWith('TE1') ? [] : [card.slice(5)]))).size > 1,
    },
    good: { XML1: twoCards },
    bad: { XML1: { MA_THE_BHYT: 'HN2489999000003;GD4489999000004' } },
  }),
  defineRule({
    id: 'R-XML1-042',
    title: 'Nơi đăng ký ban đầu có năm ký tự',
    stop: 9,
    sentence: '{nơi} không đủ năm ký tự. Lấy mã nơi đăng ký ban đầu từ kết quả tra thẻ.',
    source: `${annex(1, 18)}; ${audit(9)}`,
    check: { kind: 'pattern', table: 'XML1', fields: ['MA_DKBD'], pattern: /^[0-9A-Za-z]{5}$/, list: true },
    good: { XML1: { MA_DKBD: '99901' } },
    bad: { XML1: { MA_DKBD: '9901' } },
  }),
  defineRule({
    id: 'R-XML1-043',
    title: 'Nơi đăng ký ban đầu là cơ sở đã biết',
    stop: 9,
    sentence: '{nơi} không có trong danh mục cơ sở khám chữa bệnh. Tra lại thẻ hoặc cập nhật danh mục.',
    source: audit(9),
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_DKBD',
      reads: [],
      // The cards of children without registration name a province: `48000`.
      broken: ({ MA_DKBD }, { options: { knowsFacility } }) =>
        knowsFacility !== undefined &&
        partsOf(MA_DKBD).some((code) => !code.endsWith('000') && !knowsFacility(code)),
    },
    good: { XML1: { MA_DKBD: '99901' } },
    bad: { XML1: { MA_DKBD: '99977' } },
    options: { knowsFacility: (code) => code === '99901' },
  }),
  defineRule({
    id: 'R-XML1-044',
    title: 'Cơ sở gửi hồ sơ là cơ sở đã biết',
    severity: 'error',
    stop: 10,
    sentence: '{nơi} không có trong danh mục cơ sở khám chữa bệnh. Kiểm tra cấu hình mã cơ sở của HIS.',
    source: audit(10),
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_CSKCB',
      reads: [],
      broken: ({ MA_CSKCB }, { options: { knowsFacility } }) =>
        knowsFacility !== undefined && MA_CSKCB !== undefined && !knowsFacility(MA_CSKCB),
    },
    good: { XML1: { MA_CSKCB: '99901' } },
    bad: { XML1: { MA_CSKCB: '99977' } },
    options: { knowsFacility: (code) => code === '99901' },
  }),
  defineRule({
    id: 'R-XML1-045',
    title: 'Thẻ tạm của trẻ ghi nơi đăng ký là tỉnh và 000',
    sentence: '{nơi}: thẻ tạm TE1 phải có nơi đăng ký ban đầu là mã tỉnh và 000. Sửa trong HIS.',
    source: annex(1, '17, 18'),
    check: {
      kind: 'pattern',
      table: 'XML1',
      fields: ['MA_DKBD'],
      pattern: /^\d{2}000$/,
      when: { field: 'MA_THE_BHYT', like: /^TE1\d{2}00000\d{5}$/ },
    },
    good: { XML1: { MA_THE_BHYT: 'TE1480000000001', MA_DKBD: '48000', GT_THE_TU: '20260802' } },
    bad: { XML1: { MA_DKBD: '99903' } },
  }),
  defineRule({
    id: 'R-XML1-046',
    title: 'Nơi đăng ký “tỉnh và 000” chỉ dành cho thẻ trẻ em',
    sentence: '{nơi} là mã tỉnh và 000 nhưng thẻ không phải thẻ trẻ em (TE). Tra lại nơi đăng ký ban đầu.',
    source: annex(1, 18),
    check: {
      kind: 'pattern',
      table: 'XML1',
      fields: ['MA_DKBD'],
      pattern: /^(?!\d{2}000$)/,
      when: { field: 'MA_THE_BHYT', like: /^(?!TE)[A-Z]{2}\d{13}$/ },
    },
    good: { XML1: gd },
    bad: { XML1: { MA_DKBD: '48000' } },
  }),
  defineRule({
    id: 'R-XML1-047',
    title: 'Thẻ trẻ em chỉ cho trẻ dưới 7 tuổi',
    sentence: '{nơi} là thẻ trẻ em (TE) nhưng người bệnh đã từ 7 tuổi. Tra lại thẻ hiện hành.',
    source: 'Luật BHYT, Điều 12 và Điều 16: thẻ TE cho trẻ dưới 6 tuổi, dùng đến 30/9 năm đủ 72 tháng',
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_THE_BHYT',
      reads: ['NGAY_SINH', 'NGAY_VAO'],
      broken: (values, visit) =>
        (visit.ageYears ?? 0) >= 7 &&
        cards(values).length > 0 &&
        cards(values).every((card) => card.startsWith('TE')),
    },
    good: {
      XML1: {
        MA_THE_BHYT: 'TE1797999000001',
        NGAY_SINH: '202303150000',
        MA_DKBD: '99901',
        GT_THE_TU: '20260101',
      },
    },
    bad: { XML1: { NGAY_SINH: '201503150000' } },
  }),
  defineRule({
    id: 'R-XML1-048',
    title: 'Người không khám BHYT thì quỹ không chi',
    severity: 'error',
    sentence: '{nơi} lớn hơn 0 nhưng đối tượng là 9 (không KCB BHYT). Sửa mã đối tượng hoặc số tiền.',
    source: `${routes}, mã 9`,
    check: {
      kind: 'range',
      table: 'XML1',
      fields: ['T_BHTT'],
      max: 0,
      when: { field: 'MA_DOITUONG_KCB', is: ['9'] },
    },
    good: { XML1: { MA_DOITUONG_KCB: '9', T_BHTT: '0' } },
    bad: { XML1: { T_BHTT: '30000' } },
    alsoBreaks: ['R-XML1-050', 'R-XML1-144'],
  }),
  defineRule({
    id: 'R-XML1-050',
    title: 'Quỹ chi thì phải có thẻ',
    stop: 17,
    sentence: '{nơi} bị bỏ trống nhưng hồ sơ đề nghị quỹ thanh toán. Bổ sung mã thẻ hoặc bỏ phần đề nghị.',
    source: `${annex(1, 17)}; ${audit(17)}`,
    check: { kind: 'required', table: 'XML1', fields: ['MA_THE_BHYT'], when: { field: 'T_BHTT', above: 0 } },
    good: { XML1: { ...gd, T_BHTT: '30000' }, XML2: { T_BHTT: '30000', MA_PTTT: '1' } },
    bad: { XML1: { MA_THE_BHYT: null } },
  }),
  defineRule({
    id: 'R-XML1-051',
    title: 'Ngày miễn cùng chi trả không sau ngày ra',
    stop: 21,
    sentence: '{nơi} muộn hơn ngày ra nên không áp dụng cho đợt này. Bỏ trống hoặc sửa ngày.',
    source: `${annex(1, 21)}; ${audit(21)}`,
    check: {
      kind: 'time',
      table: 'XML1',
      field: 'NGAY_MIEN_CCT',
      must: 'not-after',
      than: { field: 'NGAY_RA' },
    },
    good: { XML1: { NGAY_MIEN_CCT: '20260601' } },
    bad: { XML1: { NGAY_MIEN_CCT: '20260901' } },
  }),
  defineRule({
    id: 'R-XML1-052',
    title: 'Đã được miễn cùng chi trả thì không cùng chi trả',
    sentence:
      '{nơi} lớn hơn 0 dù người bệnh đã được miễn cùng chi trả từ trước ngày vào. Tính lại mức hưởng.',
    source: `${annex(1, 21)}; Luật BHYT, Điều 22`,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'T_BNCCT',
      reads: ['NGAY_MIEN_CCT', 'NGAY_VAO', 'MA_DOITUONG_KCB'],
      // Off the route the exemption does not hold.
      broken: ({ T_BNCCT, NGAY_MIEN_CCT, NGAY_VAO, MA_DOITUONG_KCB }, visit) =>
        NGAY_MIEN_CCT !== undefined &&
        NGAY_VAO !== undefined &&
        NGAY_MIEN_CCT.slice(0, 8) < NGAY_VAO.slice(0, 8) &&
        /^(?:1\.[1-7]|2)$/.test(MA_DOITUONG_KCB ?? '') &&
        visit.number(T_BNCCT) > 0,
    },
    good: { XML1: { NGAY_MIEN_CCT: '20260601', MA_DOITUONG_KCB: '2', T_BNCCT: '0' } },
    bad: { XML1: { T_BNCCT: '7500' } },
    alsoBreaks: ['R-XML1-145'],
  }),
  defineRule({
    id: 'R-XML1-053',
    title: 'Khu vực K1, K2, K3 chỉ có khi có thẻ',
    severity: 'info',
    sentence: '{nơi} có mã khu vực nhưng hồ sơ không có thẻ BHYT. Mã khu vực là mã ghi trên thẻ.',
    source: annex(1, 59),
    check: { kind: 'empty', table: 'XML1', field: 'MA_KHUVUC', when: { field: 'MA_THE_BHYT', set: false } },
    good: { XML1: { ...gd, MA_KHUVUC: 'K1' } },
    bad: { XML1: { MA_THE_BHYT: null, MA_DKBD: null, GT_THE_TU: null } },
  }),
  defineRule({
    id: 'R-XML1-054',
    title: 'Ngày đủ năm năm liên tục không trước 2010',
    severity: 'info',
    sentence: '{nơi} trước năm 2010 nên không thể là ngày đủ năm năm liên tục. Lấy lại từ kết quả tra thẻ.',
    source: inferred,
    check: { kind: 'pattern', table: 'XML1', fields: ['NAM_NAM_LIEN_TUC'], pattern: /^20[1-9]/ },
    good: { XML1: { NAM_NAM_LIEN_TUC: '20260301' } },
    bad: { XML1: { NAM_NAM_LIEN_TUC: '19990301' } },
  }),
  defineRule({
    id: 'R-XML1-055',
    title: 'Đến đúng nơi đăng ký (1.1) thì nơi đăng ký là cơ sở này',
    sentence:
      '{nơi} là 1.1 (đúng nơi đăng ký) nhưng không thẻ nào đăng ký ở cơ sở này. Chọn lại mã đối tượng.',
    source: `${routes}, mã 1.1`,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_DOITUONG_KCB',
      reads: ['MA_DKBD', 'MA_CSKCB'],
      broken: ({ MA_DOITUONG_KCB, MA_DKBD, MA_CSKCB }) =>
        MA_DOITUONG_KCB === '1.1' &&
        MA_DKBD !== undefined &&
        MA_CSKCB !== undefined &&
        !partsOf(MA_DKBD).includes(MA_CSKCB),
    },
    good: { XML1: { MA_DOITUONG_KCB: '1.1', MA_DKBD: '99901', MA_CSKCB: '99901' } },
    bad: { XML1: { MA_DKBD: '99903' } },
  }),
  defineRule({
    id: 'R-XML1-056',
    title: 'Đến đúng nơi đăng ký thì không trái tuyến',
    severity: 'error',
    stop: 1,
    sentence:
      '{nơi} là tự đến không đúng nơi (mã 3.x) nhưng thẻ đăng ký ngay tại cơ sở này. Chọn lại mã đối tượng.',
    source: `${audit(1)}; ${workbook(1)}`,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_DOITUONG_KCB',
      reads: ['MA_DKBD', 'MA_CSKCB'],
      broken: ({ MA_DOITUONG_KCB, MA_DKBD, MA_CSKCB }) =>
        /^3(?:\.|$)/.test(MA_DOITUONG_KCB ?? '') &&
        MA_CSKCB !== undefined &&
        partsOf(MA_DKBD).includes(MA_CSKCB),
    },
    since: '4210',
    good: { XML1: { MA_DOITUONG_KCB: '3.3', MA_DKBD: '99903', MA_CSKCB: '99901' } },
    bad: { XML1: { MA_DKBD: '99901' } },
  }),
]
