import type { Happening } from '#foundation/events'
import type { Outcome } from './verification.types.ts'

/** A verification has its answer: whoever keeps links looks at the record's standing again. */
export interface RecordVerified {
  readonly recordId: string
  readonly verificationId: string
  readonly facility: string
  readonly outcome: Outcome
}

export const recordVerified = (payload: RecordVerified): Happening<RecordVerified> => ({
  name: 'identity.record-verified',
  version: 1,
  payload,
})

/** The queue of verifications that nobody at a desk waits for, or that the desk could not get at once. */
export const verificationQueue = 'identity-verification'

/** `attempt`: the try this job is for. A job for a try that somebody else has made is stale and does nothing. */
export interface VerificationJob {
  readonly verificationId: string
  readonly attempt: number
}
