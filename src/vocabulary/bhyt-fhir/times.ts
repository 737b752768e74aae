import { bhytDateTime } from '#vocabulary/vietnam'

const pair = (n: number) => String(n).padStart(2, '0')

/** The minute of an instant on Vietnam's clock (UTC+7 all year since 1975), as `yyyyMMddHHmmss`. */
function onVietnamClock(time: string): string | null {
  const at = Date.parse(time)
  if (Number.isNaN(at)) return null
  const d = new Date(at + 7 * 3_600_000)
  return `${d.getUTCFullYear()}${pair(d.getUTCMonth() + 1)}${pair(d.getUTCDate())}${pair(d.getUTCHours())}${pair(d.getUTCMinutes())}${pair(d.getUTCSeconds())}`
}

/**
 * A FHIR date, dateTime or instant as the tables write it: `yyyy`, `yyyyMM`, `yyyyMMdd`, `yyyyMMddHHmm`, and seconds only
 * where there are some. The reverse of `bhytDate` and `bhytDateTime`. Undefined for what is no time.
 */
export function bhytTime(time: string | undefined): string | undefined {
  if (!time) return undefined
  if (time.length <= 10) return /^\d{4}(-\d\d(-\d\d)?)?$/.test(time) ? time.replaceAll('-', '') : undefined
  const digits =
    time.length === 25 && time.endsWith('+07:00')
      ? `${time.slice(0, 4)}${time.slice(5, 7)}${time.slice(8, 10)}${time.slice(11, 13)}${time.slice(14, 16)}${time.slice(17, 19)}`
      : onVietnamClock(time)
  if (!digits) return undefined
  return digits.endsWith('00') ? digits.slice(0, 12) : digits
}

/** 2025-09-13T09:30:00+07:00 → 09:30 ngày 13/09/2025. */
export function sayTime(time: string): string {
  const day = time.slice(0, 10).split('-').reverse().join('/')
  return time.length > 10 ? `${time.slice(11, 16)} ngày ${day}` : day
}

/** What a time field is called in a paper; what is no time stays as it was sent. */
export function saySentTime(sent: string): string {
  const time = bhytDateTime(sent)
  return time ? sayTime(time) : sent
}

const said = /^(?:(\d\d):(\d\d) ngày )?(?:(?:(\d\d)\/)?(\d\d)\/)?(\d{4})$/

/** The reverse of `saySentTime`. */
export function unsayTime(text: string): string {
  const parts = said.exec(text)
  if (!parts) return text
  const [, hour, minute, day, month, year] = parts
  return `${year}${month ?? ''}${day ?? ''}${hour ?? ''}${minute ?? ''}`
}
