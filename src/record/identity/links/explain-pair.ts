import type { Database } from '#foundation/db'
import { isUuid8 } from '#foundation/ids'
import type { IdentityModel } from '../model/model.types.ts'
import { Features } from './features.ts'
import type { LinkContext } from './link-context.ts'
import type { EdgeRow } from './links.types.ts'
import { findDecisionsBetween, findEdge } from './read.queries.ts'
import { naturalKey, recordOf } from './record-keys.ts'
import { findRecords } from './records.queries.ts'

export interface WhyOne {
  readonly isOne: boolean
  /** What was kept of comparing them; null: nothing leads from one to the other directly. */
  readonly edge: Pick<EdgeRow, 'weight' | 'outcome' | 'guard'> | null
  /** What people said of them, what was taken back included. */
  readonly decisions: readonly {
    readonly says: 'same' | 'different'
    readonly by: string
    readonly at: string
    readonly why: string
    readonly isStanding: boolean
  }[]
  readonly explained: ReturnType<IdentityModel['explain']>
}

/** Everything that speaks for and against two patients being one, in the words of the model. */
export async function explainPair(
  db: Database,
  a: string,
  b: string,
  context: LinkContext,
): Promise<WhyOne | null> {
  if (!isUuid8(a) || !isUuid8(b)) return null
  const rows = await findRecords(db, [recordOf(a), recordOf(b)])
  const [one, other] = [a, b].map((id) => rows.find((row) => row.patient_id === id))
  if (!one || !other) return null
  const [left, right] = naturalKey(one) < naturalKey(other) ? [one, other] : [other, one]
  const [low, high] = one.record < other.record ? [one.record, other.record] : [other.record, one.record]
  const edge = await findEdge(db, low, high, context.modelNumber)
  const features = new Features(context.model)
  return {
    isOne: one.person_id === other.person_id,
    edge: edge ? { weight: edge.weight, outcome: edge.outcome, guard: edge.guard } : null,
    decisions: (await findDecisionsBetween(db, low, high)).map((row) => ({
      ...{ says: row.says, by: row.said_by, at: row.at, why: row.why },
      isStanding: row.revoked_by === null,
    })),
    explained: context.model.explain(features.of(left), features.of(right)),
  }
}
