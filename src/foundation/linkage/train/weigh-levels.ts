import type { ComparisonWeights } from '../model/model.types.ts'
import type { PatternSpace } from '../pattern.ts'
import type { Comparison, Scheme } from '../scheme.types.ts'
import { monotoneBits } from './monotone.ts'

/** From m and u per row to the weights of each comparison, monotone and with the reference of their frequencies. */
export function weighLevels<F>(
  scheme: Scheme<F>,
  space: PatternSpace,
  records: readonly F[],
  m: Float64Array,
  u: Float64Array,
): ComparisonWeights[] {
  return scheme.comparisons.map((comparison, c) => {
    const first = space.offsets[c]! + 1
    const own = (rows: Float64Array) => [...rows.subarray(first, first + comparison.levels.length)]
    const bits = monotoneBits(own(m), own(u))
    return {
      name: comparison.name,
      family: comparison.family,
      levels: comparison.levels.map((level, l) => ({
        name: level.name,
        m: m[first + l]!,
        u: u[first + l]!,
        bits: bits[l]!,
        ...referenceOf(comparison, l, records),
      })),
    }
  })
}

/**
 * Two strangers agree on a value by the sum of squared frequencies, which is the mean over records of the frequency of each
 * one's own value. A pair that agrees on a value of just this frequency gets the level's plain weight.
 */
function referenceOf<F>(comparison: Comparison<F>, level: number, records: readonly F[]) {
  if (!comparison.levels[level]!.hasFrequency || !comparison.frequencyOf) return {}
  let [sum, known] = [0, 0]
  for (const features of records) {
    const share = comparison.frequencyOf(features, features, level)
    if (!(share > 0)) continue
    sum += share
    known += 1
  }
  return known === 0 ? {} : { reference: Math.min(1, sum / known) }
}
