import { findHotValues, type HotValues } from '../block/hot-values.ts'
import { makeModel } from '../model/make-model.ts'
import type { LinkageModel } from '../model/model.types.ts'
import { type PatternSpace, patternSpace } from '../pattern.ts'
import type { Scheme } from '../scheme.types.ts'
import { learnParameters } from './learn-parameters.ts'
import { samplePairs } from './sample-pairs.ts'
import { weighLevels } from './weigh-levels.ts'

export interface TrainingOptions {
  readonly seed: number
  /** Pairs drawn for u (2 million), and pairs looked at in each block at most (1 million). */
  readonly randomPairs?: number
  readonly pairsPerBlock?: number
  /** A frozen list; without one the hot values are found in these records. */
  readonly hotValues?: HotValues
  /** Versions of the tables the features were computed with. */
  readonly inputs?: Readonly<Record<string, string>>
}

export interface TrainingReport {
  readonly randomPairs: number
  readonly candidates: number
  /** What EM found in the pairs of each block. */
  readonly blocks: readonly {
    readonly name: string
    readonly pairs: number
    readonly used: number
    readonly matches: number
    readonly rounds: number
    readonly learns: readonly string[]
  }[]
  /** Matches expected among all candidates. */
  readonly matches: number
  /** On how many of them each comparison rests, where both sides say something: in the block that shows it most. */
  readonly comparisons: readonly { readonly name: string; readonly matches: number }[]
  /** Comparisons that every block decides: nothing was learned of them, and their m is a guess. */
  readonly untrained: readonly string[]
}

/**
 * Learns a model from records alone, without labels. The same records in the same order, seed and scheme give the same model,
 * letter by letter. `strangers`: of whom pairs are drawn for u and for frequencies, where the records were chosen because they
 * resemble each other.
 */
export function trainModel<F>(
  scheme: Scheme<F>,
  records: readonly F[],
  options: TrainingOptions,
  strangers: readonly F[] = records,
): { readonly model: LinkageModel; readonly report: TrainingReport } {
  const space = patternSpace(scheme)
  const hotValues = options.hotValues ?? findHotValues(scheme, records)
  const sampled = samplePairs(scheme, records, strangers, hotValues, options)
  const { m, u, blocks, matches } = learnParameters(space, sampled)
  const used = sampled.candidates.table.total
  const model = makeModel({
    scheme: scheme.name,
    comparisons: weighLevels(scheme, space, strangers, m, u),
    familyCaps: scheme.familyCaps ?? {},
    frequencyBits: scheme.frequencyBits ?? { floor: 6, cap: 8 },
    hotValues,
    inputs: options.inputs ?? {},
    trainedOn: { records: records.length, pairs: used, matches: Math.round(matches) },
  })
  return {
    model,
    report: {
      randomPairs: sampled.random.total,
      candidates: sampled.candidates.found,
      matches,
      blocks: sampled.blocks.map(({ table, found, uses }, block) => ({
        name: scheme.blocks[block]!.name,
        pairs: found,
        used: table.total,
        matches: blocks[block]!.matches,
        rounds: blocks[block]!.rounds,
        learns: scheme.comparisons.flatMap(({ name }, c) => (uses[c] ? [name] : [])),
      })),
      comparisons: scheme.comparisons.map(({ name }, c) => ({
        name,
        matches: Math.max(
          0,
          ...sampled.blocks.map(({ uses }, block) =>
            uses[c] ? spokenOf(blocks[block]!.evidence, space, c) : 0,
          ),
        ),
      })),
      untrained: scheme.comparisons.flatMap(({ name }, c) =>
        sampled.blocks.some(({ uses }) => uses[c]) ? [] : [name],
      ),
    },
  }
}

/** Expected matches in which both sides say something of a comparison: its rows but the first, which is for what is missing. */
const spokenOf = (evidence: Float64Array, { offsets, radices }: PatternSpace, c: number): number =>
  evidence.subarray(offsets[c]! + 1, offsets[c]! + radices[c]!).reduce((sum, n) => sum + n, 0)
