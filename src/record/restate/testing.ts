/** Builders for tests: messages with every field of every table filled, as a hospital might. Synthetic data only. */
import {
  codesOf,
  type FacilityMessage,
  type Field,
  type MessageKind,
  type Norm,
  renames4210,
  type TableId,
  type TableRow,
  tableOf,
} from '#vocabulary/bhyt'

export interface Dice {
  below(n: number): number
}

const words = [
  'Đau',
  'ngực',
  'trái',
  'khó thở',
  'sốt',
  'cao',
  'hậu phẫu',
  'ổn',
  'viêm & sưng',
  '<2 giờ',
  'ẩm',
]
const pick = <T>(dice: Dice, list: readonly T[]): T => list[dice.below(list.length)]!
const someWords = (dice: Dice) => Array.from({ length: 2 + dice.below(5) }, () => pick(dice, words)).join(' ')
const two = (n: number) => String(n).padStart(2, '0')
const digits = (dice: Dice, count: number) => Array.from({ length: count }, () => dice.below(10)).join('')

const diseases = ['J20.9', 'I10', 'E11.9', 'K35.8', 'A15.0', 'N18.5']
const licences = ['000901/HCM-CCHN', '000902/HCM-CCHN', '000903/HCM-CCHN']

/** Values that must agree with each other or have a form of their own. */
const fixed: Readonly<Record<string, string>> = {
  MA_LK: '99901_2026_08_BN1',
  MA_BN: 'BN1',
  MA_YTE: 'BN1',
  HO_TEN: 'ĐỖ THỊ ƯỚC LƯỢNG',
  HOTEN: 'ĐỖ THỊ ƯỚC LƯỢNG',
  SO_CCCD: '079190999001',
  SO_GIAYTO: '079190999001',
  SOCMND_PASSPORT: '079190999001',
  NGAY_SINH: '199003150000',
  GIOI_TINH: '2',
  GIOITINHVAL: '1',
  MA_QUOCTICH: '000',
  MA_NGHE_NGHIEP: '00000',
  MA_CSKCB: '99901',
  MACSKCB: '99901',
  IDBENHVIEN: '99901',
  DIA_CHI: '12 Đường Mẫu, Phường Bến Nghé',
  MATINH_CU_TRU: '79',
  MAHUYEN_CU_TRU: '760',
  MAXA_CU_TRU: '26740',
  MAXA_THUONGTRU: '0100004',
  DIEN_THOAI: '0900000001',
  MA_THE_BHYT: 'GD4797999000001',
  MA_BHXH: '7999000001',
  MA_DKBD: '99903',
  GT_THE_TU: '20260101',
  GT_THE_DEN: '20261231',
  MA_BENH_CHINH: 'J20.9',
  MA_BENH_KT: 'I10;E11.9',
  NGAY_VAO: '202608020710',
  NGAY_VAO_NOI_TRU: '202608020740',
  NGAY_RA: '202608070900',
  NGAY_TAI_KHAM: '20260914',
  NGAY_HEN_KL: '202609140800',
  NAM_QT: '2026',
  THANG_QT: '8',
  MA_LOAI_KCB: '03',
  CAN_NANG: '61.20',
  SO_CCCD_NND: '079190999001',
  HO_TEN_NND: 'ĐỖ THỊ ƯỚC LƯỢNG',
  MA_GBT: '99901.GBT.26.0001',
  SO: '00001/GKSKLX/99901/26',
  MA_NOI_DI: '99904',
  MA_NOI_DEN: '99906',
  MA_CSKCB_DI: '99904;99901',
  MA_CSKCB_DEN: '99906',
  MA_KHOA: 'K02',
  MA_KHOA_RV: 'K02',
  MA_KHUVUC: 'K1',
  NHOM_MAU: 'O+',
}

function someValue(dice: Dice, field: Field): string {
  const { name, format } = field
  if (fixed[name]) return fixed[name]
  // Endings come after beginnings: FHIR cannot say a period backwards.
  const isEnd = /^NGAY_?K(T|ET_THUC)_|^DEN_NGAY|_DENNGAY|^NGAY_RA/.test(name)
  const day = isEnd ? '20260830' : `202608${two(2 + dice.below(6))}`
  if (format === 'dd/MM/yyyy') return `${day.slice(6)}/08/2026`
  if (format === 'yyyyMMdd') return day
  if (format) return `${day}${two(dice.below(24))}${two(dice.below(60))}`
  if (/^MA_BENH(_YHCT)?$/.test(name)) return name === 'MA_BENH' ? pick(dice, diseases) : `U${digits(dice, 5)}`
  if (/^(MA_BAC_SI|MA_BS|NGUOI_THUC_HIEN|MA_BS_DOC_KQ|MA_TTDV)$/.test(name)) return pick(dice, licences)
  const codes = field.codeList ? codesOf(field.codeList) : undefined
  if (codes) return pick(dice, [...codes.keys()])
  if (/^T_NGUONKHAC/.test(name)) return '0'
  if (/^(T_|THANH_TIEN|DON_GIA)/.test(name)) return `${1 + dice.below(1e6)}.${dice.below(10)}5`
  if (field.type === 'number') return String(1 + dice.below(9))
  if (/^(MA_|SO_)/.test(name)) return `${name.slice(3, 5)}${digits(dice, 3)}`
  return someWords(dice)
}

