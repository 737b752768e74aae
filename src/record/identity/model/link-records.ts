import { buildBlockIndex, eachCandidate, type Scheme } from '#foundation/linkage'
import { findComponents, type ReviewItem, type SettleEdge, settle } from '#foundation/linkage/settle'
import type { DemographicRecord } from '#vocabulary/demographics'
import type { IdentityModel, Weighed } from './model.types.ts'

export interface RecordToLink {
  /** The natural key: ties are broken by it. */
  readonly key: string
  readonly words: DemographicRecord
}

export type LinkedPair = SettleEdge & Weighed

export interface LinkedRecords {
  /** Pairs of which something is kept, `a` and `b` by natural key with the smaller first; in no particular order. */
  readonly pairs: readonly LinkedPair[]
  readonly groups: readonly (readonly string[])[]
  readonly reviewItems: readonly ReviewItem[]
  /** Pairs that share a key, each compared once. */
  readonly compared: number
  readonly seconds: { readonly reading: number; readonly comparing: number; readonly settling: number }
}

/** A record of which only what the model reads is kept: a million of them need half the memory without their words. */
export interface ReadRecord<F> {
  readonly key: string
  readonly feature: F
}

/** A whole batch in memory: what the tables come to, in whatever order the records arrive. Keys must differ. */
export function linkRecords<F, P>(
  records: readonly RecordToLink[],
  model: IdentityModel<F, P>,
): LinkedRecords {
  const clock = stopwatch()
  const read = records.map(({ key, words }) => ({ key, feature: model.featuresOf(words) }))
  const reading = clock()
  const linked = linkFeatures(read, model)
  return { ...linked, seconds: { ...linked.seconds, reading } }
}

/** The same for records that were read before. */
export function linkFeatures<F, P>(
  read: readonly ReadRecord<F>[],
  model: IdentityModel<F, P>,
): LinkedRecords {
  const clock = stopwatch()
  const pairs: LinkedPair[] = []
  const compared = eachPair(read, model, (one, other) => {
    const [a, b] = read[one]!.key < read[other]!.key ? [read[one]!, read[other]!] : [read[other]!, read[one]!]
    const weighed = model.weigh(a.feature, b.feature)
    if (weighed) pairs.push({ ...weighed, a: a.key, b: b.key })
  })
  const comparing = clock()
  const input = { records: read, edges: pairs, decisions: [], sure: sureSets(read, model) }
  const settled = findComponents(input, 'any').map((part) => settle(part, model.settle))
  return {
    pairs,
    groups: settled.flatMap((part) => part.groups),
    reviewItems: settled.flatMap((part) => part.reviewItems),
    compared,
    seconds: { reading: 0, comparing, settling: clock() },
  }
}

/** The model says which keys there are; here they are one block, so that a pair with several keys in common is met once. */
function eachPair<F, P>(
  read: readonly ReadRecord<F>[],
  model: IdentityModel<F, P>,
  visit: (a: number, b: number) => void,
): number {
  const keys: Scheme<ReadRecord<F>> = {
    name: 'keys',
    comparisons: [],
    blocks: [{ name: 'keys', decides: [], keysOf: ({ feature }) => model.keysOf(feature) }],
  }
  return eachCandidate(buildBlockIndex(keys, read), visit)
}

function sureSets<F, P>(read: readonly ReadRecord<F>[], model: IdentityModel<F, P>): string[][] {
  const holders = new Map<string, string[]>()
  for (const { key, feature } of read)
    for (const value of new Set(model.sureValuesOf(feature))) {
      const known = holders.get(value)
      if (known) known.push(key)
      else holders.set(value, [key])
    }
  return [...holders.values()].filter((set) => set.length > 1)
}

function stopwatch(): () => number {
  let last = performance.now()
  return () => {
    const now = performance.now()
    const seconds = (now - last) / 1000
    last = now
    return seconds
  }
}
