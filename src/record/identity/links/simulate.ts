import type { Database } from '#foundation/db'
import { comparePartitions, type PartitionDiff } from '#foundation/linkage/settle'
import type { IdentityModel } from '../model/model.types.ts'
import type { LinkContext } from './link-context.ts'
import type { RecordRow } from './links.types.ts'
import { naturalKey } from './record-keys.ts'
import { settleAll } from './settle-all.ts'
import {
  findCrowdHashes,
  findDecisionsAmong,
  findMembersOf,
  findReviewsAmong,
  findSample,
} from './simulate.queries.ts'

export interface Simulation extends PartitionDiff {
  readonly records: number
  readonly pairsWeighed: number
  /** The records that were looked at, by natural key. */
  readonly rows: ReadonlyMap<string, RecordRow>
  /** What people said of pairs among them. */
  readonly decisions: readonly {
    readonly a: string
    readonly b: string
    readonly says: 'same' | 'different'
  }[]
}

export interface SimulationSample {
  /** Records to begin with; whoever shares a key with them comes too. */
  readonly records: number
  readonly fromShard: number
  readonly examplesPerKind: number
}

/**
 * What would another model change? Takes persons from a place in the tables on, with everybody who shares a key with them today,
 * settles these records in memory under the new model, and compares with who is who now. Changes nothing.
 */
export async function simulate<F, P>(
  db: Database,
  context: LinkContext,
  model: IdentityModel<F, P>,
  sample: SimulationSample,
): Promise<Simulation> {
  const { persons } = await findSample(db, sample.fromShard, sample.records)
  const rows = await findMembersOf(db, persons)
  const keys = new Map(rows.map((row) => [row.record, naturalKey(row)]))
  const records = [...keys.keys()]
  const groups = new Map<string, string[]>()
  for (const row of rows) {
    const group = groups.get(row.person_id)
    if (group) group.push(naturalKey(row))
    else groups.set(row.person_id, [naturalKey(row)])
  }
  const decisions = (await findDecisionsAmong(db, records)).map((each) => ({
    ...{ id: each.decision_id, a: keys.get(each.a)!, b: keys.get(each.b)!, says: each.says },
  }))
  const settled = settleAll(
    rows.map((row) => ({ key: naturalKey(row), words: row.words })),
    decisions,
    withoutCrowds(model, new Set(await findCrowdHashes(db)), context),
    context.limits.holdersPerKey,
  )
  const waiting = await findReviewsAmong(db, records)
  const diff = comparePartitions([...groups.values()], settled.groups, {
    examplesPerKind: sample.examplesPerKind,
    reviewBefore: waiting.map((item) => ({
      left: keys.get(item.left_record)!,
      right: keys.get(item.right_record)!,
    })),
    reviewAfter: settled.reviewItems,
  })
  return {
    ...diff,
    records: rows.length,
    pairsWeighed: settled.pairsWeighed,
    rows: new Map(rows.map((row) => [naturalKey(row), row])),
    decisions,
  }
}

/** A key that too many share finds nobody, even if few of them are in the sample. */
function withoutCrowds<F, P>(
  model: IdentityModel<F, P>,
  crowds: ReadonlySet<string>,
  context: LinkContext,
): IdentityModel<F, P> {
  if (crowds.size === 0) return model
  return { ...model, keysOf: (f) => model.keysOf(f).filter((key) => !crowds.has(context.hash(key))) }
}
