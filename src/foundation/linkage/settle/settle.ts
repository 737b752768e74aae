import { findContested } from './find-contested.ts'
import { findCrowds } from './find-crowds.ts'
import { GroupGraph } from './group-graph.ts'
import { type NumberedInput, numberInput } from './number-input.ts'
import { pairFlags } from './pair-table.ts'
import type { DecisionConflict, Settled, SettleInput, SettleModel } from './settle.types.ts'
import { weighJoin } from './weigh-join.ts'
import { writeReviewItems } from './write-review-items.ts'

/**
 * Which records are one? Pure, and blind to the order of its lists: (1) what people decided, then what shares a sure value;
 * (2) automatic edges, heaviest first, ties by natural key; (3) two groups join if nobody said they differ, no guard
 * fires on what each of them knows as a whole, the score of the groups is high enough and the result is not too large,
 * again until nothing changes; (4) what is left waits for a person, once for two groups.
 */
export function settle<F, P>(input: SettleInput<F>, model: SettleModel<F, P>): Settled {
  const numbered = numberInput(input)
  const graph = new GroupGraph(numbered, model)
  const conflicts = joinDecided(graph, numbered)
  joinSure(graph, numbered, model)
  const { crowds, crowdOf } = findCrowds(numbered, model.limits)
  joinByWeight(graph, numbered, model, crowdOf)
  const name = (at: number) => numbered.keys[at]!
  return {
    ...writeReviewItems(graph, model, name, crowdOf),
    groups: graph.groups().map((group) => group.map(name)),
    conflicts,
    crowds: crowds.map((crowd) => ({ ...crowd, first: name(crowd.first) })),
  }
}

/** People are followed without asking a guard, except where they contradict each other: then none of them is. */
function joinDecided<F, P>(graph: GroupGraph<F, P>, input: NumberedInput<F>): DecisionConflict[] {
  const contests = findContested(input.keys.length, input.same, input.different)
  const contested = new Set(contests.flatMap((contest) => contest.same))
  for (const at of contested) {
    const { a, b } = input.same[at]!
    const row = graph.row(a, b)
    graph.pairs.mark(row, pairFlags.contested)
    graph.pairs.namePair(row, a, b, -Infinity)
  }
  for (const [at, { a, b }] of input.same.entries()) {
    if (contested.has(at)) continue
    const [left, right] = [graph.find(a), graph.find(b)]
    if (left !== right) graph.join(left, right)
  }
  return contests.map((contest) => ({
    same: contest.same.map((at) => input.same[at]!.decision.id),
    different: contest.different.map((at) => input.different[at]!.decision.id),
  }))
}

/**
 * Each record of a set goes to the first group of the set that may have it. A set larger than a group may be is refused
 * whole: a number on ten thousand records says nothing of any of them, and a piece cut from it would be chance.
 */
function joinSure<F, P>(graph: GroupGraph<F, P>, input: NumberedInput<F>, model: SettleModel<F, P>): void {
  for (const set of input.sure) {
    if (set.length > model.limits.groupSize) continue
    const heads: number[] = []
    for (const record of set) {
      const root = graph.find(record)
      const roots = heads.map((head) => graph.find(head))
      if (roots.includes(root)) continue
      const free = roots.find((other) => maySurelyJoin(graph, model, other, root))
      if (free !== undefined) graph.join(free, root)
      else {
        for (const [at, other] of roots.entries()) {
          const row = graph.row(other, root)
          graph.pairs.mark(row, pairFlags.sureRefused)
          graph.pairs.namePair(row, heads[at]!, record, -Infinity)
        }
        heads.push(record)
      }
    }
  }
}

function maySurelyJoin<F, P>(
  graph: GroupGraph<F, P>,
  model: SettleModel<F, P>,
  a: number,
  b: number,
): boolean {
  const row = graph.neighbours(a).get(b)
  if (row !== undefined && graph.pairs.has(row, pairFlags.different)) return false
  if (graph.size(a) + graph.size(b) > model.limits.groupSize) return false
  const [left, right] = graph.inOrder(a, b)
  return model.guard(graph.pool(left), graph.pool(right), 'sure') === null
}

/**
 * A join can free another: evidence gathered later may outweigh what refused a heavier edge before. So the edges left over
 * are taken again, in order, and two groups are looked at again only if one of them has changed.
 */
function joinByWeight<F, P>(
  graph: GroupGraph<F, P>,
  input: NumberedInput<F>,
  model: SettleModel<F, P>,
  crowdOf: (record: number) => number,
): void {
  const { a, b, edges } = input.edges
  let left: number[] = []
  for (let at = 0; at < edges.length; at++) {
    if (edges[at]!.outcome === 'auto' && crowdOf(a[at]!) === -1) left.push(at)
  }
  for (let round = 0, joined = true; joined && round < model.limits.rounds; round++) {
    joined = false
    const refused: number[] = []
    for (const at of left) {
      const [x, y] = [graph.find(a[at]!), graph.find(b[at]!)]
      if (x === y) continue
      if (joinIfRight(graph, model, x, y)) joined = true
      else refused.push(at)
    }
    left = refused
  }
}

function joinIfRight<F, P>(graph: GroupGraph<F, P>, model: SettleModel<F, P>, a: number, b: number): boolean {
  const row = graph.row(a, b)
  if (graph.pairs.has(row, pairFlags.different) || !graph.isStale(a, b, row)) return false
  const refusal = weighJoin(graph, model, a, b, row)
  graph.pairs.refusals[row] = refusal
  graph.pairs.seenAt[row] = graph.tick()
  if (refusal === null) graph.join(a, b)
  return refusal === null
}
