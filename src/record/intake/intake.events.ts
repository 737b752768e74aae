import type { Lane } from './format.types.ts'

/** Announced in the same transaction as the receipt. Payload of version 1: which record of which receipt. */
export const visitAccepted = 'intake.visit-accepted'

export interface VisitAccepted {
  readonly receiptId: string
  readonly fileNumber: number
  /** Absent: live. */
  readonly lane?: Lane
}
