import { buildBlockIndex, eachCandidate, type LinkageModel } from '#foundation/linkage'
import { numberBlocks } from './blocks.ts'
import type { RecordFeatures } from './features.types.ts'
import { PairJudge, usualThresholds } from './judge-pairs.ts'
import { birthAt, comparisonAt, householdAt, nameAt } from './level-names.ts'
import { vietnameseScheme } from './scheme.ts'

/** Fewer pairs than these tell nothing. */
const pairsAtLeast = 500

/**
 * How often records of one person contradict each other here, counted without labels: of records that share a number and that no
 * guard holds apart, how many times name, birth or household differ, for each pair. Null: too few share a number.
 */
export function measureNoise(features: readonly RecordFeatures[], linkage: LinkageModel): number | null {
  const judge = new PairJudge(linkage, {}, features.length, usualThresholds)
  let [pairs, contradictions] = [0, 0]
  const index = buildBlockIndex({ ...vietnameseScheme, blocks: numberBlocks }, features, linkage.hotValues)
  eachCandidate(index, (a, b) => {
    if (judge.judge(features[a]!, features[b]!).kind !== 'number') return
    pairs += 1
    contradictions += contradictionsOf(judge.levels)
  })
  return pairs < pairsAtLeast ? null : contradictions / pairs
}

/** What a habit of a source makes (no marks, a year alone) is none. */
function contradictionsOf(levels: Int8Array): number {
  const [name, birth] = [levels[comparisonAt.name]!, levels[comparisonAt.birth]!]
  return (
    Number(name > nameAt.variant) +
    Number(birth > birthAt.equal && birth !== birthAt.partial) +
    Number(levels[comparisonAt.household]! > householdAt.province)
  )
}
