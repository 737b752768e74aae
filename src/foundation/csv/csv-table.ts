export type CsvCell = string | number | null

/** A table as a spreadsheet opens it: a byte order mark, without which Excel spoils Vietnamese; lines end as RFC 4180 says. */
export const csvTable = (head: readonly string[], lines: readonly (readonly CsvCell[])[]): string =>
  `\ufeff${[head, ...lines].map((cells) => cells.map(written).join(',')).join('\r\n')}\r\n`

/** A text that begins like a formula would be run by the spreadsheet (CWE-1236). */
function written(value: CsvCell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
