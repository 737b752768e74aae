/** A visit's resources are committed and can be read and searched. */
export const visitStored = 'journey.visit-stored'

export interface VisitStored {
  readonly receiptId: string
  readonly fileNumber: number
  readonly patientId: string
  readonly personId: string
  readonly version: number
}
