import { Buffer } from 'node:buffer'
import { decodeHl7 } from '#vocabulary/hl7v2'
import type { LocatedTable } from '../bhyt-xml/located.types.ts'

/** Longest text handed to a screen, in UTF-16 units. */
const mostText = 1_000_000

interface Located {
  text: string
  rows: { row: number; start: number; end: number }[]
  fields: { row: number; field: string; start: number; end: number }[]
}

/**
 * The message as tables for people, one for each kind of segment, with the place of every field: rows are positions in the
 * whole message, as `readMessage`'s problems and the resources' sources name them. Shows what cannot be read as sent.
 */
export function locateSegments(bytes: Uint8Array): LocatedTable[] {
  const decoded = decodeHl7(bytes)
  const whole = decoded.ok ? decoded.value.text : Buffer.from(bytes).toString('latin1')
  const text = whole.replace(/^\uFEFF/, '').slice(0, mostText)
  const separator = text[3] ?? '|'
  const tables = new Map<string, Located>()
  let row = 0
  let name = 'MSH'
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.trim() === '') continue
    const starts = /^[A-Z][A-Z0-9]{2}$/.test(line.slice(0, 3)) && (line.length === 3 || line[3] === separator)
    if (starts || row === 0) {
      row++
      if (starts) name = line.slice(0, 3)
    }
    const table = tables.get(name) ?? { text: '', rows: [], fields: [] }
    tables.set(name, table)
    const start = table.text.length
    table.text += `${line}\n`
    const end = table.text.length - 1
    if (starts) {
      table.rows.push({ row, start, end })
      placeFields(table, line, { name, row, start, separator })
    } else if (table.rows.length > 0) table.rows[table.rows.length - 1]!.end = end
  }
  return [...tables].map(([table, located]) => ({ table, truncated: text.length < whole.length, ...located }))
}

function placeFields(
  table: Located,
  line: string,
  at: { readonly name: string; readonly row: number; readonly start: number; readonly separator: string },
): void {
  const { name, row, start, separator } = at
  let from = 4
  // MSH-1 is the separator, so that what stands behind it is field 2.
  for (let field = name === 'MSH' ? 2 : 1; from <= line.length && field < 200; field++) {
    const next = line.indexOf(separator, from)
    const to = next < 0 ? line.length : next
    if (to > from) table.fields.push({ row, field: `${name}-${field}`, start: start + from, end: start + to })
    from = to + 1
  }
}
