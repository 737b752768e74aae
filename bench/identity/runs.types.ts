import type { HardFigures } from './hard-cases.ts'
import type { LinkedPopulation } from './link-population.ts'

/** One population that was linked. */
export interface PopulationRun {
  readonly name: string
  /** Strength of the errors. */
  readonly errors: number
  readonly linked: LinkedPopulation
}

/** One hard set that was linked. */
export interface HardRun {
  readonly errors: number
  readonly kinds: readonly HardFigures[]
  /** Twins, siblings, parents and children of one name joined without a number; and namesakes of one day. */
  readonly kin: number
  readonly namesakes: number
  /** Unnamed newborns joined without a number. */
  readonly newborns: number
}
