import { isText } from './codings.ts'
import type { Json } from './walk.ts'

/** Milliseconds since 1970, both inclusive; infinite when open. */
export interface Range {
  readonly lo: number
  readonly hi: number
}

/** A date as written: where it begins and how many milliseconds its precision covers. */
export interface WrittenDate {
  readonly at: number
  readonly width: number
}

const day = 86_400_000
/** A day without a zone is a day in Vietnam; there has been no other time since 1975. */
const vietnam = 7 * 3_600_000

const digit = (text: string, at: number): number => {
  const c = text.charCodeAt(at) - 48
  return c >= 0 && c <= 9 ? c : Number.NaN
}
const two = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1)

/** Reads YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm[:ss[.fff]][Z|±hh:mm]; null when it is none of them. */
export function readDate(text: string): WrittenDate | null {
  const year = two(text, 0) * 100 + two(text, 2)
  if (!(year > 0)) return null
  if (text.length === 4) return span(year, 0, 1, year + 1, 0, 1)
  const month = two(text, 5)
  if (text[4] !== '-' || !(month >= 1 && month <= 12)) return null
  if (text.length === 7) return span(year, month - 1, 1, year, month, 1)
  const date = two(text, 8)
  if (text[7] !== '-' || !(date >= 1 && date <= daysIn(year, month))) return null
  const midnight = utc(year, month - 1, date)
  if (text.length === 10) return { at: midnight - vietnam, width: day }
  return readTime(text, midnight)
}

const daysIn = (year: number, month: number): number =>
  month === 2
    ? (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
      ? 29
      : 28
    : month === 4 || month === 6 || month === 9 || month === 11
      ? 30
      : 31

/** Date.UTC takes years below 100 for those of the last century. */
function utc(year: number, month: number, date: number): number {
  if (year >= 100) return Date.UTC(year, month, date)
  return new Date(Date.UTC(2000, month, date)).setUTCFullYear(year, month, date)
}

const span = (y1: number, m1: number, d1: number, y2: number, m2: number, d2: number): WrittenDate => {
  const at = utc(y1, m1, d1)
  return { at: at - vietnam, width: utc(y2, m2, d2) - at }
}

function readTime(text: string, midnight: number): WrittenDate | null {
  const hour = two(text, 11)
  const minute = two(text, 14)
  if (text[10] !== 'T' || text[13] !== ':' || !(hour <= 23) || !(minute <= 59)) return null
  let at = midnight + hour * 3_600_000 + minute * 60_000
  let width = 60_000
  let next = 16
  if (text[16] === ':') {
    const second = two(text, 17)
    // 60: a leap second, FHIR R4 2.24.0.1.
    if (!(second <= 60)) return null
    at += second * 1000
    width = 1000
    next = 19
    if (text[19] === '.') {
      next = 20
      let scale = 100
      for (let c = digit(text, next); c >= 0; c = digit(text, ++next)) {
        at += Math.floor(c * scale)
        scale /= 10
      }
      if (next === 20) return null
      // Instants are kept to the millisecond; finer digits are cut.
      width = next === 21 ? 100 : next === 22 ? 10 : 1
    }
  }
  const zone = zoneAt(text, next)
  return zone === null ? null : { at: at - zone, width }
}

/** Milliseconds east of Greenwich. A blank stands where an URL was sent with a bare `+`. */
function zoneAt(text: string, at: number): number | null {
  if (at === text.length) return vietnam
  if (text[at] === 'Z') return at + 1 === text.length ? 0 : null
  const sign = text[at] === '-' ? -1 : text[at] === '+' || text[at] === ' ' ? 1 : 0
  const hours = two(text, at + 1)
  const minutes = two(text, at + 4)
  if (sign === 0 || text[at + 3] !== ':' || at + 6 !== text.length) return null
  if (!(hours <= 14) || !(minutes <= 59)) return null
  return sign * (hours * 3_600_000 + minutes * 60_000)
}

/**
 * The range a stored date covers. A time with seconds is an instant: R4 asks that a client who sends back what it read
 * (`10:00:05` as `10:00:05.000Z`) finds it.
 */
function rangeOfDate(value: unknown): Range | null {
  const written = isText(value) ? readDate(value) : null
  if (!written) return null
  const { at, width } = written
  return { lo: at, hi: width > 1000 ? at + width - 1 : at }
}

const open = { lo: Number.NEGATIVE_INFINITY, hi: Number.POSITIVE_INFINITY } as const

function rangeOfPeriod(value: unknown): Range | null {
  const { start, end } = value as Json
  const from = rangeOfDate(start)
  const to = rangeOfDate(end)
  if (!from && !to) return null
  return { lo: from?.lo ?? open.lo, hi: to?.hi ?? open.hi }
}

/** FHIR R4 3.1.1.4.5: of a Timing the outer limits, of its events or of its bounds. */
function rangeOfTiming(value: unknown): Range | null {
  const { event, repeat } = value as Json
  let found: Range | null = null
  const more = (range: Range | null) => {
    if (range) found = found ? { lo: Math.min(found.lo, range.lo), hi: Math.max(found.hi, range.hi) } : range
  }
  if (Array.isArray(event)) for (const each of event) more(rangeOfDate(each))
  const period = typeof repeat === 'object' && repeat !== null ? (repeat as Json).boundsPeriod : undefined
  if (typeof period === 'object' && period !== null) more(rangeOfPeriod(period))
  return found
}

/** Reader of one data type as a range of time; null when there is nothing readable. */
export function dateReader(type: string): (value: unknown) => Range | null {
  return type === 'Period' ? rangeOfPeriod : type === 'Timing' ? rangeOfTiming : rangeOfDate
}

// PostgreSQL knows no year 0 and ISO no year 10000: what lies beyond is cut.
const first = Date.parse('0001-01-01T00:00:00.000Z')
const last = Date.parse('9999-12-31T23:59:59.999Z')

export const isoOf = (ms: number): string => new Date(Math.min(last, Math.max(first, ms))).toISOString()
