/**
 * One thing to be grouped. `key` is its natural key, one text with a total order (by code units): ties are broken by it and
 * never by the order of arrival. `feature` is whatever the guards need to know; nobody here looks into it.
 */
export interface SettleRecord<F> {
  readonly key: string
  readonly feature: F
}

/**
 * What comparing two records gave. `auto`: good enough to join them; `review`: a person should look; `apart`: a guard says
 * these two are not one, so neither are two groups that hold them.
 */
export interface SettleEdge {
  readonly a: string
  readonly b: string
  /** Bits, the prior included. */
  readonly weight: number
  readonly outcome: 'auto' | 'review' | 'apart'
  /** Bits for or against by evidence family, in the model's order of families; without the prior. */
  readonly parts: readonly number[]
  /** The guard that lowered the outcome, if one did. */
  readonly guard: string | null
}

/** What a person said of two records and has not taken back. */
export interface StandingDecision {
  readonly id: string
  readonly a: string
  readonly b: string
  readonly says: 'same' | 'different'
}

/** The facts `settle` works on. Edges, sets and decisions that name a record which is not here say nothing. */
export interface SettleInput<F> {
  readonly records: readonly SettleRecord<F>[]
  readonly edges: readonly SettleEdge[]
  readonly decisions: readonly StandingDecision[]
  /** Records that share a value which makes them one by itself (a verified number). Sets, not pairs: linear to hand over. */
  readonly sure: readonly (readonly string[])[]
}

export interface SettleLimits {
  /** No automatic join makes a group of more records; a sure set with more is not sure. */
  readonly groupSize: number
  /** More records or edges that hang together by automatic edges are a crowd: nothing in it is joined by weight. */
  readonly crowdRecords: number
  readonly crowdEdges: number
  /** Rounds over the automatic edges that are left, if it takes so many until nothing changes. */
  readonly rounds: number
  /** Review items in which one group may stand; the heaviest stay. */
  readonly itemsPerGroup: number
}

/** What a guard answers when two groups must not be joined. `apart`: nobody needs to look either. */
export interface GuardVerdict {
  readonly guard: string
  readonly outcome: 'review' | 'apart'
}

/** How records of one kind pool their evidence and what speaks against a join. Every function is pure. */
export interface SettleModel<F, P> {
  /** Score from which two groups may be joined, in the unit of the edges' weights. */
  readonly autoScore: number
  /** What the score of a pair starts from (bits, negative). */
  readonly prior: number
  /** Number of evidence families: the length of `parts`. */
  readonly families: number
  readonly limits: SettleLimits
  pool(feature: F): P
  /** Associative; `left` holds the smaller natural key. */
  merge(left: P, right: P): P
  /** Null: nothing against it. `by` says on what ground the join is asked; what people decided is not asked. */
  guard(left: P, right: P, by: 'sure' | 'auto'): GuardVerdict | null
  /** Bits against (zero or negative) by family that the pooled evidence shows where no edge was scored. */
  conflict?(left: P, right: P): readonly number[]
}

/**
 * Why two groups wait for a person. `decisions`: people contradict each other; `sure`: a sure value speaks against what
 * people decided or a group's size; `guard`, `score`, `size`: what stopped an automatic join; `evidence`: only edges for
 * review lead across; `rounds`: the rounds ran out first.
 */
export type ReviewReason = 'decisions' | 'sure' | 'guard' | 'size' | 'score' | 'rounds' | 'evidence'

/** Two groups, each named by its smallest key, and the pair of records that speaks most for joining them. */
export interface ReviewItem {
  readonly left: string
  readonly right: string
  readonly pair: readonly [string, string]
  readonly reason: ReviewReason
  readonly guard: string | null
  /** Weight of the heaviest edge between them; null if only people or a sure value connect them. */
  readonly weight: number | null
  /** Best agreement less worst conflict, each by family; null where nobody had to ask for it. */
  readonly score: number | null
  /** A person has said that they differ: to be shown again only if the sure value is newer than the decision. */
  readonly isDecided: boolean
}

/** Decisions that cannot all be true. None of the `same` ones is followed until a person takes one back. */
export interface DecisionConflict {
  readonly same: readonly string[]
  readonly different: readonly string[]
}

/** Too much to join by rule: one entry for an operator instead of items without number. */
export interface Crowd {
  readonly first: string
  readonly records: number
  readonly because: 'crowd-records' | 'crowd-edges' | 'sure-set'
}

export interface Settled {
  /** Each sorted, and sorted among themselves by their first key. Every record stands in one. */
  readonly groups: readonly (readonly string[])[]
  /** At most one for two groups, most urgent first. */
  readonly reviewItems: readonly ReviewItem[]
  /** Items that `itemsPerGroup` left out. */
  readonly itemsLeftOut: number
  readonly conflicts: readonly DecisionConflict[]
  readonly crowds: readonly Crowd[]
}
