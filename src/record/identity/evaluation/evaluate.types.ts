import type { ClusterFigures, Labels, PairFigures, ReliabilityBin } from '#foundation/linkage'

/** What linkage thought of two records, by their places in the list. */
export interface JudgedPair {
  readonly a: number
  readonly b: number
  /** Bits, the prior included. */
  readonly weight: number
  readonly chance: number
  /** `none`: too unlikely to keep. */
  readonly outcome: 'auto' | 'review' | 'apart' | 'none'
  /** The guard that lowered the outcome, if one did. */
  readonly guard: string | null
}

/** What linkage made of a list of records, and the truth. Lists: one label for each record. */
export interface Judged {
  readonly persons: Labels
  readonly groups: Labels
  /** All pairs that were compared, or those of which something was kept: chances below the floor are then not judged. */
  readonly pairs: readonly JudgedPair[]
  readonly reviewItems: readonly Pick<JudgedPair, 'a' | 'b'>[]
}

/** A place on the way from strict to lenient: how much is found and how much of it is wrong. */
export interface CurvePoint {
  /** Mean chance in bits of what lies between two groups; infinite for what is joined. */
  readonly threshold: number
  readonly recall: number
  readonly falsePerMillion: number
}

/** What became of pairs: an outcome, the guard that lowered it, or that no key brought them together. */
export interface Fate {
  readonly fate: string
  readonly truePairs: number
  readonly falsePairs: number
}

/** The highest recall with at most 1,000 and 100 false pairs per million records. */
export interface Within {
  readonly within1000: PairFigures
  readonly within100: PairFigures
}

/** The figures of one linkage against the truth (all shares from 0 to 1). Recall counts the pairs no block found as missed. */
export interface Evaluation {
  readonly records: number
  readonly persons: number
  readonly truePairs: number
  /** By chance, whatever guards say of the outcome: the best F1 of all thresholds. */
  readonly best: PairFigures
  /** The same pairs: recall with so few false pairs per million records, if each were joined by its own chance alone. */
  readonly byChance: Within
  /** Groups first, then what lies between them (`rank-pairs.ts`): what thresholds and guards leave to a person has its place too. */
  readonly byRank: Within & { readonly best: PairFigures }
  /** Share of true pairs that stand somewhere in that order: in one group, or in two of which any two records were compared. */
  readonly reach: number
  /** Pairs with the outcome `auto`: what the fixed threshold and the guards let through, before groups are settled. */
  readonly auto: PairFigures
  /** Two records of one group as a pair: what the people of a province would get. */
  readonly clusters: ClusterFigures
  readonly review: { readonly items: number; readonly perThousand: number; readonly trueShare: number }
  /** What was said of all pairs, guards not asked, against what was true. */
  readonly calibration: {
    readonly bins: readonly ReliabilityBin[]
    readonly error: number
    /** The largest distance of a bin with at least 200 pairs. */
    readonly worst: number
  }
  readonly curve: readonly CurvePoint[]
  /** Where recall goes: fates of pairs, those with the most true ones first. */
  readonly fates: readonly Fate[]
}
