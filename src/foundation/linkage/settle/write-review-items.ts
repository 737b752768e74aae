import type { GroupGraph } from './group-graph.ts'
import { type PairTable, pairFlags, type Refusal } from './pair-table.ts'
import type { ReviewItem, ReviewReason, Settled, SettleModel } from './settle.types.ts'
import { weighJoin } from './weigh-join.ts'

interface Pending {
  readonly left: number
  readonly right: number
  readonly row: number
  readonly refusal: Refusal | null
  readonly reason: ReviewReason
  readonly score: number | null
}

/** What is left between final groups: one item for two groups, at most so many for one of them, the most urgent first. */
export function writeReviewItems<F, P>(
  graph: GroupGraph<F, P>,
  model: SettleModel<F, P>,
  name: (record: number) => string,
  crowdOf: (record: number) => number,
): Pick<Settled, 'reviewItems' | 'itemsLeftOut'> {
  const pending = findPending(graph, model, crowdOf).sort(
    (x, y) =>
      Number(isUrgent(y)) - Number(isUrgent(x)) ||
      byWeight(graph.pairs.weight[x.row]!, graph.pairs.weight[y.row]!) ||
      x.left - y.left ||
      x.right - y.right,
  )
  const taken = new Map<number, number>()
  const hasRoom = (at: number) => (taken.get(at) ?? 0) < model.limits.itemsPerGroup
  const kept = pending.filter((item) => {
    if (item.reason !== 'decisions' && !(hasRoom(item.left) && hasRoom(item.right))) return false
    for (const at of [item.left, item.right]) taken.set(at, (taken.get(at) ?? 0) + 1)
    return true
  })
  return {
    reviewItems: kept.map((item) => writeItem(graph.pairs, item, name)),
    itemsLeftOut: pending.length - kept.length,
  }
}

/** Contradictions of people, and of people or sizes with sure values, come first; the former are never left out. */
const isUrgent = (item: Pending) => item.reason === 'decisions' || item.reason === 'sure'

const byWeight = (a: number, b: number) => (a > b ? -1 : a < b ? 1 : 0)

function findPending<F, P>(
  graph: GroupGraph<F, P>,
  model: SettleModel<F, P>,
  crowdOf: (record: number) => number,
): Pending[] {
  const pending: Pending[] = []
  for (let root = 0; root < graph.records; root++) {
    for (const [other, row] of graph.neighbours(root)) {
      const [left, right] = [graph.first(root), graph.first(other)]
      if (left > right) continue
      const isInCrowd = crowdOf(left) !== -1 && crowdOf(left) === crowdOf(right)
      const item = judge(graph, model, root, other, row, isInCrowd)
      if (item) pending.push({ left, right, row, ...item })
    }
  }
  return pending
}

function judge<F, P>(
  graph: GroupGraph<F, P>,
  model: SettleModel<F, P>,
  a: number,
  b: number,
  row: number,
  isInCrowd: boolean,
): Pick<Pending, 'reason' | 'refusal' | 'score'> | null {
  const { auto, review, different, contested, sureRefused } = pairFlags
  const { pairs } = graph
  if (pairs.has(row, contested)) return { reason: 'decisions', refusal: null, score: null }
  const isAsked = !isInCrowd && pairs.has(row, auto | review) && !pairs.has(row, different)
  if (!pairs.has(row, sureRefused) && !isAsked) return null
  const refusal = graph.isStale(a, b, row) ? weighJoin(graph, model, a, b, row) : pairs.refusals[row]!
  const score = refusal?.score ?? null
  if (pairs.has(row, sureRefused)) return { reason: 'sure', refusal, score }
  if (refusal?.isSettled) return null
  const hasAuto = pairs.has(row, auto)
  if (refusal && (hasAuto || refusal.reason === 'guard')) return { reason: refusal.reason, refusal, score }
  return { reason: hasAuto ? 'rounds' : 'evidence', refusal, score }
}

function writeItem(pairs: PairTable, item: Pending, name: (record: number) => string): ReviewItem {
  return {
    left: name(item.left),
    right: name(item.right),
    pair: [name(pairs.a[item.row]!), name(pairs.b[item.row]!)],
    reason: item.reason,
    guard: item.refusal?.guard ?? null,
    weight: pairs.has(item.row, pairFlags.auto | pairFlags.review) ? pairs.weight[item.row]! : null,
    score: item.score,
    isDecided: pairs.has(item.row, pairFlags.different),
  }
}
