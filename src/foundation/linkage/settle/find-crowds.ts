import { DisjointSets } from './disjoint-sets.ts'
import type { NumberedInput } from './number-input.ts'
import type { Crowd, SettleLimits } from './settle.types.ts'

type NumberedCrowd = Omit<Crowd, 'first'> & { readonly first: number }

/**
 * What hangs together along everything that can join, counted. Too much of it is no family but a dummy value or an attack;
 * joining by weight would cut it into groups by chance. Counted here and not over the whole input, so that it does not
 * matter whether all is settled at once or part by part.
 */
export function findCrowds<F>(
  input: NumberedInput<F>,
  limits: SettleLimits,
): { crowds: NumberedCrowd[]; crowdOf: (record: number) => number } {
  const sets = new DisjointSets(input.keys.length)
  const ends = input.edges
  for (let at = 0; at < ends.edges.length; at++) {
    if (ends.edges[at]!.outcome === 'auto') sets.unite(ends.a[at]!, ends.b[at]!)
  }
  for (const { a, b } of input.same) sets.unite(a, b)
  const isCrowded = (set: readonly number[]) => set.length > limits.groupSize
  // A crowded set joins nothing, so it does not hang its records together either: a number sent ten thousand times must not
  // switch off what joins its true holder.
  for (const set of input.sure) {
    if (!isCrowded(set)) for (const record of set) sets.unite(set[0]!, record)
  }

  const records = new Int32Array(input.keys.length)
  const edges = new Int32Array(input.keys.length)
  for (let at = 0; at < records.length; at++) records[sets.find(at)]! += 1
  for (let at = 0; at < ends.edges.length; at++) {
    const root = sets.find(ends.a[at]!)
    if (root === sets.find(ends.b[at]!)) edges[root]! += 1
  }

  const crowds: NumberedCrowd[] = input.sure
    .filter(isCrowded)
    .map((set) => ({ first: set[0]!, records: set.length, because: 'sure-set' }))
  const isCrowd = (root: number) => records[root]! > limits.crowdRecords || edges[root]! > limits.crowdEdges
  for (let at = 0; at < records.length; at++) {
    if (sets.find(at) !== at || !isCrowd(at)) continue
    const because = records[at]! > limits.crowdRecords ? 'crowd-records' : 'crowd-edges'
    crowds.push({ first: at, records: records[at]!, because })
  }
  const crowdOf = (record: number) => {
    const root = sets.find(record)
    return isCrowd(root) ? root : -1
  }
  return { crowds: crowds.sort((x, y) => x.first - y.first || y.records - x.records), crowdOf }
}
