import { chanceOf } from '#foundation/linkage'

/** A pair of known truth: the odds it was given, and how noisy its population is beside the mean, both in bits. */
export interface GrowthExample {
  readonly bits: number
  readonly noiseBits: number
  readonly isTrue: boolean
}

/** As much as this many bits² of noise that show no growth: a class that says little does not move. */
const doubt = 2

/** Two mistakes at once, each as often as the noise: more than that is chance. */
const growthAtMost = 2

/** The power of noise by which odds grow: one number, by maximum likelihood (Newton), held back by doubt. */
export function fitGrowth(examples: readonly GrowthExample[]): number {
  let growth = 0
  for (let round = 0; round < 20; round++) {
    let [slope, curvature] = [-doubt * growth, doubt]
    for (const { bits, noiseBits, isTrue } of examples) {
      const chance = chanceOf(bits + growth * noiseBits)
      slope += (Number(isTrue) - chance) * noiseBits
      curvature += chance * (1 - chance) * noiseBits * noiseBits * Math.LN2
    }
    const step = slope / curvature
    growth += step
    if (Math.abs(step) < 1e-4) break
  }
  return Math.max(0, Math.min(growthAtMost, growth))
}
