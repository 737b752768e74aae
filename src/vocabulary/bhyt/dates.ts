/** A BHYT date as a FHIR-like day with as much as was said, and the clock time if any. */
export interface BhytDate {
  /** `yyyy`, `yyyy-MM` or `yyyy-MM-dd`. */
  readonly date: string
  /** `HH:mm`, or null when only the day was given. Midnight may also mean "not known" (NGAY_SINH). */
  readonly time: string | null
}

const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

export function isDay(year: number, month: number, day: number): boolean {
  if (year < 1850 || year > 2200 || month < 1 || month > 12 || day < 1 || day > days[month - 1]!) return false
  return month !== 2 || day !== 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0))
}

/**
 * Reads `yyyyMMddHHmm`, `yyyyMMdd`, `yyyy` and the half-known birth dates of QĐ 4750 (`196000000000`: year only;
 * `196005000000`: year and month). Null when it is not a date that exists.
 */
export function parseBhytDate(text: string): BhytDate | null {
  if (!/^(?:\d{4}|\d{8}|\d{12})$/.test(text)) return null
  const year = text.slice(0, 4)
  const [month, day] = [text.slice(4, 6), text.slice(6, 8)]
  if (!isDay(Number(year), 1, 1)) return null
  if (text.length === 4) return { date: year, time: null }
  const [hour, minute] = [text.slice(8, 10), text.slice(10, 12)]
  if (text.length === 12 && (hour > '23' || minute > '59')) return null
  const time = text.length === 12 ? `${hour}:${minute}` : null
  if (day === '00') {
    if (month === '00') return { date: year, time: null }
    return isDay(Number(year), Number(month), 1) ? { date: `${year}-${month}`, time: null } : null
  }
  return isDay(Number(year), Number(month), Number(day)) ? { date: `${year}-${month}-${day}`, time } : null
}
