import { parse } from 'csv-parse/sync'
import type { CsvKept } from './mapping.types.ts'

/** Lines of a record as cells, trimmed; null when the text is no CSV. Lines without any content are left out. */
export function readCells(
  text: string,
  { delimiter, lineEnd }: Pick<CsvKept, 'delimiter' | 'lineEnd'>,
): string[][] | null {
  try {
    const lines = parse(text, {
      delimiter,
      record_delimiter: lineEnd === 'lf' ? ['\r\n', '\n'] : ['\r'],
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as string[][]
    return lines
      .map((cells) => cells.map((cell) => cell.trim()))
      .filter((cells) => cells.some((c) => c !== ''))
  } catch {
    return null
  }
}

/** A header cell as it is compared and shown: composed, one space between words. */
export const columnName = (cell: string): string =>
  cell.normalize('NFC').replace(/\s+/g, ' ').trim().slice(0, 300)
