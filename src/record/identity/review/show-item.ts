import type { Queries } from '#foundation/db'
import type { RecordRow } from '../links/links.types.ts'
import type { ReviewDecided, ReviewItemView, ReviewRecord } from './api.types.ts'
import { compareFields } from './compare-fields.ts'
import type { ReviewDeps } from './deps.types.ts'
import { type DecidedRow, findDecidedAcross } from './members.queries.ts'
import { digestOfGroups, type Groups } from './read-groups.ts'
import type { AskedRow } from './review.queries.ts'
import { risksOf } from './risks-of.ts'
import { weighGroups } from './weigh-groups.ts'

interface Asked {
  readonly itemId: string
  readonly row: AskedRow
  readonly until: Date
  readonly isSecond: boolean
  /** Asked again: what was decided meanwhile would tell the answer. */
  readonly isBlind: boolean
}

/** Everything a clerk needs to say whether two groups are one human, and nothing clinical. */
export async function showItem(
  deps: ReviewDeps,
  db: Queries,
  asked: Asked,
  groups: Groups,
): Promise<ReviewItemView> {
  const { left, right } = groups
  const weighed = weighGroups(deps, groups, asked.row.guard)
  const records = (rows: readonly RecordRow[]) => rows.map((row) => row.record)
  const names = await deps.facilityNames()
  const [risks, decided] = await Promise.all([
    risksOf(deps, groups),
    asked.isBlind ? [] : findDecidedAcross(db, records(left), records(right)),
  ])
  const sideOf = (rows: readonly RecordRow[], others: number) => ({
    ...{ personId: rows[0]!.person_id, others },
    records: rows.map((row) => showRecord(row, names)),
  })
  return {
    itemId: asked.itemId,
    seen: digestOfGroups(groups),
    reason: asked.row.reason,
    guard: asked.row.guard,
    askedAt: asked.row.asked_at.toISOString(),
    leaseUntil: asked.until.toISOString(),
    chance: weighed.chance,
    bits: weighed.weight,
    isOne: groups.isOne,
    left: sideOf(left, groups.others.left),
    right: sideOf(right, groups.others.right),
    fields: compareFields(
      left.map((row) => row.words),
      right.map((row) => row.words),
    ),
    lines: weighed.lines,
    guards: weighed.guards,
    decided: decided.map(showDecided),
    risks,
    needsWhy: needsWhy(weighed.guards, risks, groups),
    isSecond: asked.isSecond,
  }
}

/** Joining against a guard, at a risk, or what a rule wants to part: somebody will ask why. */
export const needsWhy = (guards: readonly string[], risks: readonly string[], groups: Groups): boolean =>
  guards.length > 0 || risks.length > 0 || groups.isOne

export const showDecided = (row: DecidedRow): ReviewDecided => ({
  ...{ decisionId: row.decision_id, says: row.says, by: row.said_by, at: row.at, why: row.why },
  stands: row.revoked_by === null,
})

const showRecord = (row: RecordRow, names: ReadonlyMap<string, string>): ReviewRecord => ({
  facility: row.facility,
  facilityName: names.get(row.facility) ?? null,
  localId: row.local_id.split('#')[0] ?? row.local_id,
  seenOn: row.seen_at === null ? null : vietnamDay(new Date(row.seen_at)),
})

const vietnamDay = (at: Date) => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10)
