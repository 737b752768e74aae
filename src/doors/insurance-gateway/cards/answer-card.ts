import { foldName } from '#vocabulary/vietnam'
import { gatewayTime, readSlashedDay, vietnamDay } from '../protocol/times.ts'
import type { CardQuestion, CardVisit, KnownCard } from './card.types.ts'

/** Codes of letter 1923/BHXH-CNTT (2024), annex 03: those that can be told from what facilities sent. */
const notes: Readonly<Record<string, string>> = {
  '000': 'Thông tin thẻ BHYT khớp với dữ liệu các cơ sở đã gửi về Mạch.',
  '010': 'Thẻ BHYT hết giá trị sử dụng theo dữ liệu các cơ sở đã gửi về Mạch.',
  '050': 'Mạch chưa có thông tin thẻ BHYT này. Tra cứu trên Cổng giám định.',
  '051': 'Mã thẻ BHYT không đúng.',
  '052': 'Mã tỉnh cấp thẻ BHYT (ký tự thứ 4, 5) không đúng.',
  '053': 'Mã quyền lợi BHYT (ký tự thứ 3) không đúng.',
  '060': 'Thẻ BHYT sai họ tên.',
  '061': 'Thẻ BHYT sai họ tên (đúng ký tự đầu).',
  '070': 'Thẻ BHYT sai ngày sinh.',
  '205': 'Lỗi sai định dạng tham số.',
}

/** The form of what is asked: a card, a BHXH number, a citizen number; else the code that says what is wrong with it. */
export function faultOfCard(card: string): string | null {
  if (/^\d{10}$|^\d{12}$/.test(card)) return null
  if (!/^[A-Z]{2}.\w{2}\d{10}$/i.test(card)) return '051'
  if (!/^[A-Z]{2}[1-5]/i.test(card)) return '053'
  return /^[A-Z]{2}\d{3}/i.test(card) ? null : '052'
}

/** What the holder's own words are worth: null when they fit. */
export function faultOfHolder(question: CardQuestion, known: KnownCard): string | null {
  const asked = foldName(question.name)
  const held = foldName(known.name)
  if (asked !== held) return initials(asked) === initials(held) ? '061' : '060'
  return fitsBirth(question.birthDate, known.birthDate) ? null : '070'
}

const initials = (folded: string) =>
  folded
    .split(' ')
    .map((word) => word[0])
    .join('')

/** `05/02/1990`, `02/1990` and `1990` against what is known, as far as both go. */
function fitsBirth(asked: string, known: string | null): boolean {
  if (known === null) return true
  const year = /^\d{4}$/.exec(asked.trim())
  const month = /^(\d{1,2})\/(\d{4})$/.exec(asked.trim())
  const iso = year?.[0] ?? (month ? `${month[2]}-${month[1]!.padStart(2, '0')}` : readSlashedDay(asked))
  if (iso === null) return false
  const length = Math.min(iso.length, known.length)
  return iso.slice(0, length) === known.slice(0, length)
}

const slashed = (day: string | null): string => (day ? day.split('-').reverse().join('/') : '')
const shortTime = (at: Date) => gatewayTime(at).slice(0, 12)

const visitOf = (visit: CardVisit) => ({
  maHoSo: visit.visitId,
  maCSKCB: visit.facility,
  ngayVao: shortTime(visit.from),
  ngayRa: visit.to ? shortTime(visit.to) : '',
  tenBenh: visit.diagnosis,
  tinhTrang: visit.discharge ?? '',
  kqDieuTri: visit.outcome ?? '',
  lyDoVV: visit.route ?? '',
})

export interface CardAsked {
  readonly question: CardQuestion
  readonly known: KnownCard | null
  /** Code of what is wrong with the question itself. */
  readonly fault: string | null
  readonly maySeeAll: boolean
  readonly now: Date
}

/** Nothing of the holder is said unless name and birth date were right. */
export function answerCard({ question, known, fault, maySeeAll, now }: CardAsked) {
  const wrong = fault ?? (known === null ? '050' : faultOfHolder(question, known))
  if (wrong !== null || known === null) {
    const said = wrong ?? '050'
    // The code first: some software reads the answer by position.
    return { maKetQua: said, ghiChu: notes[said]!, ...emptyCard }
  }
  const code = known.validTo !== null && known.validTo < vietnamDay(now) ? '010' : '000'
  const visits = known.visits
    .filter(({ facility }) => maySeeAll || facility === question.facility)
    .map(visitOf)
  return {
    maKetQua: code,
    ghiChu: notes[code]!,
    maThe: known.card,
    hoTen: known.name,
    ngaySinh: slashed(known.birthDate),
    gioiTinh: known.sex === 'male' ? 'Nam' : known.sex === 'female' ? 'Nữ' : '',
    diaChi: known.address ?? '',
    maDKBD: known.registeredFacility ?? '',
    cqBHXH: '',
    gtTheTu: slashed(known.validFrom),
    gtTheDen: slashed(known.validTo),
    maKV: known.areaCode ?? '',
    ngayDu5Nam: slashed(known.fiveYearsOn),
    maSoBHXH: known.insuranceNumber ?? '',
    maTheCu: null,
    maTheMoi: null,
    gtTheTuMoi: null,
    gtTheDenMoi: null,
    maDKBDMoi: null,
    tenDKBDMoi: null,
    dsLichSuKCB2018: visits,
    dsLichSuKT2018: null,
  }
}

const emptyCard = {
  maThe: null,
  hoTen: null,
  ngaySinh: null,
  gioiTinh: null,
  diaChi: null,
  maDKBD: null,
  cqBHXH: null,
  gtTheTu: null,
  gtTheDen: null,
  maKV: null,
  ngayDu5Nam: null,
  maSoBHXH: null,
  dsLichSuKCB2018: null,
  dsLichSuKT2018: null,
} as const
