import type { HotValues } from '../block/hot-values.ts'
import type { Calibration } from '../calibrate/isotonic.ts'

/** What one level is worth: its chance among matches (m) and among strangers (u), and log2 of their ratio. */
export interface LevelWeight {
  readonly name: string
  readonly m: number
  readonly u: number
  readonly bits: number
  /** Chance that two strangers share a value, by frequencies alone: a value this frequent has just `bits`. */
  readonly reference?: number
}

export interface ComparisonWeights {
  readonly name: string
  readonly family: string
  readonly levels: readonly LevelWeight[]
}

export interface ModelContent {
  /** Name of the scheme it was trained for. */
  readonly scheme: string
  readonly comparisons: readonly ComparisonWeights[]
  readonly familyCaps: Readonly<Record<string, number>>
  readonly frequencyBits: { readonly floor: number; readonly cap: number }
  readonly hotValues: HotValues
  /** Versions of the tables the features were computed with (names, units …), by name. */
  readonly inputs: Readonly<Record<string, string>>
  readonly calibration?: Calibration
  readonly trainedOn: { readonly records: number; readonly pairs: number; readonly matches: number }
}

/** Never changed once used: a change is a new version, and the version is a hash of everything else. */
export interface LinkageModel extends ModelContent {
  readonly version: string
}
