/**
 * Verification against the population database, as the desk and the review read it. Plain types: the browser's copy is
 * generated from this file.
 */

export type VerifiedFieldName = 'citizenNumber' | 'fullName' | 'birthDate' | 'sex'
export type VerificationReason = 'admission' | 'review' | 'correction' | 'conflict'
export type VerificationLevel = 'none' | 'declared' | 'document-seen' | 'chip-read' | 'population-verified'
export type VerificationOutcome = 'confirmed' | 'differs' | 'not-found' | 'replaced'

// POST /api/identity/records/{recordId}/verifications  → 200 when answered, 202 when it waits in the queue
export interface AskVerificationBody {
  readonly reason: VerificationReason
  /** Somebody waits: an answer within seconds, or the queue. Otherwise straight into the queue. */
  readonly wait: boolean
  /** Ask even though a good answer of this facility is at hand. */
  readonly anew?: boolean
}

export interface VerificationItem {
  readonly verificationId: string
  readonly recordId: string
  readonly facility: string
  readonly askedBy: string
  readonly reason: VerificationReason
  readonly method: 'document' | 'chip' | 'population'
  readonly askedAt: string
  readonly state: 'waiting' | 'answered' | 'given-up' | 'cancelled'
  readonly attempts: number
  /** When it is tried again; null: not waiting. */
  readonly nextAt: string | null
  /** Why the last try brought nothing; a code. */
  readonly trouble: string | null
  readonly outcome: VerificationOutcome | null
  readonly asked: readonly VerifiedFieldName[]
  readonly compared: readonly VerifiedFieldName[]
  readonly differs: readonly VerifiedFieldName[]
  readonly level: VerificationLevel | null
  readonly reference: string | null
  readonly closedAt: string | null
  readonly expiresAt: string | null
  /** One sentence for the person at the desk. */
  readonly message: string
}

export interface AskedVerification {
  readonly verification: VerificationItem
  /** An answer this facility already had, still good: nobody was asked. */
  readonly reused: boolean
  /** Told once, to who asked; kept nowhere. */
  readonly newNumber: string | null
}

export interface VerificationStep {
  readonly at: string
  readonly kind: 'asked' | 'joined' | 'put-off' | 'answered' | 'given-up' | 'cancelled'
  readonly by: string | null
  readonly reason: VerificationReason | null
  readonly trouble: string | null
}

// GET /api/identity/verifications/{verificationId}
export interface VerificationDetail {
  readonly verification: VerificationItem
  readonly steps: readonly VerificationStep[]
}

export interface RecordStanding {
  readonly level: VerificationLevel
  /** May the number forbid a link? */
  readonly vetoes: boolean
  readonly doubt: Exclude<VerificationOutcome, 'confirmed'> | null
  readonly until: string | null
}

// GET /api/identity/records/{recordId}/verifications
export interface VerificationHistory {
  /** Why nothing can be asked here now; null: it can. */
  readonly notice: string | null
  readonly standing: RecordStanding
  /** Newest first, each with who asked and why; of the asking facility alone unless results may be shared. */
  readonly items: readonly VerificationDetail[]
}

// GET /api/identity/verification-queue
export interface VerificationQueue {
  readonly isConfigured: boolean
  /** Why nothing can be asked here now; null: it can. */
  readonly notice: string | null
  readonly waiting: number
  readonly oldestAt: string | null
  /** The gateway is left alone until then; null: it is asked. */
  readonly pausedUntil: string | null
}
