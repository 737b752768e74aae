import { ok, type Problem, type Result } from '#foundation/result'
import type { DemographicRecord, SourceKey } from '#vocabulary/demographics'
import { type Bytes, readRecords } from '#vocabulary/demographics/csv'
import { type Fault, faultNames, type SourceKind } from '../population.types.ts'
import { sources } from '../records/sources.ts'

export interface ReadRecord {
  readonly recordId: string
  readonly source: SourceKey
  readonly kind: SourceKind | null
  readonly record: DemographicRecord
  /** Null in a file without the truth. */
  readonly personNumber: number | null
  readonly faults: readonly Fault[]
}

const kinds = new Set<string>(sources.map(({ kind }) => kind))
const faultSet = new Set<string>(faultNames)

/** The records of a file with the truth behind them, where it has one. */
export async function* readCsv(bytes: Bytes): AsyncGenerator<Result<ReadRecord, Problem>> {
  for await (const read of readRecords(bytes)) {
    if (!read.ok) {
      yield read
      continue
    }
    const { recordId, source, record, cell } = read.value
    const kind = cell('kind')
    const person = cell('personNumber')
    yield ok({
      recordId,
      source,
      kind: kind && kinds.has(kind) ? (kind as SourceKind) : null,
      record,
      personNumber: person && /^\d{1,9}$/.test(person) ? Number(person) : null,
      faults: (cell('faults')?.split(' ') ?? []).filter((fault): fault is Fault => faultSet.has(fault)),
    })
  }
}
