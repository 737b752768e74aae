import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { fail, ok, type Problem, type Result } from '#foundation/result'
import { catalogueProblems } from '../catalogues.problems.ts'
import { checkZip } from './check-zip.ts'
import { type Cell, importLimits, type Row, type Sheet } from './import.types.ts'
import { openWorkbook } from './open-workbook.ts'

/** The sheets of a workbook, or a CSV file as one sheet. What the file is, its first bytes say, not its name. */
export async function readTable(bytes: Buffer): Promise<Result<readonly Sheet[], Problem>> {
  if (bytes.length === 0) return fail(catalogueProblems.empty)
  if (bytes.length > importLimits.bytes)
    return fail(catalogueProblems.tooLarge(importLimits.bytes / 1_048_576))
  const sheets = isZip(bytes)
    ? await readXlsx(bytes)
    : isOldExcel(bytes)
      ? fail(catalogueProblems.oldExcel)
      : await readCsv(bytes)
  if (!sheets.ok) return sheets
  const filled = sheets.value.filter((sheet) => sheet.rows.some(hasText))
  if (filled.length === 0) return fail(catalogueProblems.empty)
  if (filled.some((sheet) => sheet.rows.length > mostLines))
    return fail(catalogueProblems.tooManyRows(importLimits.rows))
  return ok(filled)
}

const mostLines = importLimits.rows + importLimits.headings

const isZip = (bytes: Buffer) => bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))
const isOldExcel = (bytes: Buffer) => bytes.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))

async function readXlsx(bytes: Buffer): Promise<Result<readonly Sheet[], Problem>> {
  const checked = await checkZip(bytes)
  if (!checked.ok) return checked
  const sheets = await openWorkbook(bytes)
  if (!sheets.ok) return sheets
  const tidied: Sheet[] = []
  for (const { sheet, data } of sheets.value) {
    const rows: Row[] = []
    for (const [at, line] of data.entries()) {
      // Others get their turn: a long sheet is half a second of work.
      if (at % 5_000 === 4_999) await new Promise((resolve) => setImmediate(resolve))
      // Empty lines stay, so that line 12 is the one Excel calls 12.
      rows.push(line.slice(0, importLimits.columns).map(cellOf))
      if (rows.length > mostLines) break
    }
    tidied.push({ name: sheet, rows })
  }
  return ok(tidied)
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'number') return value
  if (typeof value === 'string') return tidy(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  return value === null || value === undefined ? '' : String(value)
}

/** One way to write letters, and no line breaks inside a cell. */
const tidy = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim()
const hasText = (row: Row) => row.some((cell) => cell !== '')

async function readCsv(bytes: Buffer): Promise<Result<readonly Sheet[], Problem>> {
  const text = decode(bytes)
  if (text === null) return fail(catalogueProblems.unreadable)
  const rows: Row[] = []
  const parser = Readable.from(pieces(text)).pipe(
    parse({
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: 1_048_576,
    }),
  )
  try {
    for await (const record of parser) {
      const row = (record as string[]).slice(0, importLimits.columns).map(tidy)
      rows.push(row)
      if (rows.length > mostLines) break
    }
  } catch {
    return fail(catalogueProblems.unreadable)
  } finally {
    parser.destroy()
  }
  return ok([{ name: 'CSV', rows }])
}

/** UTF-8 or UTF-16 with a mark; else UTF-8 when it is valid; else what an old Vietnamese Windows writes. */
function decode(bytes: Buffer): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\u0000') ? null : text
  } catch {
    return bytes.includes(0) ? null : new TextDecoder('windows-1258').decode(bytes)
  }
}

/** Vietnamese Excel saves CSV with semicolons, others with commas or tabs: what stands most often in the first lines. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 20_000)
  const count = (sign: string) => head.split(sign).length
  return ['\t', ';', ','].reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',')
}

function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += 65_536) yield text.slice(at, at + 65_536)
}
