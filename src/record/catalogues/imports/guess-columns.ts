import type { Catalogue } from '#vocabulary/catalogues'
import { foldName } from '#vocabulary/vietnam'
import type { Columns, Row, Sheet } from './import.types.ts'

const looked = 300

/**
 * Where the headings stand and which columns hold code, name and the rest: by the words of the headings, and by how many
 * values under them have the catalogue's shape of codes. A guess is shown to a person before anything is kept.
 */
export function guessColumns(
  catalogue: Catalogue,
  sheet: Sheet,
  chosen: { readonly headerRow?: number | undefined } = {},
): Columns {
  const headerRow = chosen.headerRow ?? guessHeaderRow(sheet.rows)
  const headings = (sheet.rows[headerRow] ?? []).map((cell) => foldName(String(cell)))
  const below = sheet.rows.slice(headerRow + 1, headerRow + 1 + looked)
  const width = Math.max(headings.length, ...below.map((row) => row.length), 1)
  const columns = Array.from({ length: width }, (_, at) => at)
  const code = best(columns, (at) => codeLikeness(catalogue, headings[at] ?? '', below, at))
  const name = best(
    columns.filter((at) => at !== code),
    (at) => nameLikeness(headings[at] ?? '', below, at),
  )
  const fields: Record<string, number> = {}
  const free = columns.filter((at) => at !== code && at !== name && headings[at])
  for (const field of catalogue.fields) {
    const words = [foldName(field.title), foldName(field.titleEn), foldName(field.key)]
    const found = free.find((at) => !Object.values(fields).includes(at) && words.includes(headings[at]!))
    if (found !== undefined) fields[field.key] = found
  }
  return { sheet: sheet.name, headerRow, code: code ?? 0, name: name ?? Math.min(1, width - 1), fields }
}

/** The first of the first lines with a word for code and a word for name; else the first with two filled cells. */
function guessHeaderRow(rows: readonly Row[]): number {
  const first = rows.slice(0, 30).map((row) => row.map((cell) => foldName(String(cell))))
  const named = first.findIndex(
    (cells) => cells.some((cell) => codeWord.test(cell)) && cells.some((cell) => nameWord.test(cell)),
  )
  if (named >= 0) return named
  return Math.max(
    0,
    first.findIndex((cells) => cells.filter((cell) => cell !== '').length >= 2),
  )
}

const codeWord = /^(ma|code|ma so|ma .{1,40}|.{1,20} code)$/
const nameWord = /^(ten|name|display|dien giai|ten .{1,60}|noi dung|.{1,20} name)$/

function codeLikeness(catalogue: Catalogue, heading: string, rows: readonly Row[], at: number): number {
  const values = rows.map((row) => String(row[at] ?? '')).filter((text) => text !== '')
  if (values.length === 0) return 0
  const fitting = values.filter((text) => catalogue.codeShape.test(text)).length / values.length
  const distinct = new Set(values).size / values.length
  // A running number fits many shapes and is no code; `stt` says that it is one.
  const word = /^(stt|tt|so tt|no)$/.test(heading) ? -1 : codeWord.test(heading) ? 0.6 : 0
  const first = /^(ma|code|ma tuong duong)$/.test(heading) ? 0.1 : 0
  return fitting * distinct + word + first
}

function nameLikeness(heading: string, rows: readonly Row[], at: number): number {
  const values = rows.map((row) => row[at]).filter((cell) => typeof cell === 'string' && cell !== '')
  const length =
    values.reduce<number>((sum, text) => sum + String(text).length, 0) / Math.max(1, values.length)
  const word = /^(ten|name)$/.test(heading) ? 1.2 : nameWord.test(heading) ? 1 : 0
  return word + Math.min(length, 60) / 100 + values.length / Math.max(1, rows.length) / 10
}

function best(columns: readonly number[], score: (at: number) => number): number | undefined {
  let found: { at: number; score: number } | undefined
  for (const at of columns) {
    const it = score(at)
    if (!found || it > found.score) found = { at, score: it }
  }
  return found?.at
}
