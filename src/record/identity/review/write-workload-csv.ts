import type { ReviewWorkload } from './api.types.ts'

const head = ['Ngày', 'Người rà soát', 'Cùng một người', 'Khác người', 'Chưa rõ', 'Hỏi cơ sở', 'Đã hoàn tác']

/** Work by day and clerk for a spreadsheet: a byte order mark, without which Excel spoils Vietnamese. */
export function writeWorkloadCsv({ clerks }: ReviewWorkload): string {
  const lines = clerks.map((each) => [
    ...[each.day, each.clerk, each.same, each.different],
    ...[each.cannotTell, each.askFacility, each.undone],
  ])
  return `\ufeff${[head, ...lines].map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`
}

/** A name that begins like a formula would be run by the spreadsheet (CWE-1236). */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
