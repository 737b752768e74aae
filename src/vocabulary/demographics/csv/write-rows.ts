import type { SourceKey } from '../demographics.types.ts'

/** The name of a record in files: facility and local id, as unique as the two together. */
export const recordId = ({ facilityCode, localId }: SourceKey): string => `${facilityCode}-${localId}`

export type CsvCell = string | number | null

/** RFC 4180, UTF-8, LF; in pieces of about 64 kB, so that a million lines pass through a few megabytes. */
export function* writeRows(
  columns: readonly string[],
  rows: Iterable<readonly CsvCell[]>,
): Generator<string> {
  let piece = `${columns.join(',')}\n`
  for (const row of rows) {
    piece += `${row.map(quoted).join(',')}\n`
    if (piece.length < 65_536) continue
    yield piece
    piece = ''
  }
  yield piece
}

function quoted(cell: CsvCell): string | number {
  if (cell === null) return ''
  return typeof cell === 'string' && /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
