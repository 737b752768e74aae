import type { Scheme } from '../scheme.types.ts'
import { type Groups, groupKeys } from './group-keys.ts'
import { DEFAULT_HOLDERS, type HotValues, keysIn } from './hot-values.ts'

/** All blocks over one batch of records. Record r is the r-th of the batch. */
export interface BlockIndex {
  readonly records: number
  readonly blocks: readonly { readonly name: string; readonly groups: Groups }[]
  /** Groups larger than this yield no pairs: they appeared after the hot values were frozen. */
  readonly holdersAtMost: number
}

/** Builds the index block by block; the features are read once for each block and not kept. */
export function buildBlockIndex<F>(
  scheme: Scheme<F>,
  records: readonly F[],
  hotValues: HotValues = {},
): BlockIndex {
  return {
    records: records.length,
    // A frozen list is a little old: a value may grow to ten times the limit before the next list takes it in.
    holdersAtMost: 10 * (scheme.holdersAtMost ?? DEFAULT_HOLDERS),
    blocks: scheme.blocks.map((block) => {
      const hot = new Set(hotValues[block.name] ?? [])
      return { name: block.name, groups: groupKeys(records.length, (r) => keysIn(block, records[r]!, hot)) }
    }),
  }
}

/**
 * Calls `visit` once for every pair of records (a < b) with a key in common, and answers how many there were. A pair belongs
 * to the first block, and in it to the first group, that holds both: found by looking at the pair's own groups, so nothing
 * is remembered of the pairs that went by and a million records need no more memory than their index.
 */
export function eachCandidate(
  index: BlockIndex,
  visit: (a: number, b: number, block: number) => void,
): number {
  let pairs = 0
  index.blocks.forEach(({ groups: { starts, members } }, block) => {
    for (let group = 0; group + 1 < starts.length; group++) {
      const end = starts[group + 1]!
      if (end - starts[group]! > index.holdersAtMost) continue
      for (let i = starts[group]!; i < end; i++)
        for (let j = i + 1; j < end; j++) {
          if (isFoundBefore(index, block, group, members[i]!, members[j]!)) continue
          pairs += 1
          visit(members[i]!, members[j]!, block)
        }
    }
  })
  return pairs
}

/** Calls `visit` once for every pair of one block, whatever the others find. */
export function eachPairOf(index: BlockIndex, block: number, visit: (a: number, b: number) => void): number {
  const one = { ...index, blocks: [index.blocks[block]!] }
  return eachCandidate(one, visit)
}

function isFoundBefore(index: BlockIndex, block: number, group: number, a: number, b: number): boolean {
  for (let earlier = 0; earlier < block; earlier++)
    if (firstCommon(index.blocks[earlier]!.groups, a, b, index.holdersAtMost) >= 0) return true
  const { firsts } = index.blocks[block]!.groups
  // Nearly every record has one key a block: then this group is the only one they can share.
  if (firsts[a + 1]! - firsts[a]! === 1 || firsts[b + 1]! - firsts[b]! === 1) return false
  return firstCommon(index.blocks[block]!.groups, a, b, index.holdersAtMost) !== group
}

/** The first group that two records share and that yields pairs, or -1. Both lists are ascending. */
export function firstCommon({ firsts, groups, starts }: Groups, a: number, b: number, most: number): number {
  let i = firsts[a]!
  let j = firsts[b]!
  const endA = firsts[a + 1]!
  const endB = firsts[b + 1]!
  while (i < endA && j < endB) {
    const left = groups[i]!
    const right = groups[j]!
    if (left < right) i += 1
    else if (right < left) j += 1
    else if (starts[left + 1]! - starts[left]! <= most) return left
    else {
      i += 1
      j += 1
    }
  }
  return -1
}
