/** What a cell of COPY may be. */
export type CopyCell = string | number | boolean | null

const special = /[\\\t\n\r]/g
const needsEscape = /[\\\t\n\r]/
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const letters: Readonly<Record<string, string>> = { '\\': '\\', t: '\t', n: '\n', r: '\r' }

const written = (cell: CopyCell): string => {
  if (cell === null) return '\\N'
  if (typeof cell === 'boolean') return cell ? 't' : 'f'
  if (typeof cell === 'number') return String(cell)
  return needsEscape.test(cell) ? cell.replace(special, (letter) => escapes[letter]!) : cell
}

/** One row in the text format of COPY (PostgreSQL manual, COPY, "Text Format"), without the line end. */
export const copyLine = (cells: readonly CopyCell[]): string => cells.map(written).join('\t')

/** A cell of such a row again, as text. */
export const readCell = (cell: string): string | null =>
  cell === '\\N' ? null : cell.includes('\\') ? cell.replace(/\\(.)/g, (_, letter) => letters[letter]!) : cell

export const readLine = (line: string): (string | null)[] => line.split('\t').map(readCell)
