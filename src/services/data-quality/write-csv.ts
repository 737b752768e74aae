import { csvTable } from '#foundation/csv'
import type { QualityBoard, QualityMeasures } from './api.types.ts'

const columns: readonly (readonly [title: string, of: (m: QualityMeasures) => number | string | null])[] = [
  ['Số bản ghi', (m) => m.records],
  ['Chung', (m) => m.overall],
  ['Đúng hạn', (m) => m.timely],
  ['Trễ hạn (bản ghi)', (m) => m.late],
  ['Đầy đủ', (m) => m.complete],
  ['Hợp lệ', (m) => m.valid],
  ['Không cảnh báo', (m) => m.clean],
  ['Định danh', (m) => m.identity],
  ['Số định danh cá nhân', (m) => m.citizen],
  ['Thẻ BHYT', (m) => m.card],
  ['Ngày sinh đủ', (m) => m.birth],
  ['Địa chỉ mã mới', (m) => m.address],
  ['Để riêng (bản ghi)', (m) => m.setAside],
  ['Tỷ lệ để riêng', (m) => m.setAsideShare],
  ['Đang chờ xử lý', (m) => m.open],
  ['Chờ lâu nhất từ', (m) => m.oldestOpenAt],
  ['Gửi lặp trong ngày', (m) => m.repeated],
  ['Không rõ lúc kết thúc', (m) => m.noEnd],
  ['Kết thúc sau lúc nhận', (m) => m.futureEnd],
  ['Gửi bù', (m) => m.backLoaded],
]

/** The board as a table for a spreadsheet; shares as 0 to 1. */
export function writeCsv(board: QualityBoard): string {
  const head = [
    'Mã cơ sở',
    'Tên cơ sở',
    'Phần mềm',
    'Từ ngày',
    'Đến ngày',
    ...columns.map(([title]) => title),
  ]
  const lines = board.facilities.map((line) => [
    line.facilityCode,
    line.name,
    line.vendor,
    board.period.from,
    board.period.to,
    ...columns.map(([, of]) => of(line.measures)),
  ])
  return csvTable(head, lines)
}
