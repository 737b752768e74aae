import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import { ok, type Result } from '#foundation/result'
import { findWordsAfter } from '../links/learn.queries.ts'
import { findRecords } from '../links/records.queries.ts'
import { vietnameseScheme } from '../model/index.ts'
import { type BlockInUse, BlockTally, type Holders } from './block-tally.ts'
import {
  countCandidates,
  countCrowds,
  countHolders,
  findCompanions,
  findLargestCrowds,
} from './blocks.queries.ts'
import { type NamedRecord, nameOf } from './explain-change.ts'
import { openVersion } from './open-version.ts'
import { type Spread, spreadOf } from './spread.ts'
import type { Watch } from './watch.types.ts'

export interface BlocksInUse {
  readonly version: number
  readonly records: number
  /** With how many others a record is compared. */
  readonly candidates: Spread
  readonly pairs: number
  readonly unmet: number
  /** `hotValues`: values that the version refines because too many held them. */
  readonly blocks: readonly (BlockInUse & { readonly hotValues: number })[]
  readonly crowds: number
  readonly largest: readonly Crowd[]
}

/** A key that finds nobody any more. What it says stays here: whoever must know looks at the record that holds it. */
export interface Crowd {
  /** Null: its record says something else by now. */
  readonly block: string | null
  readonly records: number
  readonly since: Date
  readonly holder: NamedRecord | null
}

const together = 500
const crowdsShown = 20

/** What every block of the version in force costs and finds, from records of the index by chance. */
export async function describeBlocksInUse(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  asked: { readonly sample: number },
  watch: Watch = {},
): Promise<Result<BlocksInUse>> {
  const opened = await openVersion(db, 'in-force', { now: clock.now() })
  if (!opened.ok) return opened
  const { settings, context } = opened.value
  const tally = new BlockTally(
    vietnameseScheme.blocks.map(({ name }) => name),
    context,
  )
  const candidates: number[] = []
  let after = { shard: -1, record: '0' }
  while (candidates.length < asked.sample) {
    watch.signal?.throwIfAborted()
    const rows = await findWordsAfter(db, after, Math.min(together, asked.sample - candidates.length))
    if (rows.length === 0) break
    after = rows.at(-1)!
    for (const count of await noteRecords(db, rows, tally)) candidates.push(count)
    watch.onProgress?.('records', candidates.length, asked.sample)
  }
  return ok({
    ...{ version: context.modelNumber, records: candidates.length, candidates: spreadOf(candidates) },
    ...{ pairs: tally.pairs, unmet: tally.unmet, crowds: await countCrowds(db) },
    blocks: tally
      .blocks()
      .map((block) => ({ ...block, hotValues: settings.linkage.hotValues[block.name]?.length ?? 0 })),
    largest: await largestCrowds(db, tally),
  })
}

/** Counts some records and everybody linked with them; says with how many others each is compared. */
async function noteRecords(
  db: Database,
  rows: Awaited<ReturnType<typeof findWordsAfter>>,
  tally: BlockTally,
): Promise<number[]> {
  const records = rows.map(({ record }) => record)
  const keys = new Map(rows.map(({ record, words }) => [record, tally.keysOf(words)]))
  const hashes = [...new Set([...keys.values()].flatMap((list) => list.map(({ hash }) => hash)))]
  const holders: Holders = new Map(
    (await countHolders(db, hashes)).map((row) => [row.hash, row.is_crowd ? null : row.holders]),
  )
  for (const list of keys.values()) tally.noteRecord(list, holders)
  for (const { record, words } of await findCompanions(db, records))
    tally.notePair(keys.get(record)!, tally.keysOf(words), holders)
  return (await countCandidates(db, records)).map(({ candidates }) => candidates)
}

async function largestCrowds(db: Database, tally: BlockTally): Promise<Crowd[]> {
  const crowds = await findLargestCrowds(db, crowdsShown)
  const rows = await findRecords(
    db,
    crowds.map(({ record }) => record),
  )
  const holders = new Map(rows.map((row) => [row.record, row]))
  return crowds.map(({ hash, record, records, since }) => {
    const row = holders.get(record)
    const key = row && tally.keysOf(row.words).find((each) => each.hash === hash)
    return { block: key?.block ?? null, records, since, holder: row ? nameOf(row) : null }
  })
}
