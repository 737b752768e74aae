import { type BlockIndex, buildBlockIndex, eachCandidate, eachPairOf } from '../block/block-index.ts'
import type { HotValues } from '../block/hot-values.ts'
import { familyCapsOf } from '../family-caps.ts'
import { comparePatterns, PatternCounts, patternSpace } from '../pattern.ts'
import { seeded } from '../random.ts'
import type { Scheme } from '../scheme.types.ts'
import { type PatternTable, tabulate } from './pattern-table.ts'
import { countRandomPairs } from './random-pairs.ts'

/** Pairs that were found, and the patterns of those looked at: all, or as many as a seed let through. */
export interface Sample {
  readonly table: PatternTable
  readonly found: number
}

export interface SampledPairs {
  readonly random: PatternTable
  /** The pairs of each block, and the comparisons that the block does not decide. */
  readonly blocks: readonly (Sample & { readonly uses: readonly boolean[] })[]
  /** The candidates of all blocks, each once. */
  readonly candidates: Sample
  /** All pairs of records, candidates or not. */
  readonly allPairs: number
}

/** Everything training looks at; records are compared here and nowhere after. */
export function samplePairs<F>(
  scheme: Scheme<F>,
  records: readonly F[],
  strangers: readonly F[],
  hotValues: HotValues,
  {
    seed,
    randomPairs = 2_000_000,
    pairsPerBlock = 1_000_000,
  }: { readonly seed: number; readonly randomPairs?: number; readonly pairsPerBlock?: number },
): SampledPairs {
  const space = patternSpace(scheme)
  const caps = familyCapsOf(scheme.comparisons, scheme.familyCaps)
  const index = buildBlockIndex(scheme, records, hotValues)
  const sample = (which: Which): Sample => {
    const { counts, found } = countPairs(scheme, records, index, which)
    return { table: tabulate(space, counts, caps), found }
  }
  return {
    random: tabulate(space, countRandomPairs(scheme, strangers, { pairs: randomPairs, seed }), caps),
    blocks: scheme.blocks.map(({ decides }, block) => ({
      ...sample({ block, pairs: pairsPerBlock, seed: seed + 1 + block }),
      uses: scheme.comparisons.map(({ name }) => !decides.includes(name)),
    })),
    candidates: sample({ pairs: pairsPerBlock * scheme.blocks.length, seed }),
    allPairs: (records.length * (records.length - 1)) / 2,
  }
}

/** Without a block: the candidates of all of them. */
interface Which {
  readonly block?: number
  readonly pairs: number
  readonly seed: number
}

function countPairs<F>(
  scheme: Scheme<F>,
  records: readonly F[],
  index: BlockIndex,
  { block, pairs, seed }: Which,
): { readonly counts: PatternCounts; readonly found: number } {
  const walk = (visit: (a: number, b: number) => void) =>
    block === undefined ? eachCandidate(index, visit) : eachPairOf(index, block, visit)
  const found = walk(() => {})
  const share = pairs / Math.max(1, found)
  const random = seeded(seed)
  const patternOf = comparePatterns(scheme)
  const counts = new PatternCounts()
  walk((a, b) => {
    if (share >= 1 || random() < share) counts.add(patternOf(records[a]!, records[b]!))
  })
  return { counts, found }
}
