/** The index's idea of one human, as shown. */
export interface Person {
  readonly personId: string
  readonly fullName: string
  readonly birthDate: string | null
  readonly sex: 'male' | 'female' | 'unknown'
  readonly citizenId: string | null
  readonly insuranceNumber: string | null
  readonly address: string | null
  readonly deceased: boolean
  readonly facilities: readonly string[]
  readonly lastVisitAt: Date | null
}

/** Where a patient stands now, and whose it is. */
export interface PlacedPatient {
  readonly patientId: string
  readonly personId: string
  readonly facilityCode: string
  readonly localId: string
}

/** One facility's patient, and how it came to its person. */
export interface LinkedPatient {
  readonly patientId: string
  readonly facilityCode: string
  readonly localId: string
  /** `computed`: the evidence joined it; `decided`: a person did. */
  readonly joinedBy: 'computed' | 'decided'
}
