import type { SettleEdge, SettleModel } from '#foundation/linkage'
import type { DemographicRecord } from '#vocabulary/demographics'

/** What comparing two records gave, worth keeping. */
export type Weighed = Omit<SettleEdge, 'a' | 'b'> & {
  /** Calibrated, for people to read; a model may not say. */
  readonly chance?: number
}

/** One comparison in the words of a records clerk. */
export interface WhyLine {
  readonly comparison: string
  readonly level: string
  /** Bits for (positive) or against. */
  readonly bits: number
  /** "Họ tên trùng (bỏ dấu): khoảng 1 trên 16.000 người mang tên này". */
  readonly sentence: string
}

/**
 * Everything that decides who is who, frozen under one version: how words are read, which keys find candidates, what
 * agreement is worth, which guards stand, and how groups are settled. F: what is precomputed of a record; P: of a group.
 * A change is another version, simulated before it is applied.
 */
export interface IdentityModel<F = unknown, P = unknown> {
  readonly version: string
  featuresOf(words: DemographicRecord): F
  /** Candidates share one of these (`{block}|{value}`); hot and dummy values are left out or refined. */
  keysOf(features: F): readonly string[]
  /** Keys under which two arrivals at the same moment must see each other: numbers, and name with full date. */
  meetingKeysOf(features: F): readonly string[]
  /** Values that make two records one by themselves (a verified number). */
  sureValuesOf(features: F): readonly string[]
  /** Null: below the review floor and no guard to remember; nothing is kept of the pair. */
  weigh(a: F, b: F): Weighed | null
  /** In the order of weight; for the review desk. */
  explain(
    a: F,
    b: F,
  ): {
    readonly weight: number
    readonly chance: number
    readonly lines: readonly WhyLine[]
    readonly guards: readonly string[]
  }
  readonly settle: SettleModel<F, P>
}
