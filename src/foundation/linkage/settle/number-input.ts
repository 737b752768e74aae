import type { SettleEdge, SettleInput, StandingDecision } from './settle.types.ts'

/** Edges, heaviest first, then by keys; the ends by their place among the sorted keys, `a` before `b`. */
export interface NumberedEdges {
  readonly a: Int32Array
  readonly b: Int32Array
  readonly edges: readonly SettleEdge[]
}

export interface NumberedDecision {
  readonly a: number
  readonly b: number
  readonly decision: StandingDecision
}

/** The input in the one order that does not depend on how it came. */
export interface NumberedInput<F> {
  readonly keys: readonly string[]
  readonly features: readonly F[]
  readonly edges: NumberedEdges
  readonly same: readonly NumberedDecision[]
  readonly different: readonly NumberedDecision[]
  readonly sure: readonly (readonly number[])[]
}

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Sorts by natural key and replaces keys by places; what names an absent record, or one record twice, is left out. */
export function numberInput<F>(input: SettleInput<F>): NumberedInput<F> {
  const records = [...input.records].sort((x, y) => compareText(x.key, y.key))
  const places = new Map<string, number>()
  for (let at = 0; at < records.length; at++) places.set(records[at]!.key, at)
  if (places.size < records.length) throw new Error('settle: two records have one natural key')
  const decisions = numberDecisions(input.decisions, places)
  return {
    keys: records.map((record) => record.key),
    features: records.map((record) => record.feature),
    edges: numberEdges(input.edges, places),
    same: decisions.filter((each) => each.decision.says === 'same'),
    different: decisions.filter((each) => each.decision.says === 'different'),
    sure: numberSets(input.sure, places),
  }
}

function numberDecisions(
  decisions: readonly StandingDecision[],
  places: ReadonlyMap<string, number>,
): NumberedDecision[] {
  return decisions
    .flatMap((decision): NumberedDecision[] => {
      const a = places.get(decision.a)
      const b = places.get(decision.b)
      if (a === undefined || b === undefined || a === b) return []
      return [{ a: Math.min(a, b), b: Math.max(a, b), decision }]
    })
    .sort((x, y) => x.a - y.a || x.b - y.b || compareText(x.decision.id, y.decision.id))
}

function numberEdges(edges: readonly SettleEdge[], places: ReadonlyMap<string, number>): NumberedEdges {
  const a = new Int32Array(edges.length)
  const b = new Int32Array(edges.length)
  const weights = new Float64Array(edges.length)
  const order = new Uint32Array(edges.length)
  let count = 0
  for (let at = 0; at < edges.length; at++) {
    const edge = edges[at]!
    // A weight that is no number has no place in an order: the model is broken, and nothing it says should join people.
    if (Number.isNaN(edge.weight)) throw new Error('settle: the weight of an edge is not a number')
    const x = places.get(edge.a)
    const y = places.get(edge.b)
    if (x === undefined || y === undefined || x === y) continue
    a[at] = x < y ? x : y
    b[at] = x < y ? y : x
    weights[at] = edge.weight
    order[count++] = at
  }
  const sorted = order.subarray(0, count).sort((x, y) => {
    const [heavy, light] = [weights[y]!, weights[x]!]
    return heavy < light ? -1 : heavy > light ? 1 : a[x]! - a[y]! || b[x]! - b[y]!
  })
  return {
    a: Int32Array.from(sorted, (at) => a[at]!),
    b: Int32Array.from(sorted, (at) => b[at]!),
    edges: Array.from(sorted, (at) => edges[at]!),
  }
}

function numberSets(
  sets: readonly (readonly string[])[],
  places: ReadonlyMap<string, number>,
): (readonly number[])[] {
  return sets
    .map((set) => [...new Set(set.flatMap((key) => places.get(key) ?? []))].sort((x, y) => x - y))
    .filter((set) => set.length > 1)
    .sort(compareLists)
}

function compareLists(x: readonly number[], y: readonly number[]): number {
  for (let at = 0; at < Math.min(x.length, y.length); at++) {
    if (x[at] !== y[at]) return x[at]! - y[at]!
  }
  return x.length - y.length
}
