import type { LocatedTable } from '../bhyt-xml/located.types.ts'
import type { RecordContext } from '../format.types.ts'
import { type Ready, readyFor } from './kept.ts'
import { textOf } from './text.ts'

const mostText = 1_000_000

interface Cell {
  readonly start: number
  readonly end: number
}

/** A record as the text people know, once for each table it became, with the cell of every field. */
export function locateCsv(bytes: Uint8Array, context: RecordContext): LocatedTable[] {
  const whole = textOf(bytes, context.encoding) ?? new TextDecoder('utf-8').decode(bytes)
  const text = whole.slice(0, mostText)
  const ready = readyFor(context.kept)
  const lines = ready ? cellsOf(text, ready.kept.delimiter, ready.kept.lineEnd) : []
  const rows = lines.map(({ cells }, index) => ({
    row: index + 1,
    start: cells[0]!.start,
    end: cells.at(-1)!.end,
  }))
  const located = { text, truncated: text.length < whole.length }
  if (!ready?.kept.mapping) {
    const fields = lines.flatMap(({ cells }, index) =>
      cells.map((cell, at) => ({ row: index + 1, field: ready?.kept.columns[at] ?? `#${at + 1}`, ...cell })),
    )
    return [{ table: 'CSV', ...located, fields, rows }]
  }
  return [
    { table: 'XML1', ...located, fields: fieldsOf(ready.summary, lines.slice(0, 1)), rows: rows.slice(0, 1) },
    ...ready.details.map(({ table, fields }) => ({
      table,
      ...located,
      fields: fieldsOf(fields, lines),
      rows,
    })),
  ]
}

function fieldsOf(fields: Ready['summary'], lines: readonly { readonly cells: readonly Cell[] }[]) {
  return lines.flatMap(({ cells }, index) =>
    fields.flatMap((field) => {
      const cell = cells[field.columns[0] ?? -1]
      return cell ? [{ row: index + 1, field: field.field, ...cell }] : []
    }),
  )
}

/** Places of cells in text, by the same rule as the cutting: quotes count at the beginning of a cell. */
function cellsOf(text: string, delimiter: string, lineEnd: 'lf' | 'cr'): { cells: Cell[] }[] {
  const lines: { cells: Cell[] }[] = []
  let cells: Cell[] = []
  let start = 0
  const end = (at: number) => cells.push(placeOf(text, start, at))
  const close = (at: number) => {
    end(at)
    if (cells.some((cell) => cell.end > cell.start)) lines.push({ cells })
    cells = []
  }
  for (let at = 0; at <= text.length; at++) {
    const c = text[at]
    if (c === '"' && at === start) {
      at = afterQuotes(text, at)
      continue
    }
    if (c === undefined || c === (lineEnd === 'lf' ? '\n' : '\r')) close(at)
    else if (c === delimiter) end(at)
    else continue
    start = at + 1
  }
  return lines
}

/** The position of the closing quote, or of the opening one when there is none. */
function afterQuotes(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] !== '"') continue
    if (text[at + 1] === '"') at++
    else return at
  }
  return from
}

function placeOf(text: string, from: number, to: number): Cell {
  let [start, end] = [from, to]
  while (start < end && /[\s"]/.test(text[start]!)) start++
  while (end > start && /[\s"]/.test(text[end - 1]!)) end--
  return { start, end }
}
