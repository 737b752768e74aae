import type { Problems } from './problem-sentences.ts'
import type { ReadTables } from './read-tables.ts'
import { shapeOf } from './tag-names.ts'
import { tidied } from './tidy-value.ts'

/** A driver's health certificate: one flat JSON object of strings. */
export function readDriverCheck(text: string, problems: Problems): ReadTables | null {
  const object = parseObject(text)
  if (!object) {
    problems.add('BHYT_JSON_BROKEN')
    return null
  }
  const shape = shapeOf('GKSKLX')
  const values: Record<string, string> = {}
  for (const [key, raw] of Object.entries(object)) {
    const known = shape.canonical(key)
    if (known === null && !/^[A-Za-z_]\w{0,63}$/.test(key)) continue
    const name = known ?? key
    const place = { table: 'GKSKLX', row: 1, field: name }
    if (known === null) problems.add('BHYT_FIELD_UNKNOWN', place)
    else if (known !== key) problems.add('BHYT_QUIRK_FIELD_NAME', place)
    if (typeof raw !== 'string' && typeof raw !== 'number' && typeof raw !== 'boolean') continue
    // JSON can hold what a database cannot: NUL and halves of letters.
    const sent = String(raw)
    const printable = sent
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, '')
      .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '')
    if (printable !== sent) problems.add('BHYT_NUL_CHARACTER', place)
    const value = tidied(printable).normalize('NFC')
    if (value !== '') values[name] = value
  }
  return { kind: 'driver-check', tables: new Map([['GKSKLX', [{ row: 1, values }]]]) }
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
