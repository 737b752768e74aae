import { DisjointSets } from './disjoint-sets.ts'

interface Pair {
  readonly a: number
  readonly b: number
}

/** One contradiction: places in the two lists. */
export interface Contest {
  readonly same: readonly number[]
  readonly different: readonly number[]
}

/**
 * Which decisions contradict each other? "A is B, B is C, A is not C" cannot all be true, and nothing tells which is wrong.
 * A `same` is contested when a way of `same` on which it lies leads between two records that are said to be different: in
 * the graph of `same` and of the `different` within its components, both then lie on one cycle, that is in one block
 * (Hopcroft & Tarjan 1973). Blocks, not whole components: fifty sound decisions do not fall with one wrong one beside them.
 */
export function findContested(
  records: number,
  same: readonly Pair[],
  different: readonly Pair[],
): readonly Contest[] {
  const sets = new DisjointSets(records)
  for (const pair of same) sets.unite(pair.a, pair.b)
  const inner = different.flatMap((pair, at) => (sets.find(pair.a) === sets.find(pair.b) ? [at] : []))
  if (inner.length === 0) return []
  const pairs = [...same, ...inner.map((at) => different[at]!)]
  return findBlocks(records, pairs)
    .map((block) => {
      const sorted = block.sort((x, y) => x - y)
      return {
        same: sorted.filter((at) => at < same.length),
        different: sorted.filter((at) => at >= same.length).map((at) => inner[at - same.length]!),
      }
    })
    .filter((block) => block.same.length > 0 && block.different.length > 0)
    .sort((x, y) => x.same[0]! - y.same[0]!)
}

/** Biconnected components as lists of pairs; two pairs with the same ends are a cycle. Without recursion: chains are long. */
function findBlocks(records: number, pairs: readonly Pair[]): number[][] {
  const beside: number[][] = Array.from({ length: records }, () => [])
  for (const [at, pair] of pairs.entries()) {
    beside[pair.a]!.push(at)
    beside[pair.b]!.push(at)
  }
  const entered = new Int32Array(records)
  const low = new Int32Array(records)
  const next = new Int32Array(records)
  const blocks: number[][] = []
  const open: number[] = []
  let clock = 0
  for (let start = 0; start < records; start++) {
    if (entered[start] !== 0 || beside[start]!.length === 0) continue
    const way = [{ at: start, by: -1 }]
    entered[start] = low[start] = ++clock
    while (way.length > 0) {
      const { at, by } = way[way.length - 1]!
      const pairAt = beside[at]![next[at]!++]
      if (pairAt === undefined) {
        way.pop()
        const parent = way[way.length - 1]?.at
        if (parent === undefined) continue
        low[parent] = Math.min(low[parent]!, low[at]!)
        if (low[at]! >= entered[parent]!) blocks.push(open.splice(open.lastIndexOf(by)))
        continue
      }
      if (pairAt === by) continue
      const other = pairs[pairAt]!.a === at ? pairs[pairAt]!.b : pairs[pairAt]!.a
      if (entered[other] === 0) {
        open.push(pairAt)
        entered[other] = low[other] = ++clock
        way.push({ at: other, by: pairAt })
      } else if (entered[other]! < entered[at]!) {
        open.push(pairAt)
        low[at] = Math.min(low[at]!, entered[other]!)
      }
    }
  }
  return blocks
}
