import { fail, ok, type Problem, type Result } from '#foundation/result'
import type { ResourceSearch } from '#gate/access'
import { referenceParams } from '#vocabulary/fhir'

const unsupported = (name: string): Problem => ({
  code: 'FHIR_SEARCH_PARAMETER',
  kind: 'unsupported',
  message: `Tham số tìm kiếm “${name}” chưa được hỗ trợ. Xem /fhir/R4/metadata để biết tham số nào dùng được.`,
})
const incorrect = (name: string): Problem => ({
  code: 'FHIR_SEARCH_VALUE',
  kind: 'incorrect',
  message: `Giá trị của tham số “${name}” không đúng dạng.`,
})

/** Token and reference parameters that are indexed for every type that has them (FHIR R4 names). */
export const indexedParams = [
  'identifier',
  'code',
  'status',
  'category',
  'class',
  'type',
  'encounter',
  'subject',
  'target',
  'gender',
  'patient',
] as const

/**
 * Reads a search URL: `patient`, `date` (with eq, ge, gt, le, lt), indexed tokens, `_count`, `_offset`, `_id`.
 * A parameter nobody here knows is a problem, not silence (FHIR R4 3.1.1.2.2).
 */
export function parseSearch(type: string, query: Readonly<Record<string, unknown>>): Result<ResourceSearch> {
  const search: { -readonly [K in keyof ResourceSearch]: ResourceSearch[K] } = { type, limit: 50, offset: 0 }
  const params: [string, string][] = []
  for (const [name, given] of Object.entries(query)) {
    for (const value of Array.isArray(given) ? given.map(String) : [String(given)]) {
      if (name === 'date') {
        const range = parseDate(value)
        if (!range) return fail(incorrect(name))
        if (range.from && (!search.from || range.from > search.from)) search.from = range.from
        if (range.to && (!search.to || range.to < search.to)) search.to = range.to
      } else if (name === '_count' || name === '_offset') {
        const number = Number(value)
        if (!Number.isInteger(number) || number < 0) return fail(incorrect(name))
        if (name === '_count') search.limit = Math.min(number, 500)
        else search.offset = number
      } else if (name === 'patient' && type !== 'Patient') {
        const id = value.replace(/^Patient\//, '')
        if (!/^[0-9a-f-]{36}$/.test(id)) return fail(incorrect(name))
        search.patientIds = [id]
      } else if ((indexedParams as readonly string[]).includes(name)) {
        if (value.includes(',') || value === '') return fail(incorrect(name))
        if (referenceParams.has(name) && !value.includes('/')) return fail(incorrect(name))
        params.push([name, value])
      } else if (name !== '_format') return fail(unsupported(name))
    }
  }
  return ok({ ...search, params })
}

const dateForm =
  /^(eq|ge|gt|le|lt)?(\d{4})(-\d{2})?(-\d{2})?(T\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?)?$/

/** A date of any precision as the range it covers, in Vietnam's time when it names none; exclusive end. */
function parseDate(text: string): { from?: string; to?: string } | null {
  const match = dateForm.exec(text)
  if (!match) return null
  const [, prefix = 'eq', year = '', month, day, time] = match
  const bounds = boundsOf(year, month, day, time)
  if (!bounds) return null
  const [from, to] = bounds
  if (prefix === 'eq') return { from, to }
  if (prefix === 'ge') return { from }
  if (prefix === 'gt') return { from: to }
  return prefix === 'lt' ? { to: from } : { to }
}

function boundsOf(year: string, month?: string, day?: string, time?: string): [string, string] | null {
  if (time) {
    const at = new Date(`${year}${month}${day}${/Z|[+-]\d{2}:\d{2}$/.test(time) ? time : `${time}+07:00`}`)
    return Number.isNaN(at.getTime())
      ? null
      : [at.toISOString(), new Date(at.getTime() + 1_000).toISOString()]
  }
  const start = new Date(`${year}${month ?? '-01'}${day ?? '-01'}T00:00:00+07:00`)
  if (Number.isNaN(start.getTime())) return null
  const end = new Date(start.getTime() + 7 * 3_600_000)
  if (day) end.setUTCDate(end.getUTCDate() + 1)
  else if (month) end.setUTCMonth(end.getUTCMonth() + 1)
  else end.setUTCFullYear(end.getUTCFullYear() + 1)
  return [start.toISOString(), new Date(end.getTime() - 7 * 3_600_000).toISOString()]
}
