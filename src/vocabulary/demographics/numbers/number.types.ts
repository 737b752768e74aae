/** What a number is a number of. Two systems are never compared: above all not a CMND of 9 digits with a citizen number. */
export const identifierSystems = [
  'citizen-id',
  'cmnd',
  'bhxh',
  'passport',
  'birth-certificate',
  'phone',
] as const

export type IdentifierSystem = (typeof identifierSystems)[number]

/** What is doubtful about a number, as bits: a number may be doubted for several reasons. */
export const NumberFlag = {
  /** Leading zeros that a number column had eaten were put back. */
  restored: 1,
  /** Filled in to get past a required box. */
  dummy: 2,
  /** The fourth digit names the other sex than the record does. */
  sexDiffers: 4,
  /** The digits name another birth year than the record does. */
  yearDiffers: 8,
  /** The first three digits begin with 0 and are no province of the 63. */
  provinceUnknown: 16,
  /** The fourth digit names a century that has not come. */
  impossible: 32,
} as const

/** One number read out of a field. */
export interface IdentifierFound {
  readonly system: IdentifierSystem
  /** Canonical: digits only; a passport in capitals; `XXXXX.GCS.ZZZZZ.YY`; a phone as `0…`, a foreign one as `+…`. */
  readonly value: string
  /** Bits of `NumberFlag`. */
  readonly flags: number
  /** `value` as one whole number below 2^53: two values of one system are equal exactly when these are. */
  readonly packed: number
}

/** What the record itself says of the owner of a citizen number; null where it says nothing. */
export interface NumberOwner {
  readonly birthYear: number | null
  readonly sex: string | null
}

/** The numbers of one system that a record holds, without dummies; `flags[i]` belongs to `values[i]`. */
export interface PackedNumbers {
  readonly values: readonly number[]
  readonly flags: readonly number[]
}

/** Everything comparisons need of a record's numbers. */
export interface NumberFeatures {
  readonly citizenId: PackedNumbers
  readonly cmnd: PackedNumbers
  readonly bhxh: PackedNumbers
  readonly passport: PackedNumbers
  readonly birthCertificate: PackedNumbers
  readonly phone: PackedNumbers
}
