import {
  findComponents,
  type ReviewItem,
  type SettleEdge,
  type StandingDecision,
  settle,
} from '#foundation/linkage/settle'
import type { DemographicRecord } from '#vocabulary/demographics'
import type { IdentityModel } from '../model/model.types.ts'

export interface NamedWords {
  /** The natural key. */
  readonly key: string
  readonly words: DemographicRecord
}

export interface SettledAll {
  readonly groups: readonly (readonly string[])[]
  readonly reviewItems: readonly ReviewItem[]
  readonly pairsWeighed: number
}

/**
 * Records to groups, all at once and in memory: what the tables come to whatever order the records arrived in, and what
 * another model would make of them. The same rule of keys that too many share.
 */
export function settleAll<F, P>(
  records: readonly NamedWords[],
  decisions: readonly StandingDecision[],
  model: IdentityModel<F, P>,
  holdersPerKey: number,
): SettledAll {
  const read = records.map(({ key, words }) => ({ key, feature: model.featuresOf(words) }))
  const byKey = new Map<string, number[]>()
  const bySure = new Map<string, number[]>()
  for (const [at, { feature }] of read.entries()) {
    for (const key of new Set(model.keysOf(feature))) note(byKey, key, at)
    for (const value of new Set(model.sureValuesOf(feature))) note(bySure, value, at)
  }
  const edges: SettleEdge[] = []
  const seen = new Set<number>()
  for (const holders of byKey.values()) {
    if (holders.length > holdersPerKey) continue
    for (const [place, one] of holders.entries()) {
      for (const other of holders.slice(place + 1)) {
        const pair = one * read.length + other
        if (seen.has(pair)) continue
        seen.add(pair)
        const [left, right] = [read[one]!, read[other]!]
        const [a, b] = left.key < right.key ? [left, right] : [right, left]
        const weighed = model.weigh(a.feature, b.feature)
        if (weighed) edges.push({ ...weighed, a: a.key, b: b.key })
      }
    }
  }
  const sure = [...bySure.values()]
    .filter((set) => set.length > 1 && set.length <= holdersPerKey)
    .map((set) => set.map((at) => read[at]!.key))
  const parts = findComponents({ records: read, edges, decisions, sure }, 'any')
  const settled = parts.map((part) => settle(part, model.settle))
  return {
    groups: settled.flatMap((each) => each.groups),
    reviewItems: settled.flatMap((each) => each.reviewItems),
    pairsWeighed: seen.size,
  }
}

function note(map: Map<string, number[]>, name: string, at: number): void {
  const list = map.get(name)
  if (list) list.push(at)
  else map.set(name, [at])
}
