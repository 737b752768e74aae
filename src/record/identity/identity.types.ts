/** What a message says of a human. Numbers are valid by form. */
export interface IncomingPerson {
  readonly facilityCode: string
  readonly localId: string
  readonly citizenId: string | null
  readonly insuranceNumbers: readonly string[]
  readonly fullName: string
  readonly birthDate: string | null
  readonly sex: 'male' | 'female' | 'unknown'
  readonly address: string | null
  readonly deceased: boolean
  /** When the visit began (ISO instant): the latest visit decides what the person's card shows. */
  readonly seenAt: string | null
}

export interface ResolvedPerson {
  readonly patientId: string
  readonly personId: string
  /** True when this is the newest visit of the patient, so that its demographics may replace the stored ones. */
  readonly isLatest: boolean
}
