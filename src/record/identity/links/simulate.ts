import type { Database } from '#foundation/db'
import { comparePartitions, type PartitionDiff } from '#foundation/linkage/settle'
import type { IdentityModel } from '../model/model.types.ts'
import type { LinkContext } from './link-context.ts'
import { naturalKey } from './record-keys.ts'
import { settleAll } from './settle-all.ts'
import { findDecisionsAmong, findMembersOf, findReviewsAmong, findSample } from './simulate.queries.ts'

export interface Simulation extends PartitionDiff {
  readonly records: number
  readonly pairsWeighed: number
}

/**
 * What would another model change? Takes persons from a place in the tables on, with everybody who shares a key with them today,
 * settles these records in memory under the new model, and compares with who is who now. Changes nothing.
 */
export async function simulate<F, P>(
  db: Database,
  context: LinkContext,
  model: IdentityModel<F, P>,
  sample: { readonly records: number; readonly fromShard: number; readonly examplesPerKind: number },
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
    model,
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
  return { ...diff, records: rows.length, pairsWeighed: settled.pairsWeighed }
}
