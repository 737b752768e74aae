import type { GroupGraph } from './group-graph.ts'
import type { Refusal } from './pair-table.ts'
import type { SettleModel } from './settle.types.ts'

/** What stands in the way of joining two groups (by roots) on the strength of their edges; null: nothing does. */
export function weighJoin<F, P>(
  graph: GroupGraph<F, P>,
  model: SettleModel<F, P>,
  a: number,
  b: number,
  row: number,
): Refusal | null {
  const [left, right] = graph.inOrder(a, b)
  const score = scoreOf(graph, model, left, right, row)
  const verdict = model.guard(graph.pool(left), graph.pool(right), 'auto')
  if (verdict) {
    return { reason: 'guard', guard: verdict.guard, isSettled: verdict.outcome === 'apart', score }
  }
  const apart = graph.pairs.apart[row]!
  if (apart !== null) return { reason: 'guard', guard: apart, isSettled: false, score }
  if (graph.size(a) + graph.size(b) > model.limits.groupSize) {
    return { reason: 'size', guard: null, isSettled: false, score }
  }
  // Written so that a score which is no number (infinite for and against) refuses.
  return score >= model.autoScore ? null : { reason: 'score', guard: null, isSettled: false, score }
}

/**
 * Best agreement less worst conflict, family by family. For a single edge that is its own weight; with more edges a
 * conflict of any pair counts in full while an agreement counts once, however many pairs repeat it.
 */
function scoreOf<F, P>(
  graph: GroupGraph<F, P>,
  model: SettleModel<F, P>,
  left: number,
  right: number,
  row: number,
): number {
  const pooled = model.conflict?.(graph.pool(left), graph.pool(right))
  const start = row * model.families
  let score = model.prior
  for (let family = 0; family < model.families; family++) {
    const worst = graph.pairs.worst[start + family]!
    score += graph.pairs.best[start + family]! + Math.min(worst, pooled?.[family] ?? 0)
  }
  return score
}
