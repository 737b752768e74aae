import type { Service } from './plan.types.ts'

/** What a rule says of itself, as far as the report shows it (`#vocabulary/rules`). */
export interface RuleCard {
  readonly id: string
  readonly title: string
  readonly blocksGoLive: boolean
}

/** Whose software is tried, and with what. */
export interface Subject {
  readonly facilityCode: string
  readonly vendor: string
  readonly software: string
  readonly softwareVersion: string
  readonly plans: readonly string[]
  readonly services: readonly Service[]
}
