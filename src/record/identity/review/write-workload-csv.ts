import { csvTable } from '#foundation/csv'
import type { ReviewWorkload } from './api.types.ts'

const head = ['Ngày', 'Người rà soát', 'Cùng một người', 'Khác người', 'Chưa rõ', 'Hỏi cơ sở', 'Đã hoàn tác']

/** Work by day and clerk for a spreadsheet. */
export const writeWorkloadCsv = ({ clerks }: ReviewWorkload): string =>
  csvTable(
    head,
    clerks.map((each) => [
      ...[each.day, each.clerk, each.same, each.different],
      ...[each.cannotTell, each.askFacility, each.undone],
    ]),
  )
