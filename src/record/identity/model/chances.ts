import { type Calibration, calibrate, calibrated, chanceOf } from '#foundation/linkage'
import type { EvidenceClass } from './evidence-class.ts'

/** By class of evidence; a class of which too little was seen has none and is believed as it is. */
export type Calibrations = Readonly<Partial<Record<EvidenceClass, Calibration>>>

/** A pair of known truth. */
export interface KnownPair {
  readonly kind: EvidenceClass
  readonly weight: number
  readonly isTrue: boolean
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
      .map(([kind, own]): [EvidenceClass, Calibration] => [
        kind,
        shortened(
          calibrate(
            own.map(({ weight }) => weight),
            own.map(({ isTrue }) => isTrue),
          ),
          1 - 1 / own.length,
        ),
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

/** To a hundredth of a bit and a millionth; and of so many pairs nobody learns that less than one of them is wrong. */
const shortened = ({ bits, probabilities }: Calibration, atMost: number): Calibration => ({
  bits: bits.map((value) => Math.round(value * 100) / 100),
  probabilities: probabilities.map((value) => Math.round(Math.min(value, atMost) * 1e6) / 1e6),
})

export const chanceIn = (calibrations: Calibrations, kind: EvidenceClass, weight: number): number => {
  const calibration = calibrations[kind]
  return calibration ? calibrated(calibration, weight) : chanceOf(weight)
}
