import {
  bitsOf,
  type Evidence,
  type LinkageModel,
  openScorer,
  priorBits,
  type Scorer,
} from '#foundation/linkage'
import { type Calibrations, chanceIn } from './chances.ts'
import { classOf, type EvidenceClass } from './evidence-class.ts'
import type { RecordFeatures } from './features.types.ts'
import { guardPair } from './guards.ts'
import type { Guarded, GuardName } from './guards.types.ts'
import { comparisonAt } from './level-names.ts'
import { vietnameseScheme } from './scheme.ts'

type F = RecordFeatures

/** A pair as judged, whether or not anything of it is kept. */
export interface Judged {
  /** Bits, the prior included. */
  readonly weight: number
  /** Calibrated in the class of its evidence. */
  readonly chance: number
  /** `none`: too unlikely to keep, or a guard says that nobody need look. */
  readonly outcome: 'auto' | 'review' | 'apart' | 'none'
  readonly guard: GuardName | null
  readonly kind: EvidenceClass
}

export interface Thresholds {
  readonly auto: number
  readonly review: number
}

export const usualThresholds: Thresholds = { auto: 0.999, review: 0.8 }

/** People of whom one may be the stranger with the same name and birth: those who may come, not those who have come. */
const strangersAmong = 100_000_000

/** Weighs pairs under one model and says what follows. Keeps the levels of the last pair; one judge for one thread. */
export class PairJudge {
  readonly prior: number
  /** Odds in bits of the two thresholds. Calibration may lower an outcome and never raises it. */
  readonly autoScore: number
  readonly reviewScore: number
  readonly #thresholds: Thresholds
  readonly #scorer: Scorer<F>
  readonly #calibrations: Calibrations
  readonly #asked: { isAuto: boolean; levels: Int8Array; expectedStrangers(a: F, b: F): number }

  /** Throws if the weights are of another scheme: a fault of the program. */
  constructor(linkage: LinkageModel, calibrations: Calibrations, persons: number, thresholds: Thresholds) {
    const opened = openScorer(vietnameseScheme, linkage)
    if (!opened.ok) throw new Error(opened.problem.code)
    this.#scorer = opened.value
    this.#calibrations = calibrations
    this.#thresholds = thresholds
    this.prior = priorBits(persons)
    this.autoScore = bitsOf(thresholds.auto)
    this.reviewScore = bitsOf(thresholds.review)
    this.#asked = {
      isAuto: false,
      levels: this.#scorer.levels,
      expectedStrangers: (a, b) => strangersAmong * this.#shareLike(a, b),
    }
  }

  /** By comparison: level and bits of the last pair weighed. */
  get levels(): Int8Array {
    return this.#scorer.levels
  }
  get bits(): Float64Array {
    return this.#scorer.bits
  }

  weigh(a: F, b: F): number {
    return this.#scorer.weigh(a, b) + this.prior
  }

  /** Of the pair weighed last. */
  guardOf(a: F, b: F, weight: number): Guarded | null {
    this.#asked.isAuto = weight >= this.autoScore
    return guardPair(a, b, this.#asked)
  }

  /** What follows for the pair weighed last. */
  outcomeOf(weight: number, chance: number, guarded: Guarded | null): Judged['outcome'] {
    const { auto, review } = this.#thresholds
    if (weight < this.reviewScore || chance < review) return 'none'
    if (guarded) return guarded.outcome
    return weight >= this.autoScore && chance >= auto ? 'auto' : 'review'
  }

  chanceOf(kind: EvidenceClass, weight: number): number {
    return chanceIn(this.#calibrations, kind, weight)
  }

  judge(a: F, b: F): Judged {
    const weight = this.weigh(a, b)
    const guarded = this.guardOf(a, b, weight)
    const kind = classOf(guarded?.guard ?? null, this.levels)
    const chance = this.chanceOf(kind, weight)
    const outcome = this.outcomeOf(weight, chance, guarded)
    return { weight, chance, outcome, guard: guarded?.guard ?? null, kind }
  }

  explain(a: F, b: F): readonly Evidence[] {
    return this.#scorer.explain(a, b)
  }

  /** The share of people who agree as much with one of these two, in name and birth, as they do with each other. */
  #shareLike(a: F, b: F): number {
    const [name, birth] = [this.levels[comparisonAt.name]!, this.levels[comparisonAt.birth]!]
    const born = birth < 0 ? 1 : this.#scorer.model.comparisons[comparisonAt.birth]!.levels[birth]!.u
    return born * (name < 0 ? 1 : vietnameseScheme.comparisons[comparisonAt.name]!.frequencyOf!(a, b, name))
  }
}
