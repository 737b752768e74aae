import { bhytDateTime } from '#vocabulary/vietnam'

const vietnamese = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,7})?)?)?$/
const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})?)?$/

/**
 * A moment as HoSoBenhAn files write it, as a FHIR dateTime: `31/12/2023 23:04:11.000` (the annex's example),
 * `2025-05-05 11:16:11.000`, `202312312304`, `31/12/2023`, `12/2023`, `2023`. Null when it is none.
 */
export function recordTime(text: string): string | null {
  const said = text.trim()
  const month = /^(\d{1,2})\/(\d{4})$/.exec(said)
  if (month) return bhytDateTime(`${month[2]}${month[1]!.padStart(2, '0')}`)
  const local = vietnamese.exec(said)
  if (local) {
    const [, day, of, year, hour, minute, second] = local
    return compact(year!, of!, day!, hour, minute, second)
  }
  const parts = iso.exec(said)
  if (!parts) return /^\d{4}(\d{2}){0,5}$/.test(said) ? bhytDateTime(said) : null
  const [, year, of, day, hour, minute, second, zone] = parts
  const here = compact(year!, of!, day!, hour, minute, second)
  return here && zone && here.length > 10 ? here.replace(/\+07:00$/, zone) : here
}

function compact(
  year: string,
  month: string,
  day: string,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
): string | null {
  const date = `${year}${month.padStart(2, '0')}${day.padStart(2, '0')}`
  const time = hour === undefined ? '' : `${hour.padStart(2, '0')}${minute}${second ?? '00'}`
  return month === '0' || month === '00' || day === '0' || day === '00' ? null : bhytDateTime(date + time)
}
