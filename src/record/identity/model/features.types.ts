import type { BirthDate } from '#vocabulary/demographics/dates'
import type { NameFeatures } from '#vocabulary/demographics/names'
import type { NumberFeatures } from '#vocabulary/demographics/numbers'
import type { PlaceFeatures } from '#vocabulary/demographics/places'

/** Everything comparisons, keys and guards need of one record, computed once: comparing two allocates nothing. */
export interface RecordFeatures {
  readonly name: NameFeatures
  readonly birth: BirthDate
  readonly sex: RecordSex
  /** Numbers of the human himself: without dummies, and without a parent's number on a child. */
  readonly numbers: NumberFeatures
  readonly place: PlaceFeatures
  /** Of a child named or not: whoever stands as mother, in the record or in the placeholder. Null: nobody named. */
  readonly mother: NameFeatures | null
  readonly father: NameFeatures | null
  /** Citizen numbers of mother, father, or whoever's number was written for the child's. Packed, each once. */
  readonly guardians: readonly number[]
  /** The mother's, packed; 0: not written. */
  readonly motherNumber: number
  /** Which of the delivery, by its field or by a mark in the placeholder; 0: not said. */
  readonly birthOrder: number
  /** By its field alone. A mark in a name may be a bed: enough to keep two children apart, not to make two records one. */
  readonly statedOrder: number
  /** Written in the first years of life, in which a record may be of a child without a name. */
  readonly isInfant: boolean
  /** Shares of people with this name; 0 where there is none. */
  readonly shares: NameShares
  /** What keys are made of, kept because every block uses them. */
  readonly keys: KeyParts
}

export const recordSex = { unknown: 0, male: 1, female: 2 } as const
export type RecordSex = (typeof recordSex)[keyof typeof recordSex]

export interface NameShares {
  readonly exact: number
  readonly folded: number
  /** Surname and given name, without marks. */
  readonly outer: number
  readonly given: number
  readonly mother: number
  readonly father: number
}

/** Empty: missing, and a key with a missing part does not exist. */
export interface KeyParts {
  /** The name without marks and order, and one spelling for variants. */
  readonly name: string
  readonly given: string
  /** Surname and middle name; empty where there is no middle name. */
  readonly head: string
  readonly sound: string
  readonly mother: string
  /** Full date, in base 36. */
  readonly date: string
  readonly year: string
  /** Month and day of a full date. */
  readonly dayOfYear: string
}
