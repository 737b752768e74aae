/**
 * The review desk, as the screens read it. Plain types: the browser's copy is generated from this file. Who asks is told in the
 * header `x-mach-clerk` (percent-encoded) until there is sign-in.
 */

export type ReviewAnswer = 'same' | 'different' | 'cannot-tell' | 'ask-facility'
/** Which items: not answered; of which a first reader answered; put aside with an answer that decides nothing. */
export type ReviewState = 'open' | 'second' | 'ask-facility' | 'cannot-tell'
export type ReviewRisk = 'verified-conflict' | 'many-records' | 'sensitive'

// GET /api/identity/review/counts?state=
export interface ReviewCounts {
  readonly open: number
  readonly second: number
  readonly askFacility: number
  readonly cannotTell: number
  /** Held by a clerk at this moment. */
  readonly leased: number
  readonly byReason: readonly ReviewCount[]
  readonly byGuard: readonly ReviewCount[]
  readonly byFacility: readonly ReviewCount[]
  /** How long open items have waited; `name` is the least number of whole days: 0, 1, 7, 30. */
  readonly byAge: readonly ReviewCount[]
}
export interface ReviewCount {
  readonly name: string
  readonly count: number
}

// GET /api/identity/review/items?state=&facility=&reason=&guard=&days=&limit=
export interface ReviewQueue {
  readonly items: readonly ReviewQueueLine[]
  readonly more: boolean
}
/** Nothing of a human: whoever wants to see takes the item, and that is noted. */
export interface ReviewQueueLine {
  readonly itemId: string
  readonly reason: string
  readonly guard: string | null
  readonly chance: number | null
  readonly rank: number
  readonly askedAt: string
  readonly facilities: readonly string[]
  /** A clerk who looks at it now. */
  readonly leasedBy: string | null
}

// POST /api/identity/review/next  {state?, facility?, reason?, guard?, days?, skip?}
// POST /api/identity/review/items/{itemId}/take
export interface ReviewTaken {
  /** Null: nothing is left for this clerk under this filter. */
  readonly item: ReviewItemView | null
}

export interface ReviewItemView {
  readonly itemId: string
  /** Sent back with the answer: what was seen is what is answered. */
  readonly seen: string
  readonly reason: string
  readonly guard: string | null
  readonly askedAt: string
  readonly leaseUntil: string
  readonly chance: number
  readonly bits: number
  /** Both sides are one person now, and the question is whether they stay it. */
  readonly isOne: boolean
  readonly left: ReviewSide
  readonly right: ReviewSide
  readonly fields: readonly ReviewField[]
  readonly lines: readonly ReviewLine[]
  /** Why the computer does not join them by itself, one sentence each. */
  readonly guards: readonly string[]
  readonly decided: readonly ReviewDecided[]
  /** Why "same" needs two readers. */
  readonly risks: readonly ReviewRisk[]
  /** "Same" needs a reason in words. */
  readonly needsWhy: boolean
  /** Somebody has answered already; what, is not told. */
  readonly isSecond: boolean
}

export interface ReviewSide {
  readonly personId: string
  readonly records: readonly ReviewRecord[]
  /** More records of this person, which are not compared here. */
  readonly others: number
}
export interface ReviewRecord {
  readonly facility: string
  readonly facilityName: string | null
  readonly localId: string
  /** The last visit: the day alone. */
  readonly seenOn: string | null
}

export type ReviewFieldName =
  | 'name'
  | 'birth'
  | 'sex'
  | 'citizen-id'
  | 'cmnd'
  | 'bhxh'
  | 'passport'
  | 'birth-certificate'
  | 'phone'
  | 'address'
  | 'mother'
  | 'mother-number'
  | 'father'
  | 'birth-order'

export interface ReviewField {
  readonly field: ReviewFieldName
  readonly state: 'equal' | 'similar' | 'different' | 'one-side'
  readonly left: readonly ReviewValue[]
  readonly right: readonly ReviewValue[]
}
export interface ReviewValue {
  readonly parts: readonly { readonly text: string; readonly differs: boolean }[]
  /** Of how many records. */
  readonly records: number
}

export interface ReviewLine {
  readonly comparison: string
  readonly level: string
  readonly bits: number
  readonly sentence: string
}

export interface ReviewDecided {
  readonly decisionId: string
  readonly says: 'same' | 'different'
  readonly by: string
  readonly at: string
  readonly why: string
  /** False: it was taken back. */
  readonly stands: boolean
}

// POST /api/identity/review/items/{itemId}/answer  {answer, seen, why?}
export interface ReviewAnswered {
  readonly answerId: string
  readonly state: 'applied' | 'waits-second'
  /** The two readers do not agree: a third one is asked. */
  readonly disagree: boolean
}

// POST /api/identity/review/undo  {answerId?}
export interface ReviewUndone {
  readonly answerId: string
  readonly itemId: string
  readonly answer: ReviewAnswer
}

// GET /api/identity/review/answers?clerk=&state=&limit=
export interface ReviewAnswers {
  readonly items: readonly ReviewAnswerLine[]
}
export interface ReviewAnswerLine {
  readonly answerId: string
  readonly itemId: string
  readonly answer: ReviewAnswer
  readonly by: string
  readonly at: string
  readonly why: string
  readonly reason: string
  readonly guard: string | null
  readonly state: 'applied' | 'first' | 'agreed' | 'overruled' | 'blind' | 'undone'
  /** The persons of its records as they are now. */
  readonly persons: readonly string[]
  readonly facilities: readonly string[]
}

// GET /api/identity/review/persons/{personId}
export interface ReviewPersonHistory {
  readonly events: readonly ReviewEvent[]
  readonly decided: readonly (ReviewDecided & { readonly facilities: readonly string[] })[]
}
export interface ReviewEvent {
  readonly eventId: string
  readonly at: string
  readonly kind: string
  readonly by: string
  readonly why: string
  readonly came: readonly ReviewPlace[]
  readonly went: readonly ReviewPlace[]
  readonly undoes: string | null
}
export interface ReviewPlace {
  readonly facility: string
  readonly localId: string
}

// POST /api/identity/review/revoke  {decisions, why}
export interface ReviewRevoked {
  readonly eventId: string
}

// GET /api/identity/review/workload?days=
export interface ReviewWorkload {
  readonly days: readonly ReviewDay[]
  readonly clerks: readonly ReviewClerk[]
  readonly agreement: {
    readonly blind: ReviewAgreement
    readonly second: ReviewAgreement
  }
  /** Answers that a blind reader did not give again. */
  readonly disagreed: readonly ReviewAnswerLine[]
}
export interface ReviewAgreement {
  readonly asked: number
  readonly agreed: number
}
export interface ReviewDay {
  readonly day: string
  readonly answered: number
  readonly came: number
}
export interface ReviewClerk {
  readonly day: string
  readonly clerk: string
  readonly same: number
  readonly different: number
  readonly cannotTell: number
  readonly askFacility: number
  readonly undone: number
}
