import type { WrittenRecord } from './population.types.ts'

export interface Truth {
  readonly records: number
  /** Persons with one record or more. */
  readonly persons: number
  /** Pairs of records that are of one person: what linkage should find. */
  readonly truePairs: number
}

/** Counts of a set of records, in any order; memory grows with the persons, not with the records. */
export function truthOf(records: Iterable<Pick<WrittenRecord, 'personNumber'>>): Truth {
  const seen = new Map<number, number>()
  let all = 0
  let truePairs = 0
  for (const { personNumber } of records) {
    const before = seen.get(personNumber) ?? 0
    seen.set(personNumber, before + 1)
    all += 1
    truePairs += before
  }
  return { records: all, persons: seen.size, truePairs }
}
