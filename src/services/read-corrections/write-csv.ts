import { csvTable } from '#foundation/csv'
import type { ReadCorrection } from './api.types.ts'

const head = [
  'Lúc xem',
  'Người xem',
  'Cơ sở xem',
  'Qua cửa',
  'Tách lúc',
  'Hồ sơ đã xem chung',
  'Trạng thái',
  'Người ghi',
  'Ghi lúc',
  'Ghi chú',
  'Mã lượt xem',
]
const states = { open: 'Chờ đính chính', told: 'Đã báo', 'no-need': 'Không cần' } as const

/** The list for a spreadsheet; instants as ISO 8601 in UTC. */
export const writeCsv = (items: readonly ReadCorrection[]): string =>
  csvTable(
    head,
    items.map(({ reading, persons, said, partedAt, state }) => [
      ...[reading.at, reading.actorName, reading.facility, reading.door, partedAt],
      persons
        .map(({ records }) => records.map(({ facility, localId }) => `${facility} ${localId}`).join(' + '))
        .join(' | '),
      ...[states[state], said?.by ?? null, said?.at ?? null, said?.note ?? null, reading.readingId],
    ]),
  )
