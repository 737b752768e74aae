import type { Database } from '#foundation/db'
import type { DemographicRecord } from '#vocabulary/demographics'
import { findMates, findWordsAfter } from '../links/learn.queries.ts'
import { findRecords } from '../links/records.queries.ts'
import type { Watch } from './watch.types.ts'

/** Records to learn from. */
export interface Sample {
  /** Records by chance: of strangers, and of how frequent names are. */
  readonly any: readonly DemographicRecord[]
  /** Some of them with everybody who shares a key: of matches, which among records by chance are too rare. */
  readonly near: readonly DemographicRecord[]
}

const together = 5_000
const seedsTogether = 250

/**
 * All records if there are no more than asked for. Otherwise half of them from the first shards (a record's shard is a hash of
 * its natural key: by chance), and half of people who resemble each other around some of these. The same tables give the same.
 */
export async function sampleWords(
  db: Database,
  { records, atMost }: { readonly records: number; readonly atMost: number },
  watch: Watch = {},
): Promise<Sample> {
  const wanted = records <= atMost ? records : Math.ceil(atMost / 2)
  const any: DemographicRecord[] = []
  const seeds: string[] = []
  let after = { shard: -1, record: '0' }
  while (any.length < wanted) {
    watch.signal?.throwIfAborted()
    const rows = await findWordsAfter(db, after, Math.min(together, wanted - any.length))
    if (rows.length === 0) break
    for (const row of rows) {
      any.push(row.words)
      seeds.push(row.record)
    }
    after = rows.at(-1)!
    watch.onProgress?.('records', any.length, wanted)
  }
  if (records <= atMost) return { any, near: any }
  return { any, near: await wordsAround(db, seeds, atMost - wanted, watch) }
}

async function wordsAround(
  db: Database,
  seeds: readonly string[],
  atMost: number,
  watch: Watch,
): Promise<DemographicRecord[]> {
  const near = new Map<string, DemographicRecord>()
  for (let from = 0; from < seeds.length && near.size < atMost; from += seedsTogether) {
    watch.signal?.throwIfAborted()
    const found = await findMates(db, seeds.slice(from, from + seedsTogether))
    const fresh = found.filter((record) => !near.has(record)).slice(0, atMost - near.size)
    for (const row of await findRecords(db, fresh)) near.set(row.record, row.words)
    watch.onProgress?.('mates', near.size, atMost)
  }
  // In one order, whatever order the database gave them in: training draws by place.
  return [...near].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, words]) => words)
}
