import { bitsOf, type Calibration, calibrate, calibrated, chanceOf } from '#foundation/linkage'
import type { EvidenceClass } from './evidence-class.ts'
import { fitGrowth } from './fit-growth.ts'

/**
 * What weights of one class are worth. The more mistakes are written, the more pairs of this class are of one person and spoken
 * against by a mistake, while strangers are as many as before: odds grow with noise to the power of `growth`.
 */
export interface ClassCalibration extends Calibration {
  /** The noise (`measureNoise`) for which the chances hold. Absent: they hold whatever it is. */
  readonly noise?: number | undefined
  readonly growth?: number | undefined
}

/** By class of evidence; a class of which too little was seen has none and is believed as it is. */
export type Calibrations = Readonly<Partial<Record<EvidenceClass, ClassCalibration>>>

/** A pair of known truth. */
export interface KnownPair {
  readonly kind: EvidenceClass
  readonly weight: number
  readonly isTrue: boolean
  /** Of the population it comes from. */
  readonly noise: number
}

/** Fewer pairs than these teach nothing. */
const pairsAtLeast = 200

export function calibrateClasses(pairs: readonly KnownPair[]): Calibrations {
  const byKind = new Map<EvidenceClass, KnownPair[]>()
  for (const pair of pairs) {
    const own = byKind.get(pair.kind)
    if (own) own.push(pair)
    else byKind.set(pair.kind, [pair])
  }
  return Object.fromEntries(
    [...byKind]
      .filter(([, own]) => own.length >= pairsAtLeast)
      .map(([kind, own]): [EvidenceClass, ClassCalibration] => [kind, calibrateClass(own)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

function calibrateClass(own: readonly KnownPair[]): ClassCalibration {
  const calibration = calibrate(
    own.map(({ weight }) => weight),
    own.map(({ isTrue }) => isTrue),
  )
  const noise = 2 ** (own.reduce((sum, pair) => sum + Math.log2(pair.noise), 0) / own.length)
  const growth = fitGrowth(
    own.map((pair) => ({
      bits: bitsOf(calibrated(calibration, pair.weight)),
      noiseBits: Math.log2(pair.noise / noise),
      isTrue: pair.isTrue,
    })),
  )
  return {
    ...shortened(calibration, 1 - 1 / own.length),
    noise: rounded(noise, 4),
    growth: rounded(growth, 2),
  }
}

const rounded = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits

/** To a hundredth of a bit and a millionth; and of so many pairs nobody learns that less than one of them is wrong. */
const shortened = ({ bits, probabilities }: Calibration, atMost: number): Calibration => ({
  bits: bits.map((value) => rounded(value, 2)),
  probabilities: probabilities.map((value) => rounded(Math.min(value, atMost), 6)),
})

/** No chance is moved beyond these: of a class in which nothing went wrong so far, something will. */
const surest = 0.999999

/** The same chances where more or fewer mistakes are written. `noise`: what `measureNoise` found; null: it could not tell. */
export function chancesAt(calibrations: Calibrations, noise: number | null): Calibrations {
  if (noise === null || noise <= 0) return calibrations
  const moved = ({ noise: from, growth = 0, bits, probabilities }: ClassCalibration): ClassCalibration => {
    const step = from ? growth * Math.log2(noise / from) : 0
    const at = (chance: number) => rounded(Math.min(surest, chanceOf(bitsOf(chance) + step)), 6)
    return step === 0
      ? { bits, probabilities, noise: from, growth }
      : { bits, probabilities: probabilities.map(at), noise, growth }
  }
  return Object.fromEntries(Object.entries(calibrations).map(([kind, one]) => [kind, moved(one)]))
}

export const chanceIn = (calibrations: Calibrations, kind: EvidenceClass, weight: number): number => {
  const calibration = calibrations[kind]
  return calibration ? calibrated(calibration, weight) : chanceOf(weight)
}
