import { type CsvCell, cellsOf, recordId, writeRows } from '#vocabulary/demographics/csv'
import type { WrittenRecord } from '../population.types.ts'
import { columns } from './columns.ts'

/** A file of pretended records, the truth in its last columns. */
export const writeCsv = (records: Iterable<WrittenRecord>): Generator<string> =>
  writeRows(columns, rows(records))

function* rows(records: Iterable<WrittenRecord>): Generator<readonly CsvCell[]> {
  for (const { source, kind, record, personNumber, faults } of records)
    yield [
      recordId(source),
      source.facilityCode,
      source.localId,
      ...cellsOf(record),
      kind,
      personNumber,
      faults.join(' '),
    ]
}
