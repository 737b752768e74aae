/**
 * Dates of BHYT tables (QĐ 4750: `yyyyMMddHHmm`, `yyyyMMdd`, local time) said in FHIR. Vietnam has kept UTC+7 without
 * summer time since 1975; earlier instants occur only as birth dates, which carry no offset.
 */
const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** The date at the precision sent: `196000000000` is 1960, `19600500` is 1960-05. Null when it is not a date. */
export function bhytDate(text: string): string | null {
  if (!/^(\d{4}|\d{6}|\d{8}|\d{10}|\d{12}|\d{14})$/.test(text)) return slashDate(text)
  const year = Number(text.slice(0, 4))
  if (year < 1800 || year > 2200) return null
  const month = Number(text.slice(4, 6))
  if (!month) return text.slice(0, 4)
  if (month > 12) return null
  const day = Number(text.slice(6, 8))
  if (!day) return `${text.slice(0, 4)}-${text.slice(4, 6)}`
  if (day > daysIn(year, month)) return null
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`
}

/** dd/MM/yyyy of the driver's certificate. */
function slashDate(text: string): string | null {
  const parts = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text)
  return parts ? bhytDate(`${parts[3]}${parts[2]}${parts[1]}`) : null
}

/** FHIR dateTime: with minutes it carries +07:00; a bare day, month or year keeps its precision. */
export function bhytDateTime(text: string): string | null {
  const date = bhytDate(text)
  if (!date || date.length < 10 || text.length < 12 || text.includes('/')) return date
  const hour = text.slice(8, 10)
  const minute = text.slice(10, 12)
  const second = text.length >= 14 ? text.slice(12, 14) : '00'
  if (hour > '23' || minute > '59' || second > '59') return null
  return `${date}T${hour}:${minute}:${second}+07:00`
}

/** FHIR instant: null unless the time of day was sent. */
export function bhytInstant(text: string): string | null {
  const at = bhytDateTime(text)
  return at && at.length > 10 ? at : null
}

/** The hour of a birth, when NGAY_SINH holds one; `0000` means unknown there (bảng 1, chỉ tiêu 6). */
export function bhytBirthTime(text: string): string | null {
  return text.length === 12 && !text.endsWith('0000') ? bhytInstant(text) : null
}

const offset = 7 * 3_600_000

/** An instant as the tables write it (`yyyyMMddHHmm`, local time). */
export const bhytNow = (at: Date): string =>
  new Date(at.getTime() + offset).toISOString().replace(/\D/g, '').slice(0, 12)
