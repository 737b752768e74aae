import { fail, ok, type Problem, type Result } from '#foundation/result'
import type { DemographicRecord, SourceKey } from '../demographics.types.ts'
import { type Cell, recordOf } from './columns.ts'
import { problems } from './csv.problems.ts'
import { rowsOf } from './rows-of.ts'
import { recordId } from './write-rows.ts'

export type Bytes = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>

/** One record of a file and which row it was, the headings being row 1. */
export interface CsvRecord {
  readonly recordId: string
  readonly source: SourceKey
  readonly record: DemographicRecord
  readonly line: number
  /** Further columns by name: null when there is none or nothing is in it. */
  readonly cell: Cell
}

/** No name, number or address is longer. */
const longestCell = 2_000

/** The records of a file in bounded memory. A line that cannot be is a problem and the next one is read, where there is a next one. */
export async function* readRecords(bytes: Bytes): AsyncGenerator<Result<CsvRecord, Problem>> {
  let headings: ReadonlyMap<string, number> | null = null
  let width = 0
  let line = 0
  for await (const row of rowsOf(bytes)) {
    if (row === 'broken') return yield fail(problems.broken(line))
    line += 1
    if (headings === null) {
      headings = placesIn(row)
      width = row.length
      if (!headings.has('fullName') || !headings.has('birthDate')) return yield fail(problems.columns)
    } else if (row.length !== width) yield fail(problems.cells(line, row.length, width))
    else if (row.some((cell) => cell.length > longestCell)) yield fail(problems.long(line))
    else yield ok(readRow(headings, row, line))
  }
}

/** The first of two columns of one name is read. */
const placesIn = (row: readonly string[]): ReadonlyMap<string, number> =>
  new Map(row.map((name, at): [string, number] => [name.trim(), at]).reverse())

function readRow(places: ReadonlyMap<string, number>, row: readonly string[], line: number): CsvRecord {
  const cell: Cell = (column) => row[places.get(column) ?? -1] || null
  const source = { facilityCode: cell('facilityCode') ?? '', localId: cell('localId') ?? String(line) }
  return { recordId: cell('recordId') ?? recordId(source), source, record: recordOf(cell), line, cell }
}
