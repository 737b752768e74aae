import { fail, ok, type Result } from '#foundation/result'
import { calibrated } from '../calibrate/isotonic.ts'
import { familyCapsOf } from '../family-caps.ts'
import { linkageProblems } from '../linkage.problems.ts'
import type { LinkageModel } from '../model/model.types.ts'
import { patternSpace } from '../pattern.ts'
import type { Comparison, Scheme } from '../scheme.types.ts'
import { chanceOf } from './chance.ts'

/** One comparison's part in a weight, for people. */
export interface Evidence {
  readonly comparison: string
  readonly family: string
  /** Null: one side says nothing. */
  readonly level: string | null
  /** Bits of the level, and what the frequency of the agreeing value adds. */
  readonly bits: number
  readonly frequencyBits: number
}

/** Weighs pairs: one table look-up a comparison. `pattern`, `levels` and `bits` keep what the last pair weighed gave. */
export class Scorer<F> {
  pattern = 0
  /** By comparison: its level or MISSING, and its bits with those of the frequency, before caps. */
  readonly levels: Int8Array
  readonly bits: Float64Array
  readonly model: LinkageModel
  readonly #comparisons: readonly Comparison<F>[]
  readonly #places: Float64Array
  readonly #offsets: Int32Array
  readonly #bits: Float64Array
  /** log2 of the reference frequency of a row, NaN where the weight does not follow a frequency. */
  readonly #references: Float64Array
  readonly #floor: number
  readonly #cap: number
  /** For each comparison which of the caps it falls under, or -1. */
  readonly #capOf: Int32Array
  readonly #caps: Float64Array
  readonly #sums: Float64Array

  constructor(scheme: Scheme<F>, model: LinkageModel) {
    const space = patternSpace(scheme)
    const { capOf, bits } = familyCapsOf(scheme.comparisons, model.familyCaps)
    this.model = model
    this.levels = new Int8Array(scheme.comparisons.length)
    this.bits = new Float64Array(scheme.comparisons.length)
    this.#comparisons = scheme.comparisons
    this.#places = space.places
    this.#offsets = space.offsets
    this.#bits = new Float64Array(space.rows)
    this.#references = new Float64Array(space.rows).fill(Number.NaN)
    this.#floor = -model.frequencyBits.floor
    this.#cap = model.frequencyBits.cap
    this.#capOf = capOf
    this.#caps = bits
    this.#sums = new Float64Array(bits.length)
    model.comparisons.forEach(({ levels }, c) => {
      levels.forEach((level, l) => {
        this.#bits[space.offsets[c]! + l + 1] = level.bits
        if (level.reference !== undefined && scheme.comparisons[c]!.frequencyOf)
          this.#references[space.offsets[c]! + l + 1] = Math.log2(level.reference)
      })
    })
  }

  /** log2 of how much more likely these two are one person than strangers; add `priorBits` for the odds. */
  weigh(a: F, b: F): number {
    let pattern = 0
    let total = 0
    this.#sums.fill(0)
    for (let c = 0; c < this.#places.length; c++) {
      const level = this.#comparisons[c]!.compare(a, b)
      this.levels[c] = level
      this.bits[c] = 0
      if (level < 0) continue
      pattern += (level + 1) * this.#places[c]!
      const bits = this.#bits[this.#offsets[c]! + level + 1]! + this.#frequencyBits(c, level, a, b)
      this.bits[c] = bits
      const cap = this.#capOf[c]!
      if (cap < 0) total += bits
      else this.#sums[cap]! += bits
    }
    for (let cap = 0; cap < this.#caps.length; cap++) total += Math.min(this.#sums[cap]!, this.#caps[cap]!)
    this.pattern = pattern
    return total
  }

  #frequencyBits(c: number, level: number, a: F, b: F): number {
    const reference = this.#references[this.#offsets[c]! + level + 1]!
    if (Number.isNaN(reference)) return 0
    const share = this.#comparisons[c]!.frequencyOf!(a, b, level)
    if (!(share > 0)) return 0
    return Math.max(this.#floor, Math.min(this.#cap, reference - Math.log2(share)))
  }

  /** The chance that two records with this weight are one person, in an index of so many persons; calibrated if the model is. */
  chance(weight: number, prior: number): number {
    const { calibration } = this.model
    return calibration ? calibrated(calibration, weight + prior) : chanceOf(weight + prior)
  }

  /** What `weigh` adds up, comparison by comparison, before the caps of families. */
  explain(a: F, b: F): Evidence[] {
    return this.#comparisons.map((comparison, c) => {
      const level = comparison.compare(a, b)
      const named = { comparison: comparison.name, family: comparison.family }
      if (level < 0) return { ...named, level: null, bits: 0, frequencyBits: 0 }
      return {
        ...named,
        level: comparison.levels[level]!.name,
        bits: this.#bits[this.#offsets[c]! + level + 1]!,
        frequencyBits: this.#frequencyBits(c, level, a, b),
      }
    })
  }
}

/** Joins a scheme with a model trained for it; refuses one whose comparisons or levels are others. */
export function openScorer<F>(scheme: Scheme<F>, model: LinkageModel): Result<Scorer<F>> {
  const shapeOf = (
    comparisons: readonly { name: string; family: string; levels: readonly { name: string }[] }[],
  ) => JSON.stringify(comparisons.map((c) => [c.name, c.family, ...c.levels.map((level) => level.name)]))
  const fits = scheme.name === model.scheme && shapeOf(scheme.comparisons) === shapeOf(model.comparisons)
  return fits ? ok(new Scorer(scheme, model)) : fail(linkageProblems.modelOfOtherScheme)
}
