import { defineRule } from '../define-rule.ts'
import { duplicateKey } from '../duplicate-key.ts'
import type { Values } from '../rule.types.ts'
import { partsOf, type Visit } from '../visit.ts'
import { delivery } from './icd10-groups.ts'
import { audit, inferred, routes } from './sources.ts'

const type = (...is: string[]) => ({ field: 'MA_LOAI_KCB', is })
const tables = (n: number) => `QĐ 4750/QĐ-BYT (2023), phụ lục, bảng ${n}: khi nào gửi`
const inpatient: Values = {
  MA_LOAI_KCB: '03',
  NGAY_VAO_NOI_TRU: '202608150840',
  LY_DO_VNT: 'Sốt',
  NGAY_RA: '202608160900',
  MA_LOAI_RV: '1',
}
const papers = {
  XML5: {},
  XML7: {},
  XML8: {},
  XML3: {
    MA_NHOM: '15',
    MA_DICH_VU: 'K03.1911',
    TEN_DICH_VU: 'Ngày giường',
    MA_GIUONG: 'H001',
    SO_LUONG: '1',
  },
}
const card = { MA_THE_BHYT: 'GD4797999000001', MA_DKBD: '99901', GT_THE_TU: '20260101' }
const line: Values = { MA_THUOC: '40.154', PHAM_VI: '1', MUC_HUONG: '80' }

/** What the third character of a card gives (secondary evidence). */
const levels: Readonly<Record<string, number>> = { 1: 100, 2: 100, 3: 95, 4: 80, 5: 100 }

/** The share of a route on a day: of what the card gives (QĐ 3276/2025, annex 1). Unknown routes allow everything. */
function shareOf(route: string, day: string, visitType: string): number | null {
  if (/^(?:1\.[1-7]|1\.1[12567]|2|3\.[236]|7(?:\.\d)?)$/.test(route)) return 1
  if (/^(?:1\.13|1\.14|1\.18)$/.test(route)) return day >= '20260701' ? 0.5 : 0
  if (route === '3.1') return visitType === '03' || visitType === '09' ? 0.4 : 0
  return null
}

/** Shares the card and the route allow: what the card says, or 100 (below the threshold, five years, exemptions). */
function allowed(visit: Visit): number[] | null {
  const { MA_THE_BHYT, MA_DOITUONG_KCB, MA_LOAI_KCB } = visit.summary
  const share = shareOf(MA_DOITUONG_KCB ?? '', visit.day, MA_LOAI_KCB ?? '')
  const cards = partsOf(MA_THE_BHYT).filter((one) => one.length === 15)
  if (share === null || cards.length === 0) return null
  return [...cards.map((one) => levels[one[2]!] ?? 100), 100].map((level) => level * share)
}

const priced = (visit: Visit, found: (row: number) => void, broken: (values: Values) => boolean) => {
  for (const table of ['XML2', 'XML3'] as const)
    for (const { row, values } of visit.rows(table)) if (broken(values)) return found(row)
}

