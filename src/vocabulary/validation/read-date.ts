/**
 * Dates of FHIR R4 (datatypes 2.24.0.1) read character by character: a resource holds a dozen of them, and this is the
 * hot path of the structure check; the calendar needs the numbers anyway.
 */

const digit = (text: string, at: number): number => {
  const value = text.charCodeAt(at) - 48
  return value >= 0 && value <= 9 ? value : -100
}

/** Two digits at a place; negative when they are not digits (also past the end, where the code is NaN). */
const two = (text: string, at: number): number => {
  const value = digit(text, at) * 10 + digit(text, at + 1)
  return value >= 0 ? value : -1
}

const is = (text: string, at: number, sign: number): boolean => text.charCodeAt(at) === sign

const dash = 45
const colon = 58

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** What is wrong with a date, or null: its form, or a day that no calendar has. */
export type DateFault = 'form' | 'calendar' | 'zone' | null

/** `2026`, `2026-02`, `2026-02-28`, read up to `end`. */
function dateFault(text: string, end: number): DateFault {
  const high = two(text, 0)
  const low = two(text, 2)
  if (end < 4 || high < 0 || low < 0) return 'form'
  const year = high * 100 + low
  if (year === 0) return 'calendar'
  if (end === 4) return null
  const month = two(text, 5)
  if (end < 7 || !is(text, 4, dash) || month < 0) return 'form'
  if (month < 1 || month > 12) return 'calendar'
  if (end === 7) return null
  const day = two(text, 8)
  if (end !== 10 || !is(text, 7, dash) || day < 0) return 'form'
  return day >= 1 && day <= daysIn(year, month) ? null : 'calendar'
}

/** Where `hh:mm:ss.fff` that begins at a place ends; -1 when it is none. A second may be 60 (a leap second). */
function timeEnd(text: string, at: number): number {
  const hour = two(text, at)
  const minute = two(text, at + 3)
  const second = two(text, at + 6)
  if (hour < 0 || hour > 23 || !is(text, at + 2, colon)) return -1
  if (minute < 0 || minute > 59 || !is(text, at + 5, colon)) return -1
  if (second < 0 || second > 60) return -1
  let end = at + 8
  if (text.charCodeAt(end) !== 46) return end
  end += 1
  const first = end
  while (digit(text, end) >= 0) end += 1
  return end > first ? end : -1
}

/** `Z`, `+07:00`; no further than fourteen hours from Greenwich. */
function isZone(text: string, at: number): boolean {
  if (text.charCodeAt(at) === 90) return text.length === at + 1
  const sign = text.charCodeAt(at)
  if ((sign !== 43 && sign !== 45) || text.length !== at + 6 || !is(text, at + 3, colon)) return false
  const hours = two(text, at + 1)
  const minutes = two(text, at + 4)
  return hours >= 0 && minutes >= 0 && minutes <= 59 && (hours < 14 || (hours === 14 && minutes === 0))
}

export const faultOfDate = (text: string): DateFault => dateFault(text, text.length)

export function faultOfDateTime(text: string): DateFault {
  if (text.length <= 10) return dateFault(text, text.length)
  return faultOfInstant(text)
}

export function faultOfInstant(text: string): DateFault {
  const fault = dateFault(text, 10)
  if (fault) return fault
  if (text.charCodeAt(10) !== 84) return 'form'
  const end = timeEnd(text, 11)
  if (end < 0) return 'form'
  return isZone(text, end) ? null : 'zone'
}

export const isTime = (text: string): boolean => timeEnd(text, 0) === text.length
