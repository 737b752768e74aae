/** Offset of Vietnam, used where the sender gives none (UTC+7 without summer time since 1975). */
const here = '+07:00'

const form =
  /^(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\.(\d{1,4}))?)?)?)?)?)?([+-]\d{4})?$/

const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

interface Moment {
  readonly date: string
  /** Null when only a day, a month or a year was sent. */
  readonly time: string | null
  readonly offset: string
}

/** The times of one message are few and stand in every row: the last one read is remembered. */
let last: { readonly text: string; readonly moment: Moment | null } = { text: '', moment: null }

function momentOf(text: string): Moment | null {
  if (text !== last.text) last = { text, moment: readMoment(text) }
  return last.moment
}

/** HL7 v2 DTM: `YYYY[MM[DD[HH[MM[SS[.S…]]]]]][+/-ZZZZ]` (v2.5.1, 2.A.22); an hour without minutes is the full hour. */
function readMoment(text: string): Moment | null {
  const parts = form.exec(text.trim())
  if (!parts) return null
  const [, year, month, day, hour, minute, second, fraction, zone] = parts
  if (Number(year) < 1800 || Number(year) > 2200) return null
  // `19600000`: month and day unknown, as BHYT files write it.
  if (month === undefined || month === '00') return { date: year!, time: null, offset: here }
  if (Number(month) > 12) return null
  if (day === undefined || day === '00') return { date: `${year}-${month}`, time: null, offset: here }
  if (Number(day) > daysIn(Number(year), Number(month))) return null
  const date = `${year}-${month}-${day}`
  if (hour === undefined) return { date, time: null, offset: here }
  if (hour > '23' || (minute ?? '00') > '59' || (second ?? '00') > '59') return null
  const millis = fraction ? `.${fraction.slice(0, 3).padEnd(3, '0')}` : ''
  const offset = zone ? `${zone.slice(0, 3)}:${zone.slice(3)}` : here
  if (zone && (zone.slice(1, 3) > '14' || zone.slice(3) > '59')) return null
  return { date, time: `${hour}:${minute ?? '00'}:${second ?? '00'}${millis}`, offset }
}

/** A FHIR date at the precision sent; null when it is not a date. */
export const hl7Date = (text: string): string | null => momentOf(text)?.date ?? null

/** A FHIR dateTime: a bare day, month or year keeps its precision; anything finer is said at +07:00. */
export function hl7DateTime(text: string): string | null {
  const moment = momentOf(text)
  if (!moment) return null
  const { date, time, offset } = moment
  if (time === null) return date
  return offset === here ? `${date}T${time}${here}` : inVietnam(new Date(`${date}T${time}${offset}`))
}

/** A FHIR instant: null unless the time of day was sent. */
export function hl7Instant(text: string): string | null {
  const at = hl7DateTime(text)
  return at?.includes('T') ? at : null
}

/** HL7 v2 TM `HHMM[SS]` as a FHIR time. */
export function hl7Time(text: string): string | null {
  const parts = /^([01]\d|2[0-3])([0-5]\d)([0-5]\d)?(\.\d{1,4})?([+-]\d{4})?$/.exec(text.trim())
  return parts ? `${parts[1]}:${parts[2]}:${parts[3] ?? '00'}` : null
}

function inVietnam(at: Date): string {
  const local = new Date(at.getTime() + 7 * 3_600_000).toISOString()
  return `${local.slice(0, local.endsWith('.000Z') ? 19 : 23)}${here}`
}

/** An instant as HL7 writes it, in Vietnam's time: `20260801080000+0700`. */
export function hl7TimeText(at: Date): string {
  return `${inVietnam(at).replace(/\.\d+/, '').replace(/[-:T]/g, '').slice(0, 14)}+0700`
}
