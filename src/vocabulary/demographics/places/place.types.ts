/**
 * Of which list of wards the place was read: before or after 1 July 2025, `either` when nothing decides, `province` when no ward
 * was read, `none` when nothing was.
 */
export type PlaceReading = 'before' | 'after' | 'either' | 'province' | 'none'

/** Where somebody lives, in numbers that mean the same before and after the reform. */
export interface PlaceFeatures {
  readonly reading: PlaceReading
  /** Code of the former ward as a number; 0 when the place was not certainly read of the former list. */
  readonly oldWard: number
  /** Codes of the communes of today that the place may lie in, ascending: one as a rule, a few when a ward was divided. */
  readonly communes: readonly number[]
  /** Code of the province of today, 0 when unknown. */
  readonly province: number
  /** Hashes of the folded words before the ward: house number, street, hamlet. Ascending, eight at most. */
  readonly street: readonly number[]
}

/** A ward of June 2024 as places are read: names folded for looking up, codes as numbers. */
export interface WardBefore {
  readonly code: number
  readonly kind: string
  /** Folded name without its kind: `ben nghe`. */
  readonly key: string
  /** The same with tone marks, which alone tell Sa Pa from Sa Pả. */
  readonly toned: string
  readonly district: number
  readonly districtKey: string
  readonly provinceBefore: number
  readonly province: number
  readonly communes: readonly number[]
}

/** A commune, ward or special zone since 1 July 2025. */
export interface WardAfter {
  readonly code: number
  readonly kind: string
  readonly key: string
  readonly toned: string
  readonly province: number
  /** Former districts that it took land from. */
  readonly districts: readonly number[]
  readonly communes: readonly number[]
}

export interface District {
  readonly code: number
  readonly kind: string
  readonly provinceBefore: number
  readonly province: number
}
