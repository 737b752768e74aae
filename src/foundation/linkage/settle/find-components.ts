import { DisjointSets } from './disjoint-sets.ts'
import { compareText } from './number-input.ts'
import type { SettleInput } from './settle.types.ts'

/**
 * Cuts an input into parts that can be settled one by one with the same groups. `joining`: only along what can join (automatic
 * edges, `same` decisions, sure sets), the smallest parts that give the right groups; an edge for review that leads from
 * one part to another is in neither. `any`: along every edge, so that no review item is lost between two parts.
 * Parts are ordered by their first key.
 */
export function findComponents<F>(input: SettleInput<F>, along: 'joining' | 'any'): SettleInput<F>[] {
  const records = [...input.records].sort((a, b) => compareText(a.key, b.key))
  const places = new Map(records.map((record, at): [string, number] => [record.key, at]))
  const sets = new DisjointSets(records.length)
  const unite = (a: string, b: string) => {
    const left = places.get(a)
    const right = places.get(b)
    if (left !== undefined && right !== undefined) sets.unite(left, right)
  }
  for (const edge of input.edges) if (along === 'any' || edge.outcome === 'auto') unite(edge.a, edge.b)
  for (const decision of input.decisions) if (decision.says === 'same') unite(decision.a, decision.b)
  const sure = input.sure.map((set) => set.filter((key) => places.has(key))).filter((set) => set.length > 1)
  for (const set of sure) for (const key of set) unite(set[0]!, key)

  const parts = new Map<number, Part<F>>()
  for (const [at, record] of records.entries()) {
    const root = sets.find(at)
    const part = parts.get(root)
    if (part) part.records.push(record)
    else parts.set(root, { records: [record], edges: [], decisions: [], sure: [] })
  }
  const partOf = (key: string): Part<F> | undefined => {
    const place = places.get(key)
    return place === undefined ? undefined : parts.get(sets.find(place))
  }
  for (const edge of input.edges) {
    const part = partOf(edge.a)
    if (part && part === partOf(edge.b)) part.edges.push(edge)
  }
  for (const decision of input.decisions) {
    const part = partOf(decision.a)
    if (part && part === partOf(decision.b)) part.decisions.push(decision)
  }
  for (const set of sure) partOf(set[0]!)?.sure.push(set)
  return [...parts.values()]
}

type Part<F> = { -readonly [K in keyof SettleInput<F>]: SettleInput<F>[K][number][] }
