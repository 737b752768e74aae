import { fail, ok, type Problem, type Result } from '#foundation/result'
import type { DemographicRecord, SourceKey } from '#vocabulary/demographics'
import { type Fault, faultNames, type SourceKind } from '../population.types.ts'
import { sources } from '../records/sources.ts'
import { type Cell, type Column, columns, recordOf } from './columns.ts'
import { problems } from './csv.problems.ts'
import { rowsOf } from './rows-of.ts'
import { recordId } from './write-csv.ts'

export interface ReadRecord {
  readonly recordId: string
  readonly source: SourceKey
  readonly kind: SourceKind | null
  readonly record: DemographicRecord
  /** Null in a file without the truth. */
  readonly personNumber: number | null
  readonly faults: readonly Fault[]
}

/**
 * The records of a file, one after the other, in bounded memory. Columns are found by name, further ones are passed over and
 * missing ones are empty; a line that cannot be read ends the file with a problem.
 */
export async function* readCsv(
  bytes: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): AsyncGenerator<Result<ReadRecord, Problem>> {
  let places: Places | null = null
  let line = 0
  for await (const row of rowsOf(bytes)) {
    if (row === 'broken') return yield fail(problems.broken(line))
    line += 1
    if (places) yield ok(readRow(places, row, line))
    else {
      places = placesIn(row)
      if (!places) return yield fail(problems.columns)
    }
  }
}

type Places = Readonly<Record<Column, number>>

function placesIn(headings: readonly string[]): Places | null {
  const found = headings.map((name) => name.trim())
  if (!found.includes('fullName') || !found.includes('birthDate')) return null
  return Object.fromEntries(columns.map((name) => [name, found.indexOf(name)])) as unknown as Places
}

const kinds = new Set<string>(sources.map(({ kind }) => kind))
const faultSet = new Set<string>(faultNames)

function readRow(places: Places, row: readonly string[], line: number): ReadRecord {
  const cell: Cell = (column) => row[places[column]] || null
  const source = { facilityCode: cell('facilityCode') ?? '', localId: cell('localId') ?? String(line) }
  const kind = cell('kind')
  const person = cell('personNumber')
  return {
    recordId: cell('recordId') ?? recordId(source),
    source,
    kind: kind && kinds.has(kind) ? (kind as SourceKind) : null,
    record: recordOf(cell),
    personNumber: person && /^\d{1,9}$/.test(person) ? Number(person) : null,
    faults: (cell('faults')?.split(' ') ?? []).filter((fault): fault is Fault => faultSet.has(fault)),
  }
}