/** What the tables of one visit say together. */
export const visitRules = [
  defineRule({
    id: 'R-VISIT-001',
    title: 'Nội trú ra viện có giấy ra viện (XML7)',
    sentence: '{nơi} không có dù người bệnh nội trú đã ra viện. Gửi kèm giấy ra viện.',
    source: `${tables(7)}; Thông tư 25/2025/TT-BYT, phụ lục II, mẫu 02`,
    check: {
      kind: 'table',
      table: 'XML7',
      must: 'be-there',
      when: {
        all: [
          type('03'),
          { field: 'MA_LOAI_RV', isNot: ['2', '3', '5'] },
          { field: 'KET_QUA_DTRI', isNot: ['5', '8'] },
        ],
      },
    },
    good: { XML1: { ...inpatient, KET_QUA_DTRI: '2' }, ...papers },
    bad: { XML7: null },
  }),
  defineRule({
    id: 'R-VISIT-002',
    title: 'Nội trú, ban ngày, lưu trạm có tóm tắt hồ sơ bệnh án (XML8)',
    sentence: '{nơi} không có dù loại hình là 03, 04 hay 06. Gửi kèm tóm tắt hồ sơ bệnh án.',
    source: tables(8),
    check: { kind: 'table', table: 'XML8', must: 'be-there', when: type('03', '04', '06') },
    good: { XML1: inpatient, ...papers },
    bad: { XML8: null },
  }),
  defineRule({
    id: 'R-VISIT-003',
    title: 'Chuyển cơ sở có phiếu chuyển (XML13)',
    severity: 'error',
    sentence: '{nơi} không có dù loại ra viện là chuyển cơ sở (2, 5). Gửi kèm phiếu chuyển.',
    source: `${tables(13)}; Thông tư 01/2025/TT-BYT, phụ lục VI`,
    check: { kind: 'table', table: 'XML13', must: 'be-there', when: { field: 'MA_LOAI_RV', is: ['2', '5'] } },
    good: { XML1: { MA_LOAI_RV: '2', MA_NOI_DEN: '99906' }, XML13: {} },
    bad: { XML13: null },
  }),
  defineRule({
    id: 'R-VISIT-004',
    title: 'Không chuyển cơ sở thì không có phiếu chuyển',
    sentence: '{nơi} có dù loại ra viện không phải chuyển cơ sở. Sửa loại ra viện hoặc bỏ phiếu chuyển.',
    source: tables(13),
    check: {
      kind: 'table',
      table: 'XML13',
      must: 'be-absent',
      when: { field: 'MA_LOAI_RV', is: ['1', '3', '4'] },
    },
    good: { XML1: { MA_LOAI_RV: '1' } },
    bad: { XML13: [{ SO_CHUYENTUYEN: '01/2026', MA_CSKCB_DEN: '99906' }] },
  }),
  defineRule({
    id: 'R-VISIT-005',
    title: 'Có ngày tái khám thì có giấy hẹn (XML14)',
    sentence: '{nơi} không có dù XML1 có ngày tái khám. Gửi kèm giấy hẹn khám lại.',
    source: `${tables(14)}; Thông tư 01/2025/TT-BYT, phụ lục V`,
    check: { kind: 'table', table: 'XML14', must: 'be-there', when: { field: 'NGAY_TAI_KHAM', set: true } },
    good: { XML1: { NGAY_TAI_KHAM: '20260822' }, XML14: { NGAY_HEN_KL: '202608220800' } },
    bad: { XML14: null },
  }),
  defineRule({
    id: 'R-VISIT-006',
    title: 'Điều trị có diễn biến lâm sàng (XML5)',
    sentence: '{nơi} không có dù loại hình là điều trị. Gửi kèm diễn biến lâm sàng.',
    source: tables(5),
    check: {
      kind: 'table',
      table: 'XML5',
      must: 'be-there',
      when: type('02', '03', '04', '05', '06', '08', '09'),
    },
    good: { XML1: inpatient, ...papers },
    bad: { XML5: null },
  }),
  defineRule({
    id: 'R-VISIT-007',
    title: 'Sinh con tại cơ sở có giấy chứng sinh (XML9)',
    severity: 'info',
    sentence: '{nơi} không có dù chẩn đoán là đẻ (O80–O84). Gửi kèm giấy chứng sinh cho mỗi con.',
    source: `${tables(9)}; Thông tư 22/2025/TT-BYT`,
    check: {
      kind: 'table',
      table: 'XML9',
      must: 'be-there',
      when: { field: 'MA_BENH_CHINH', like: delivery },
    },
    good: { XML1: { GIOI_TINH: '2', MA_BENH_CHINH: 'O80.0' }, XML9: { HO_TEN_NND: 'LÊ THỊ MẪU' } },
    bad: { XML9: null },
  }),
  defineRule({
    id: 'R-VISIT-008',
    title: 'Mức hưởng khớp thẻ và đối tượng',
    stop: 12,
    sentence:
      '{nơi}: mức hưởng của một dòng không phải mức theo thẻ và mã đối tượng, cũng không phải 100 %. Tính lại.',
    source: `secondary: ${routes}, tỷ lệ hưởng; mức theo ký tự thứ ba của thẻ; ${audit(12)}`,
    from: '20250701',
    check: {
      kind: 'visit-code',
      table: 'XML1',
      field: 'MA_DOITUONG_KCB',
      reads: ['MA_THE_BHYT', 'MUC_HUONG', 'PHAM_VI'],
      find: (visit, found) => {
        const shares = allowed(visit)
        if (!shares || shares.every((share) => share === 0)) return
        priced(
          visit,
          () => found(1),
          ({ MUC_HUONG, PHAM_VI, TYLE_TT_BH }) => {
            const said = visit.number(MUC_HUONG)
            // Nothing is owed for a line outside the scope, whatever it says.
            if (Number.isNaN(said) || PHAM_VI === '2' || TYLE_TT_BH === '0') return false
            return !shares.some((share) => Math.abs(share - said) <= 0.5)
          },
        )
      },
    },
    good: { XML1: { ...card, MA_DOITUONG_KCB: '2' }, XML2: line },
    bad: { XML2: { MUC_HUONG: '95' } },
  }),
  defineRule({
    id: 'R-VISIT-009',
    title: 'Tự đến ngoại trú ngoài quy định: quỹ không chi (đến 30/06/2026)',
    severity: 'error',
    from: '20250101',
    until: '20260630',
    sentence:
      '{nơi} lớn hơn 0 dù mã đối tượng 1.13, 1.14, 1.18 chưa được hưởng đến hết 30/06/2026. Sửa mã hoặc số tiền.',
    source: `${routes}, mã 1.13, 1.14, 1.18; Nghị định 188/2025/NĐ-CP, Điều 19`,
    check: {
      kind: 'range',
      table: 'XML1',
      fields: ['T_BHTT'],
      max: 0,
      when: {
        all: [{ field: 'MA_DOITUONG_KCB', is: ['1.13', '1.14', '1.18'] }, type('01', '02', '05', '07', '08')],
      },
    },
    good: {
      XML1: {
        ...card,
        NGAY_VAO: '202605100800',
        NGAY_RA: '202605100900',
        MA_LOAI_KCB: '01',
        MA_DOITUONG_KCB: '1.13',
        T_BHTT: '0',
      },
    },
    bad: { XML1: { T_BHTT: '35280' } },
    alsoBreaks: ['R-XML1-144'],
  }),
  defineRule({
    id: 'R-VISIT-010',
    title: 'Tự đến cấp chuyên sâu ngoại trú (3.1): quỹ không chi',
    severity: 'error',
    from: '20250701',
    sentence: '{nơi} lớn hơn 0 dù mã 3.1 chỉ được hưởng khi nội trú. Sửa mã đối tượng hoặc số tiền.',
    source: `${routes}, mã 3.1; Luật BHYT, Điều 22 khoản 4 điểm g`,
    check: {
      kind: 'range',
      table: 'XML1',
      fields: ['T_BHTT'],
      max: 0,
      when: { all: [{ field: 'MA_DOITUONG_KCB', is: ['3.1'] }, type('01', '02', '05', '07', '08')] },
    },
    good: { XML1: { ...card, MA_DKBD: '99903', MA_LOAI_KCB: '01', MA_DOITUONG_KCB: '3.1', T_BHTT: '0' } },
    bad: { XML1: { T_BHTT: '35280' } },
    alsoBreaks: ['R-XML1-144'],
  }),
  defineRule({
    id: 'R-VISIT-011',
    title: 'Một mức hưởng trong cả đợt',
    severity: 'info',
    sentence: '{nơi}: các dòng trong phạm vi có mức hưởng khác nhau dù chỉ có một thẻ. Kiểm tra cách tính.',
    source: inferred,
    check: {
      kind: 'visit-code',
      table: 'XML1',
      field: 'MA_THE_BHYT',
      reads: ['MUC_HUONG', 'PHAM_VI'],
      find: (visit, found) => {
        if (partsOf(visit.summary.MA_THE_BHYT).length !== 1) return
        let first: string | undefined
        priced(
          visit,
          () => found(1),
          ({ MUC_HUONG, PHAM_VI }) => {
            if (PHAM_VI !== '1' || MUC_HUONG === undefined) return false
            first ??= MUC_HUONG
            return visit.number(MUC_HUONG) !== visit.number(first)
          },
        )
      },
    },
    good: { XML1: card, XML2: [line, { ...line, MA_THUOC: '40.48' }] },
    bad: { XML2: [line, { ...line, MA_THUOC: '40.48', MUC_HUONG: '95' }] },
  }),
  defineRule({
    id: 'R-VISIT-012',
    title: 'Cơ sở chỉ ký hợp đồng ngoại trú không thanh toán nội trú',
    severity: 'error',
    stop: 60,
    since: '4210',
    sentence:
      '{nơi} là nội trú nhưng hợp đồng KCB BHYT của cơ sở chỉ có ngoại trú. Sửa loại hình hoặc kiểm tra hợp đồng.',
    source: audit(60),
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_LOAI_KCB',
      reads: ['MA_CSKCB'],
      when: type('03'),
      broken: (_, { options, message }) => options.outpatientOnly?.(message.facilityCode) ?? false,
    },
    good: { XML1: { MA_LOAI_KCB: '01' } },
    bad: { XML1: inpatient, XML5: [{}], XML7: [{}], XML8: [{}], XML3: [papers.XML3] },
    options: { outpatientOnly: () => true },
  }),
  defineRule({
    id: 'R-VISIT-013',
    title: 'Không gửi một đợt điều trị dưới hai mã liên kết',
    stop: 61,
    since: '4210',
    sentence:
      '{nơi}: đã có hồ sơ khác cùng thẻ, họ tên, ngày vào, ngày ra, bệnh chính và tổng tiền. Kiểm tra có đổi mã liên kết không.',
    source: audit(61),
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MA_LK',
      reads: ['MA_THE_BHYT', 'HO_TEN', 'NGAY_VAO', 'NGAY_RA', 'MA_BENH_CHINH', 'T_TONGCHI_BV'],
      broken: (_, { options, message }) => {
        const key = options.sentBefore && duplicateKey(message)
        return key !== undefined && key !== null && options.sentBefore!(key)
      },
    },
    good: {
      XML1: {
        HO_TEN: 'NGUYỄN THỊ THỬ',
        MA_THE_BHYT: card.MA_THE_BHYT,
        MA_DKBD: '99901',
        GT_THE_TU: '20260101',
        MA_BENH_CHINH: 'J20.9',
      },
    },
    bad: { XML1: { MA_BENH_CHINH: 'J20.8' } },
    options: { sentBefore: (key) => key.includes('J20.8') },
  }),
  defineRule({
    id: 'R-VISIT-020',
    title: 'Nội trú có ngày giường',
    severity: 'info',
    sentence: '{nơi} không có dòng ngày giường nào dù loại hình là nội trú. Kiểm tra các dòng nhóm 15.',
    source: inferred,
    check: {
      kind: 'visit-code',
      table: 'XML3',
      field: 'MA_NHOM',
      reads: ['MA_LOAI_KCB'],
      find: (visit, found) => {
        if (visit.summary.MA_LOAI_KCB !== '03') return
        const groups = visit.valuesOf('XML3', 'MA_NHOM')
        if (!groups.has('14') && !groups.has('15') && !groups.has('16')) found(1)
      },
    },
    good: { XML1: inpatient, ...papers },
    bad: { XML3: null },
  }),
  defineRule({
    id: 'R-VISIT-021',
    title: 'Khám bệnh có tiền khám',
    severity: 'info',
    sentence: '{nơi} không có dòng khám bệnh (nhóm 13) dù loại hình là khám bệnh. Kiểm tra tiền khám.',
    source: inferred,
    check: {
      kind: 'visit-code',
      table: 'XML3',
      field: 'MA_NHOM',
      reads: ['MA_LOAI_KCB'],
      find: (visit, found) => {
        if (visit.summary.MA_LOAI_KCB !== '01' || visit.rows('XML3').length === 0) return
        if (!visit.valuesOf('XML3', 'MA_NHOM').has('13')) found(1)
      },
    },
    good: {
      XML1: { MA_LOAI_KCB: '01' },
      XML3: { MA_NHOM: '13', MA_DICH_VU: '02.1898', TEN_DICH_VU: 'Khám Nội' },
    },
    bad: { XML3: { MA_NHOM: '18', NGUOI_THUC_HIEN: '000901/HCM-CCHN', NGAY_TH_YL: '202608150850' } },
  }),
]
