import type { Database } from '#foundation/db'
import type { IdentityModel } from '../model/model.types.ts'
import { findCommonHashes, findDummies } from './learn.queries.ts'
import type { LinkContext } from './link-context.ts'
import { findRecords } from './records.queries.ts'
import { saveLearned } from './reevaluate.queries.ts'

/** Values that say nothing of who somebody is. Frozen with the model version that leaves them out. */
export interface Learned {
  /** Numbers that too many differently named people mention. */
  readonly dummies: readonly { readonly kind: string; readonly value: string; readonly names: number }[]
  /** Keys (`{block}|{value}`) that too many records share. */
  readonly hot: readonly { readonly key: string; readonly records: number }[]
}

export interface LearnLimits {
  /** A number on more names is a dummy. */
  readonly names: number
  /** A key on more records is hot. */
  readonly holders: number
  /** No list is longer: the most common come first. */
  readonly atMost: number
}

export const usualLearnLimits: LearnLimits = { names: 3, holders: 50, atMost: 10_000 }

/** Reads the whole tables: for the night. What a key says is read from one of its holders, for the table knows only its hash. */
export async function learnValues(
  db: Database,
  context: LinkContext,
  limits: LearnLimits = usualLearnLimits,
): Promise<Learned> {
  const dummies = await findDummies(db, limits.names, limits.atMost)
  const common = await findCommonHashes(db, limits.holders, limits.atMost)
  const holders = await findRecords(
    db,
    common.map((each) => each.holder),
  )
  const texts = textsOf(context.model, holders, context)
  return {
    dummies,
    hot: common.flatMap(({ hash, records }) => {
      const key = texts.get(hash)
      return key === undefined ? [] : [{ key, records }]
    }),
  }
}

function textsOf(
  model: IdentityModel,
  holders: Awaited<ReturnType<typeof findRecords>>,
  context: LinkContext,
): Map<string, string> {
  return new Map(
    holders.flatMap((row) =>
      model.keysOf(model.featuresOf(row.words)).map((key) => [context.hash(key), key] as const),
    ),
  )
}

/** Keeps with a version what it was made with. Once: a version never changes. */
export const keepLearned = (db: Database, context: LinkContext, learned: Learned): Promise<number> =>
  saveLearned(db, context.modelNumber, learned)
