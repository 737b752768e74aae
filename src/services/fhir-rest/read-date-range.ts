const form =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?)?)?$/
const hour = 3_600_000

/**
 * The moments a date of any precision covers, `to` exclusive, in Vietnam's time when it names no zone. A `+` that a
 * query left unescaped reads as a space: `2026-01-01T08:00:00 07:00`.
 */
export function readDateRange(text: string): { from: Date; to: Date } | null {
  const match = form.exec(text.replace(' ', '+'))
  if (!match) return null
  const [, year = '', month, day, time] = match
  if (time) return instant(`${year}-${month}-${day}${time}`, time)
  const from = new Date(`${year}-${month ?? '01'}-${day ?? '01'}T00:00:00+07:00`)
  if (Number.isNaN(from.getTime())) return null
  const local = new Date(from.getTime() + 7 * hour)
  if (day && local.getUTCDate() !== Number(day)) return null
  if (day) local.setUTCDate(local.getUTCDate() + 1)
  else if (month) local.setUTCMonth(local.getUTCMonth() + 1)
  else local.setUTCFullYear(local.getUTCFullYear() + 1)
  return { from, to: new Date(local.getTime() - 7 * hour) }
}

function instant(text: string, time: string): { from: Date; to: Date } | null {
  const from = new Date(/Z|[+-]\d{2}:\d{2}$/.test(time) ? text : `${text}+07:00`)
  if (Number.isNaN(from.getTime())) return null
  const precision = time.includes('.') ? 1 : /^T\d{2}:\d{2}:/.test(time) ? 1_000 : 60_000
  return { from, to: new Date(from.getTime() + precision) }
}
