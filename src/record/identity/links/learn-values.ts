import type { Database } from '#foundation/db'
import type { IdentityModel } from '../model/model.types.ts'
import { findCommonHashes, findHoldersWithin } from './learn.queries.ts'
import type { LinkContext } from './link-context.ts'
import type { RecordRow } from './links.types.ts'
import { findRecords } from './records.queries.ts'
import { saveLearned } from './reevaluate.queries.ts'

/** A key (`{block}|{value}`) that many records share. */
export interface CommonKey {
  readonly hash: string
  readonly key: string
  /** How many held it; of a key that finds nobody any more, how many did when it came to that. */
  readonly records: number
}

export interface LearnLimits {
  /** A key on more records is common. Less than `holdersPerKey`: it is refined before it finds nobody. */
  readonly holders: number
  /** No list is longer: the most common come first. */
  readonly atMost: number
}

export const usualLearnLimits: LearnLimits = { holders: 50, atMost: 100_000 }

/** Holders looked at in one go: they are wanted for the words behind a hash only. */
const together = 2_000

/** Reads the whole table of keys. What a key says is read from one of its holders, for the table knows only its hash. */
export async function findCommonKeys(
  db: Database,
  context: LinkContext,
  limits: LearnLimits = usualLearnLimits,
): Promise<CommonKey[]> {
  const common = await findCommonHashes(db, limits.holders, limits.atMost)
  const keys: CommonKey[] = []
  for (let from = 0; from < common.length; from += together) {
    const some = common.slice(from, from + together)
    const holders = await findRecords(db, [...new Set(some.map((each) => each.holder))])
    const texts = textsOf(context.model, holders, context)
    for (const { hash, records } of some) {
      const key = texts.get(hash)
      // A holder that says something else since has another key.
      if (key !== undefined) keys.push({ hash, key, records })
    }
  }
  return keys
}

/** Shards read in one go, of 65,536. */
const shardsTogether = 512

/** Every holder of these keys, with the keys it holds; reads the whole table of records. */
export async function* eachHolder(
  db: Database,
  keys: readonly CommonKey[],
  onShards: (done: number, total: number) => void = () => {},
): AsyncGenerator<{ readonly words: RecordRow['words']; readonly keys: readonly string[] }> {
  if (keys.length === 0) return
  const texts = new Map(keys.map(({ hash, key }) => [hash, key]))
  const hashes = [...texts.keys()]
  for (let from = 0; from < 65_536; from += shardsTogether) {
    const rows = await findHoldersWithin(db, hashes, from, from + shardsTogether)
    for (const row of rows) yield { words: row.words, keys: row.hashes.map((hash) => texts.get(hash)!) }
    onShards(from + shardsTogether, 65_536)
  }
}

function textsOf(
  model: IdentityModel,
  holders: readonly RecordRow[],
  context: LinkContext,
): Map<string, string> {
  return new Map(
    holders.flatMap((row) =>
      model.keysOf(model.featuresOf(row.words)).map((key) => [context.hash(key), key] as const),
    ),
  )
}

/** Keeps with a version what it was made of, for people to read. Once: a version never changes. */
export const keepLearned = (db: Database, modelNumber: number, learned: unknown): Promise<number> =>
  saveLearned(db, modelNumber, learned)
