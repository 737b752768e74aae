import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type SettleInput, type SettleModel, settle } from './index.ts'
import { aModel, type Pool, someInput, type Trait } from './testing.ts'

// Section 9 of the design note said again without any data structure: every question is asked of all edges, decisions and
// members anew. Slow, and nothing in common with settle() but the words.

type Model = SettleModel<Trait, Pool>
type Group = readonly string[]

const byText = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0)

function poolOf(model: Model, input: SettleInput<Trait>, group: Group): Pool {
  return group
    .map((key) => model.pool(input.records.find((each) => each.key === key)!.feature))
    .reduce((x, y) => model.merge(x, y))
}

/** All `same` decisions that lie on some way without a repeated record between two records said to be different. */
function contestedSame(input: SettleInput<Trait>): Set<string> {
  const same = input.decisions.filter((each) => each.says === 'same')
  const contested = new Set<string>()
  const walk = (at: string, goal: string, seen: readonly string[], used: readonly string[]) => {
    if (at === goal) {
      for (const id of used) contested.add(id)
      return
    }
    for (const { a, b, id } of same) {
      const next = a === at ? b : b === at ? a : null
      if (next !== null && !seen.includes(next)) walk(next, goal, [...seen, next], [...used, id])
    }
  }
  for (const each of input.decisions) if (each.says === 'different') walk(each.a, each.b, [each.a], [])
  return contested
}

function settleNaively(whole: SettleInput<Trait>, model: Model): string[][] {
  const known = new Set(whole.records.map((each) => each.key))
  const input = {
    ...whole,
    edges: whole.edges.filter((each) => known.has(each.a) && known.has(each.b)),
    decisions: whole.decisions.filter((each) => known.has(each.a) && known.has(each.b)),
  }
  let groups: string[][] = [...known].sort(byText).map((key) => [key])
  const groupOf = (key: string) => groups.find((group) => group.includes(key))!
  const join = (x: string[], y: string[]) => {
    groups = [...groups.filter((group) => group !== x && group !== y), [...x, ...y].sort(byText)]
  }
  const isParted = (x: Group, y: Group) =>
    input.decisions.some(
      ({ says, a, b }) =>
        says === 'different' && ((x.includes(a) && y.includes(b)) || (x.includes(b) && y.includes(a))),
    )
  const inOrder = (x: Group, y: Group) => (x[0]! < y[0]! ? ([x, y] as const) : ([y, x] as const))
  const guarded = (x: Group, y: Group, by: 'sure' | 'auto') => {
    const [left, right] = inOrder(x, y)
    return model.guard(poolOf(model, input, left), poolOf(model, input, right), by) !== null
  }
  const across = (x: Group, y: Group) =>
    input.edges.filter(({ a, b }) => (x.includes(a) && y.includes(b)) || (x.includes(b) && y.includes(a)))

  const contested = contestedSame(input)
  for (const { says, id, a, b } of input.decisions) {
    if (says === 'same' && !contested.has(id) && groupOf(a) !== groupOf(b)) join(groupOf(a), groupOf(b))
  }

  const sets = input.sure
    .map((set) => [...new Set(set)].filter((key) => known.has(key)).sort(byText))
    .filter((set) => set.length > 1 && set.length <= model.limits.groupSize)
    .sort((x, y) => byText(x.join(), y.join()))
  for (const set of sets) {
    const heads: string[] = []
    for (const key of set) {
      if (heads.some((head) => groupOf(head) === groupOf(key))) continue
      const head = heads.find((each) => {
        const [x, y] = [groupOf(each), groupOf(key)]
        return !isParted(x, y) && x.length + y.length <= model.limits.groupSize && !guarded(x, y, 'sure')
      })
      if (head === undefined) heads.push(key)
      else join(groupOf(head), groupOf(key))
    }
  }

  const ends = (edge: { a: string; b: string }) => [edge.a, edge.b].sort(byText)
  const queue = input.edges
    .filter((edge) => edge.outcome === 'auto')
    .sort(
      (x, y) => y.weight - x.weight || byText(ends(x)[0]!, ends(y)[0]!) || byText(ends(x)[1]!, ends(y)[1]!),
    )
  for (let isMoving = true; isMoving; ) {
    isMoving = false
    for (const edge of queue) {
      const [x, y] = [groupOf(edge.a), groupOf(edge.b)]
      if (x === y || isParted(x, y) || guarded(x, y, 'auto')) continue
      const edges = across(x, y)
      if (edges.some((each) => each.outcome === 'apart')) continue
      if (x.length + y.length > model.limits.groupSize) continue
      const [left, right] = inOrder(x, y)
      const pooled = model.conflict!(poolOf(model, input, left), poolOf(model, input, right))
      const score = [0, 1].reduce((sum, family) => {
        const bits = edges.map((each) => each.parts[family]!)
        return sum + Math.max(0, ...bits) + Math.min(0, pooled[family]!, ...bits)
      }, model.prior)
      if (score < model.autoScore) continue
      join(x, y)
      isMoving = true
    }
  }
  return groups.sort((x, y) => byText(x[0]!, y[0]!))
}

test('the groups are those that the design note names, followed to the letter', () => {
  fc.assert(
    fc.property(someInput(), fc.integer({ min: 3, max: 9 }), (input, groupSize) => {
      const model = aModel({ groupSize })
      assert.deepEqual(settle(input, model).groups, settleNaively(input, model))
    }),
    { numRuns: 3000 },
  )
})
