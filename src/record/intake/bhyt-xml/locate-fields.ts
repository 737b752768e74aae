import type { TableId } from '#vocabulary/bhyt'
import type { RecordContext } from '../format.types.ts'
import { openBase64 } from './base64.ts'
import { decode, decodeDocument, type Encoding } from './encoding.ts'
import { modernNames } from './legacy-4210.ts'
import type { LocatedTable } from './located.types.ts'
import { tableOfTree } from './read-tables.ts'
import { type Cell, rowsOf } from './rows.ts'
import { breakLines, scanTree } from './scan-xml.ts'
import { shapeOf, tableByKind } from './tag-names.ts'
import { textOf, type XmlNode } from './xml-tree.ts'

/** Longest text handed to a screen, in UTF-16 units. */
const mostText = 1_000_000

/**
 * Opens every table of a record for reading by people and says where each field stands, with the rows and field names of
 * `readRecord`'s problems. Works on broken XML as far as it can; what cannot be opened is shown as sent.
 */
export function locateFields(bytes: Uint8Array, context: RecordContext): LocatedTable[] {
  const text = decode(bytes, context.encoding) ?? new TextDecoder('utf-8').decode(bytes)
  if (context.format === 'driver-check') return [locateJson(text)]
  if (context.format === 'check-in') return [locateXml(breakLines(text), 'XML0')]
  if (context.format === 'death-notice') return [locateXml(breakLines(text), 'GBT')]
  const tree = scanTree(text)
  const files = findAll(tree, 'FILEHOSO')
  if (files.length > 0) return joinSame(files.map((file) => locateFile(file, text, context.encoding)))
  const bare = tableOfTree(tree)
  return [bare ? locateXml(breakLines(text), bare) : asSent('?', text)]
}

function locateFile(file: XmlNode, text: string, encoding: Encoding): LocatedTable {
  const kind = file.children?.find((c) => c.name.toUpperCase() === 'LOAIHOSO')?.text ?? ''
  const content = file.children?.find((c) => c.name.toUpperCase() === 'NOIDUNGFILE')
  const named = tableByKind(kind)?.id
  const raw = content ? text.slice(content.span!.innerStart, content.span!.innerEnd) : ''
  const opened = content && (content.children ? raw : openText(content.text, encoding))
  if (!opened) return asSent(named ?? (kind.trim().slice(0, 20) || '?'), raw)
  const id = tableOfTree(scanTree(opened)) ?? named
  return id ? locateXml(breakLines(opened), id) : asSent(kind.trim().slice(0, 20) || '?', opened)
}

/** The text inside base64, or the XML that stands there instead; null when it cannot be opened. */
function openText(content: string, encoding: Encoding): string | null {
  const text = content.trim()
  if (text.startsWith('<')) return text
  const bytes = openBase64(text)?.bytes
  if (!bytes || bytes.length === 0) return null
  return decodeDocument(bytes, encoding)?.text ?? new TextDecoder('utf-8').decode(bytes)
}

function asSent(table: string, text: string): LocatedTable {
  const cut = text.slice(0, mostText)
  return {
    table,
    text: cut,
    truncated: cut.length < text.length,
    fields: [{ row: 1, field: 'NOIDUNGFILE', start: 0, end: cut.length }],
    rows: [],
  }
}

function locateXml(whole: string, id: TableId): LocatedTable {
  const text = whole.slice(0, mostText)
  const rows: { row: number; start: number; end: number }[] = []
  const fields: { row: number; field: string; start: number; end: number }[] = []
  for (const sent of rowsOf(scanTree(text), shapeOf(id)).rows) {
    const { start, end } = sent.node.span!
    rows.push({ row: sent.row, start, end })
    const legacy = new Map(sent.cells.map((c) => [c.name, c]))
    for (const cell of sent.cells) {
      const place = placeOf(cell, text)
      fields.push({ row: sent.row, field: cell.name, ...place })
      for (const field of modernNames(id, cell.name))
        if (!legacy.has(field)) fields.push({ row: sent.row, field, ...place })
    }
  }
  return { table: id, text, truncated: text.length < whole.length, fields, rows }
}

/** The value without the white space around it; an empty element is pointed at as a whole. */
function placeOf(cell: Cell, text: string): { start: number; end: number } {
  const span = cell.node.span!
  if (cell.attribute !== null) return { ...span.attributes![cell.attribute]! }
  let { innerStart: start, innerEnd: end } = span
  const inner = text.slice(start, end)
  if (textOf(cell.node).trim() === '') return { start: span.start, end: span.end }
  const cdata = /^\s*<!\[CDATA\[([\s\S]*)\]\]>\s*$/.exec(inner)
  if (cdata && !cdata[1]!.includes(']]>')) {
    const at = inner.indexOf('<![CDATA[') + 9
    return { start: start + at, end: start + at + cdata[1]!.length }
  }
  start += inner.length - inner.trimStart().length
  end -= inner.length - inner.trimEnd().length
  return { start, end }
}

/** Several FILEHOSO of one table are one table to `readRecord`: their rows go on counting. */
function joinSame(tables: LocatedTable[]): LocatedTable[] {
  const rows = new Map<string, number>()
  return tables.map((t) => {
    const before = rows.get(t.table) ?? 0
    rows.set(t.table, before + t.rows.length)
    if (before === 0) return t
    const shift = <R extends { readonly row: number }>(r: R): R => ({ ...r, row: r.row + before })
    return { ...t, rows: t.rows.map(shift), fields: t.fields.map(shift) }
  })
}

function findAll(node: XmlNode, name: string): XmlNode[] {
  return (node.children ?? []).flatMap((c) => (c.name.toUpperCase() === name ? [c] : findAll(c, name)))
}

/** Every top-level `"KEY": value` of a JSON object, found by one pass over its strings and braces. */
function locateJson(whole: string): LocatedTable {
  const text = whole.slice(0, mostText)
  const shape = shapeOf('GKSKLX')
  const fields: { row: number; field: string; start: number; end: number }[] = []
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/gs
  let depth = 0
  let key: string | null = null
  let afterColon = false
  for (const m of text.matchAll(token)) {
    const [piece] = m
    if (piece === '{' || piece === '[') depth++
    else if (piece === '}' || piece === ']') depth--
    else if (piece === ':') afterColon = true
    else if (piece === ',') {
      key = null
      afterColon = false
    } else if (depth === 1 && !afterColon) key = piece.startsWith('"') ? piece.slice(1, -1) : null
    else if (depth === 1 && key !== null) {
      const quoted = piece.startsWith('"') ? 1 : 0
      const start = m.index + quoted
      fields.push({ row: 1, field: shape.canonical(key) ?? key, start, end: m.index + piece.length - quoted })
      key = null
    }
  }
  return {
    table: 'GKSKLX',
    text,
    truncated: text.length < whole.length,
    fields,
    rows: [{ row: 1, start: 0, end: text.length }],
  }
}
