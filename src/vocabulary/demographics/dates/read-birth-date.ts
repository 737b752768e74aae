import { type BirthDate, birthDateOf, estimatedYear, noBirthDate } from './birth-date.ts'

/** Nobody alive was born before; nothing on a form is from after. */
const [firstYear, lastYear] = [1880, 2199]
const longestText = 40

/** Days that stand for "nothing" in databases. */
const emptyDays = new Set(['1900-1-1', '1899-12-30', '1899-12-31', '1753-1-1'])

/**
 * A date of birth as written: yyyy, yyyyMM, dd/MM/yyyy, ddMMyyyy, yyyyMMdd[HHmm[ss]], ISO, zeros for what is not known, or an
 * age ("45 tuổi", "8 tháng") when the day of writing is given. The calendar is checked by hand: the runtime takes 31 February
 * for 2 March. A day that no month has leaves the month, a month that no year has the year.
 */
export function readBirthDate(raw: string | null, writtenOn: string | null = null): BirthDate {
  const text = (raw ?? '').slice(0, longestText).normalize('NFC').trim().toLowerCase()
  if (text === '') return noBirthDate
  return readDigits(text) ?? readParts(text) ?? readYearAbout(text) ?? readAge(text, writtenOn) ?? noBirthDate
}

function readDigits(text: string): BirthDate | null {
  if (!/^\d+$/.test(text)) return null
  const at = (from: number, length: number) => Number(text.slice(from, from + length))
  if (text.length === 4) return dateOf(at(0, 4), 0, 0)
  if (text.length === 6) return dateOf(at(0, 4), at(4, 2), 0) ?? dateOf(at(2, 4), at(0, 2), 0)
  // A plausible year at both ends cannot be: its 19 or 20 would be the other reading's month.
  if (text.length === 8) return dateOf(at(0, 4), at(4, 2), at(6, 2)) ?? dateOf(at(4, 4), at(2, 2), at(0, 2))
  return text.length === 12 || text.length === 14 ? dateOf(at(0, 4), at(4, 2), at(6, 2)) : null
}

const timeOfDay = String.raw`(?:[t ]+\d.*)?`
const yearFirst = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2})${timeOfDay})?$`)
const yearLast = new RegExp(String.raw`^(?:(\d{1,2})[-/. ]+)?(\d{1,2})[-/. ]+(\d{4})${timeOfDay}$`)

function readParts(text: string): BirthDate | null {
  const first = yearFirst.exec(text)
  if (first) return dateOf(Number(first[1]), Number(first[2]), Number(first[3] ?? 0))
  const last = yearLast.exec(text)
  if (!last) return null
  const [day, month, year] = [Number(last[1] ?? 0), Number(last[2]), Number(last[3])]
  // 05/25/1990 was written by software that puts months first; nothing else fits.
  return month > 12 && day >= 1 && day <= 12 ? dateOf(year, day, month) : dateOf(year, month, day)
}

function readYearAbout(text: string): BirthDate | null {
  const match = /^(?:~|khoảng|khoang|sinh năm|sinh nam|năm|nam)?\s*(\d{4})\s*(\?)?$/.exec(text)
  if (!match) return null
  const year = Number(match[1])
  if (!isYear(year)) return null
  const isExact = !match[2] && /^(?:sinh|n)/.test(text)
  return isExact ? birthDateOf(year, 0, 0) : estimatedYear(year)
}

const daysIn: Readonly<Record<string, number>> = { t: 365.25, y: 365.25, m: 30.4375, w: 7, d: 1 }
const unitOf = (unit: string): keyof typeof daysIn =>
  /^th[aá]ng/.test(unit) ? 'm' : /^tu[aầ]n/.test(unit) ? 'w' : /^ng[aà]y/.test(unit) ? 'd' : 't'

/** An age counted back from the day it was written; without that day it says nothing. */
function readAge(text: string, writtenOn: string | null): BirthDate | null {
  const match = /^(\d{1,3})\s*(tu[oổ]i|th[aá]ng|tu[aầ]n|ng[aà]y|t)(?:\s+tu[oổ]i)?$/.exec(text)
  const written = /^(\d{4})-(\d{2})-(\d{2})/.exec(writtenOn ?? '')
  if (!match || !written) return null
  const days = Number(match[1]) * daysIn[unitOf(match[2]!)]!
  const year = Math.floor(
    Number(written[1]) + (dayOfYear(Number(written[2]), Number(written[3])) - days) / 365.25,
  )
  // "45 tuổi" is the difference of years in Vietnam, whatever the month; months, weeks and days are counted.
  const counted = unitOf(match[2]!) === 't' ? Number(written[1]) - Number(match[1]) : year
  return isYear(counted) ? estimatedYear(counted) : null
}

const dayOfYear = (month: number, day: number): number => (month - 1) * 30.4375 + day

const isYear = (year: number): boolean => year >= firstYear && year <= lastYear

function dateOf(year: number, month: number, day: number): BirthDate | null {
  if (!isYear(year) || month > 12 || day > 31) return null
  if (emptyDays.has(`${year}-${month}-${day}`)) return noBirthDate
  if (month === 0) return birthDateOf(year, 0, 0)
  return birthDateOf(year, month, day <= daysOfMonth(year, month) ? day : 0)
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