/** What each row of a check-in says for itself. */
const orderFields = new Set([
  'MA_DICH_VU',
  'TEN_DICH_VU',
  'MA_THUOC',
  'TEN_THUOC',
  'MA_VAT_TU',
  'TEN_VAT_TU',
  'NGAY_YL',
])

/** A month in which the norm is in force: a reader chooses it by date. */
const months: Readonly<Record<Norm, string>> = {
  4210: '202306',
  4750: '202410',
  3176: '202508',
  1931: '202607',
  1804: '202608',
}

/** Bảng 3 holds a test, an operation, a supply and a bed; bảng 4 a number, words and an image. */
const variants: Readonly<Partial<Record<TableId, readonly Readonly<Record<string, string | null>>[]>>> = {
  XML3: [
    { MA_NHOM: '1', MA_VAT_TU: null, TEN_VAT_TU: null },
    { MA_NHOM: '8', MA_VAT_TU: null, TEN_VAT_TU: null },
    { MA_NHOM: '10' },
    { MA_NHOM: '15', MA_VAT_TU: null, TEN_VAT_TU: null },
  ],
  XML4: [{ GIA_TRI: '86,2', DON_VI_DO: 'g/L' }, { GIA_TRI: 'Âm tính' }, { GIA_TRI: null, DON_VI_DO: null }],
  XML0: [
    { MA_THUOC: null, TEN_THUOC: null, MA_VAT_TU: null, TEN_VAT_TU: null },
    { MA_DICH_VU: null, TEN_DICH_VU: null, MA_VAT_TU: null, TEN_VAT_TU: null },
    { MA_DICH_VU: null, TEN_DICH_VU: null, MA_THUOC: null, TEN_THUOC: null },
  ],
}

/** Rows of a table with every field of its norm, under the names that messages carry (4210 is read in those of QĐ 130). */
export function someRows(
  dice: Dice,
  table: TableId,
  norm: Norm,
  count: number,
  summary: Readonly<Record<string, string>> = {},
) {
  const fields = tableOf(table, norm)?.fields ?? []
  const renames = norm === '4210' ? renames4210(table) : {}
  const first: Record<string, string> = {}
  return Array.from({ length: count }, (_, index) => {
    const values: Record<string, string> = {}
    for (const field of fields) {
      const repeated =
        summary[field.mustEqual?.slice(5) ?? ''] ??
        (table === 'XML0' && !orderFields.has(field.name) && first[field.name])
      const sent = field.name === 'STT' ? String(index + 1) : repeated || someValue(dice, field)
      const value = sent.replace(/^202608/, months[norm])
      first[field.name] ??= value
      for (const name of renames[field.name] ?? [field.name]) values[name] = value
    }
    if (norm === '4210' && table === 'XML1') values.MA_LYDO_VVIEN = values.MA_DOITUONG_KCB!
    const kinds = variants[table]
    for (const [field, value] of Object.entries(kinds?.[index % kinds.length] ?? {}))
      if (value === null) delete values[field]
      else if (field in values) values[field] = value
    return { row: index + 1, values }
  })
}

const lists = new Set<TableId>(['XML0', 'XML2', 'XML3', 'XML4', 'XML5', 'XML9', 'XML15'])
const tablesOf = (kind: MessageKind, norm: Norm): TableId[] => {
  if (kind === 'check-in') return ['XML0']
  if (kind === 'death-notice') return ['GBT']
  if (kind === 'driver-check') return ['GKSKLX']
  const last = norm === '4210' ? 5 : 15
  return Array.from({ length: last }, (_, n) => `XML${n + 1}` as TableId)
}

const links: Readonly<Record<MessageKind, string>> = {
  visit: '99901_2026_08_BN1',
  'check-in': '99901_2026_08_BN1',
  'death-notice': 'gbt:99901.GBT.26.0001',
  'driver-check': 'gksklx:00001/GKSKLX/99901/26',
}

/** A message of a norm with every table and every field filled. */
export function aWholeMessage(
  dice: Dice,
  norm: Norm,
  kind: MessageKind = 'visit',
  rowsPerList = 4,
): FacilityMessage {
  const tables: Partial<Record<TableId, readonly TableRow[]>> = {}
  for (const table of tablesOf(kind, norm)) {
    const summary = tables.XML1?.[0]?.values
    tables[table] = someRows(dice, table, norm, lists.has(table) ? rowsPerList : 1, summary)
  }
  return { kind, norm, facilityCode: '99901', visitLinkId: links[kind], tables }
}
