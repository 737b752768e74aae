/** Dates and times with their precision, as FHIRPath compares them (N1 2.0 sections 6.1 and 6.2). */
export interface Moment {
  /** How many fields were written: 1 year … 3 day, 4 hour, 5 minute, 6 second (with its fraction). Of times: from 4. */
  readonly precision: number
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  /** Seconds and their fraction. */
  readonly millisecond: number
  /** Minutes east of Greenwich; null when none was written. */
  readonly zone: number | null
  readonly isTime: boolean
}

/** A date or dateTime; undefined when the text is none, or names a day that does not exist. */
export function momentOf(text: string): Moment | undefined {
  const year = digits(text, 0, 4)
  if (year < 0) return undefined
  let month = 1
  let day = 1
  let precision = 1
  let at = 4
  if (text[at] === '-') {
    month = digits(text, at + 1, 2)
    precision = 2
    at += 3
    if (month >= 0 && text[at] === '-') {
      day = digits(text, at + 1, 2)
      precision = 3
      at += 3
    }
  }
  if (month < 0 || day < 0) return undefined
  if (at === text.length) return real(precision, year, month, day, 0, 0, 0, null, false)
  if (text[at] !== 'T' || precision < 3) return undefined
  return withClock(text, at + 1, year, month, day, false)
}

export const timeOf = (text: string): Moment | undefined =>
  withClock(text, text[0] === 'T' ? 1 : 0, 1970, 1, 1, true)

/** Hours, minutes, seconds and a zone, read by hand: a regular expression costs five times as much. */
function withClock(
  text: string,
  start: number,
  year: number,
  month: number,
  day: number,
  isTime: boolean,
): Moment | undefined {
  let at = start
  // `2015-02-04T` is a date that is to be compared as a dateTime.
  if (at === text.length && !isTime) return real(3, year, month, day, 0, 0, 0, null, false)
  const hour = digits(text, at, 2)
  let minute = 0
  let millisecond = 0
  let precision = 4
  at += 2
  if (hour >= 0 && text[at] === ':') {
    minute = digits(text, at + 1, 2)
    precision = 5
    at += 3
    if (minute >= 0 && text[at] === ':') {
      const second = digits(text, at + 1, 2)
      if (second < 0) return undefined
      millisecond = second * 1000
      precision = 6
      at += 3
      if (text[at] === '.') {
        const end = endOfDigits(text, at + 1)
        if (end === at + 1 || end > at + 10) return undefined
        millisecond += Math.trunc(Number(text.slice(at, end)) * 1000 + 1e-9)
        at = end
      }
    }
  }
  if (hour < 0 || minute < 0) return undefined
  const zone = isTime ? null : zoneAt(text, at)
  if (zone === undefined) return undefined
  if (at + (zone === null ? 0 : text[at] === 'Z' ? 1 : 6) !== text.length) return undefined
  return real(precision, year, month, day, hour, minute, millisecond, zone, isTime)
}

/** Minutes east; null when the text ends here; undefined when something else follows. */
function zoneAt(text: string, at: number): number | null | undefined {
  const sign = text[at]
  if (sign === undefined) return null
  if (sign === 'Z') return 0
  if ((sign !== '+' && sign !== '-') || text[at + 3] !== ':') return undefined
  const hours = digits(text, at + 1, 2)
  const minutes = digits(text, at + 4, 2)
  if (hours < 0 || minutes < 0) return undefined
  return sign === '-' ? -(hours * 60 + minutes) : hours * 60 + minutes
}

/** The number in so many digits; -1 when they are not all there. */
function digits(text: string, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i++) {
    const digit = text.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return -1
    value = value * 10 + digit
  }
  return value
}

function endOfDigits(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57) at++
  return at
}

function real(
  precision: number,
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  millisecond: number,
  zone: number | null,
  isTime: boolean,
): Moment | undefined {
  const moment = { precision, year, month, day, hour, minute, millisecond, zone, isTime }
  return isReal(moment) ? moment : undefined
}

const isReal = (m: Moment): boolean =>
  m.month >= 1 &&
  m.month <= 12 &&
  m.day >= 1 &&
  m.day <= daysIn(m.year, m.month) &&
  m.hour < 24 &&
  m.minute < 60 &&
  m.millisecond < 61_000

export function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Milliseconds since 1970 as if the clock stood in Greenwich. */
export function clockOf(m: Moment): number {
  const at = Date.UTC(2000, m.month - 1, m.day, m.hour, m.minute, 0, m.millisecond)
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  return m.year === 2000 ? at : new Date(at).setUTCFullYear(m.year, m.month - 1, m.day)
}

const hourOf = 3_600_000
/** A local clock without a zone stands somewhere between UTC+14 and UTC-12. */
const earliest = -14 * hourOf
const latest = 12 * hourOf

/** Negative: a is before b. undefined: the precisions, or a missing zone, leave it open. */
export function compareMoments(a: Moment, b: Moment): number | undefined {
  const haveClocks = a.precision >= 4 && b.precision >= 4 && !a.isTime
  if (haveClocks && (a.zone === null) !== (b.zone === null)) return compareAcrossZones(a, b)
  if (haveClocks && a.zone !== null && b.zone !== null && a.zone !== b.zone) {
    if (a.precision === 6 && b.precision === 6) return instantOf(a) - instantOf(b)
    return compareFields(atGreenwich(a), atGreenwich(b))
  }
  return compareFields(a, b)
}

const instantOf = (m: Moment): number => clockOf(m) - (m.zone ?? 0) * 60_000

function compareAcrossZones(a: Moment, b: Moment): number | undefined {
  const difference = instantOf(a) - instantOf(b)
  const lo = difference + (a.zone === null ? earliest : -latest)
  const hi = difference + (a.zone === null ? latest : -earliest)
  return lo > 0 ? 1 : hi < 0 ? -1 : undefined
}

function atGreenwich(m: Moment): Moment {
  const at = new Date(instantOf(m))
  return {
    ...m,
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
  }
}

function compareFields(a: Moment, b: Moment): number | undefined {
  const shared = Math.min(a.precision, b.precision)
  const difference =
    a.year - b.year ||
    (shared < 2 ? 0 : a.month - b.month) ||
    (shared < 3 ? 0 : a.day - b.day) ||
    (shared < 4 ? 0 : a.hour - b.hour) ||
    (shared < 5 ? 0 : a.minute - b.minute) ||
    (shared < 6 ? 0 : a.millisecond - b.millisecond)
  return difference !== 0 || a.precision === b.precision ? difference : undefined
}

const two = (n: number) => String(n).padStart(2, '0')

export function zoneText(zone: number): string {
  const minutes = Math.abs(zone)
  return `${zone < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** The text with as many fields as the precision says; `fraction`: write milliseconds. */
export function momentText(m: Moment, fraction: boolean, zone: string): string {
  const seconds = Math.floor(m.millisecond / 1000)
  const rest = String(m.millisecond % 1000).padStart(3, '0')
  let clock = ''
  if (m.precision >= 4) clock += two(m.hour)
  if (m.precision >= 5) clock += `:${two(m.minute)}`
  if (m.precision >= 6) clock += `:${two(seconds)}${fraction ? `.${rest}` : ''}`
  if (m.isTime) return clock
  let day = String(m.year).padStart(4, '0')
  if (m.precision >= 2) day += `-${two(m.month)}`
  if (m.precision >= 3) day += `-${two(m.day)}`
  return clock ? `${day}T${clock}${zone}` : day
}
