import type { SourceKey } from '#vocabulary/demographics'
import type { WrittenRecord } from '../population.types.ts'
import { cellsOf, columns } from './columns.ts'

/** The name of a record in files: facility and local id, as unique as the two together. */
export const recordId = ({ facilityCode, localId }: SourceKey): string => `${facilityCode}-${localId}`

/** RFC 4180, UTF-8, LF; in pieces of about 64 kB, so that a million records pass through a few megabytes. */
export function* writeCsv(records: Iterable<WrittenRecord>): Generator<string> {
  let piece = `${columns.join(',')}\n`
  for (const { source, kind, record, personNumber, faults } of records) {
    piece += line([recordId(source), source.facilityCode, source.localId, kind], cellsOf(record), [
      personNumber,
      faults.join(' '),
    ])
    if (piece.length < 65_536) continue
    yield piece
    piece = ''
  }
  yield piece
}

type Cells = readonly (string | number | null)[]

const line = (key: Cells, record: Cells, truth: Cells): string =>
  `${key.map(quoted).join(',')},${record.map(quoted).join(',')},${truth.map(quoted).join(',')}\n`

function quoted(cell: string | number | null): string | number {
  if (cell === null) return ''
  return typeof cell === 'string' && /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
