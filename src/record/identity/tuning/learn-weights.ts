import { changeModel, type HotValues, type LinkageModel } from '#foundation/linkage'
import { type RecordFeatures, trainVietnamese } from '../model/index.ts'

export interface LearnedWeights {
  readonly linkage: LinkageModel
  /** Matches expected among the records it learned from. */
  readonly matches: number
  /** What each comparison rests on. `kept`: too little was seen of it, its weights are those of the version in force. */
  readonly comparisons: readonly {
    readonly name: string
    readonly matches: number
    readonly from: 'records' | 'kept'
  }[]
}

/** Fewer matches in which both sides say something teach nothing of a comparison; fewer in all teach nothing. */
const matchesOfOne = 500
const matchesOfAll = 2_000

/** As many pairs as an estimate of a level of one in ten thousand needs. */
export const usualPairs = { randomPairs: 2_000_000, pairsPerBlock: 300_000 }

/** Weights without labels, from the installation's own records; where these are too few, what was known before. */
export function learnWeights(
  base: LinkageModel,
  sample: { readonly any: readonly RecordFeatures[]; readonly near: readonly RecordFeatures[] },
  hotValues: HotValues,
  pairs = usualPairs,
): LearnedWeights {
  const options = { ...pairs, seed: 1, hotValues, inputs: base.inputs }
  const { model, report } = trainVietnamese(sample.near, options, sample.any)
  const areAll = report.matches >= matchesOfAll
  const comparisons = report.comparisons.map(({ name, matches }) => ({
    name,
    matches: Math.round(matches),
    from: areAll && matches >= matchesOfOne ? ('records' as const) : ('kept' as const),
  }))
  const kept = new Set(comparisons.filter(({ from }) => from === 'kept').map(({ name }) => name))
  const weights = model.comparisons.map((learned) => {
    const known = base.comparisons.find(({ name }) => name === learned.name)
    return known && kept.has(learned.name) ? known : learned
  })
  return {
    linkage: changeModel(areAll ? model : base, { comparisons: weights, hotValues }),
    matches: Math.round(report.matches),
    comparisons,
  }
}
