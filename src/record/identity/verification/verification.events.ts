import type { Happening } from '#foundation/events'
import type { Outcome } from './verification.types.ts'

/** Something was proved of a record, or denied: whoever keeps links looks at its standing again. */
export interface RecordVerified {
  readonly recordId: string
  readonly verificationId: string
  readonly facility: string
  readonly outcome: Outcome
}

const verified = 'identity.record-verified'

export const recordVerified = (payload: RecordVerified): Happening<RecordVerified> => ({
  name: verified,
  version: 1,
  payload,
})

/** Where a number's level in the index is brought up to what was proved. */
export const levelQueue = 'identity-levels'

/** To be given to the events of every process that announces. */
export const verificationSubscriptions: Readonly<Record<string, readonly string[]>> = {
  [verified]: [levelQueue],
}

/** The queue of verifications that nobody at a desk waits for, or that the desk could not get at once. */
export const verificationQueue = 'identity-verification'

/** `attempt`: the try this job is for. A job for a try that somebody else has made is stale and does nothing. */
export interface VerificationJob {
  readonly verificationId: string
  readonly attempt: number
}
