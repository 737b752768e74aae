/** What `compare` answers when one side says nothing: no evidence either way. */
export const MISSING = -1

export interface Level {
  readonly name: string
  /** Agreement on a rare value says more than on a common one: the weight of this level follows the frequency. */
  readonly hasFrequency?: boolean
}

/** One question asked of two records. F is whatever the caller precomputed of a record; comparing must not allocate. */
export interface Comparison<F> {
  readonly name: string
  /** Comparisons that say the same thing twice (phone and address of one household) share a family and its cap. */
  readonly family: string
  /** Best agreement first; the last one means "different". */
  readonly levels: readonly Level[]
  /** The first level that holds, as its index; MISSING when one side has no value. Symmetric. */
  compare(a: F, b: F): number
  /**
   * Share of records that hold the value on which `a` and `b` agree at this level (the more frequent of the two if it
   * differs), 0 when unknown. Of a record with itself it is the frequency of its own value.
   */
  frequencyOf?(a: F, b: F, level: number): number
}

/** One way to find candidates: two records with one key in common are compared. */
export interface Block<F> {
  readonly name: string
  /** Keys of one record; a key of which a part is missing does not exist (never a shorter, wider key). */
  keysOf(features: F): readonly string[]
  /** Comparisons that a common key decides: they learn nothing from the pairs of this block. */
  readonly decides: readonly string[]
  /** What is added to a hot key, one after the other, until it is no longer hot. Undefined: no such key. */
  readonly refinedBy?: readonly ((features: F) => string | undefined)[]
}

/** Comparisons and blocks of one kind of record. What they are worth is in the `LinkageModel`. */
export interface Scheme<F> {
  readonly name: string
  readonly comparisons: readonly Comparison<F>[]
  readonly blocks: readonly Block<F>[]
  /** Bits that all comparisons of a family may give together. */
  readonly familyCaps?: Readonly<Record<string, number>>
  /** A key with more holders than this is hot (200 if absent). */
  readonly holdersAtMost?: number
  /** Bits by which a frequency may lower and raise a level's weight (6 and 8 if absent). */
  readonly frequencyBits?: { readonly floor: number; readonly cap: number }
}
