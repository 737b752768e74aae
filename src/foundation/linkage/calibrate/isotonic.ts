import { chanceOf } from '../score/chance.ts'

/** Chances at some log2 odds, both rising; between two of them a straight line, outside the nearest. */
export interface Calibration {
  readonly bits: readonly number[]
  readonly probabilities: readonly number[]
}

interface Pool {
  from: number
  to: number
  pairs: number
  matches: number
  expected: number
}

/**
 * Isotonic regression (pool adjacent violators): the rising chances that fit pairs of known truth best. Each pool also counts
 * one pair of the model's own opinion, so that a thousand true pairs in a row give 0.999, not certainty.
 */
export function calibrate(bits: ArrayLike<number>, isTrue: ArrayLike<number | boolean>): Calibration {
  const order = Uint32Array.from({ length: bits.length }, (_, i) => i).sort((a, b) => bits[a]! - bits[b]!)
  const pools: Pool[] = []
  for (const i of order) {
    const at = bits[i]!
    let pool: Pool = { from: at, to: at, pairs: 1, matches: isTrue[i] ? 1 : 0, expected: chanceOf(at) }
    for (
      let last = pools.at(-1);
      last && (last.to === pool.from || !isBelow(last, pool));
      last = pools.at(-1)
    ) {
      pool = joined(last, pool)
      pools.pop()
    }
    pools.push(pool)
  }
  const points = pools.flatMap((pool) => {
    const chance = (pool.matches + pool.expected / pool.pairs) / (pool.pairs + 1)
    return pool.from === pool.to
      ? [{ bits: pool.from, chance }]
      : [
          { bits: pool.from, chance },
          { bits: pool.to, chance },
        ]
  })
  let highest = 0
  const probabilities = points.map(({ chance }) => {
    highest = Math.max(highest, chance)
    return highest
  })
  return { bits: points.map((point) => point.bits), probabilities }
}

const isBelow = (a: Pool, b: Pool) => a.matches * b.pairs < b.matches * a.pairs

const joined = (a: Pool, b: Pool): Pool => ({
  from: a.from,
  to: b.to,
  pairs: a.pairs + b.pairs,
  matches: a.matches + b.matches,
  expected: a.expected + b.expected,
})

/** The calibrated chance for these log2 odds; without any points, the odds speak for themselves. */
export function calibrated({ bits, probabilities }: Calibration, odds: number): number {
  const last = bits.length - 1
  if (last < 0) return chanceOf(odds)
  if (!(odds > bits[0]!)) return probabilities[0]!
  if (odds >= bits[last]!) return probabilities[last]!
  let [low, high] = [0, last]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (bits[middle]! <= odds) low = middle
    else high = middle
  }
  const part = (odds - bits[low]!) / (bits[high]! - bits[low]!)
  return probabilities[low]! + part * (probabilities[high]! - probabilities[low]!)
}
