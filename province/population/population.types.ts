import type { DemographicRecord, SourceKey } from '#vocabulary/demographics'

export type Sex = 'male' | 'female'

/** Họ, tên đệm, tên. `middle` is empty or has one or two syllables. */
export interface PersonName {
  readonly surname: string
  readonly middle: string
  readonly given: string
}

/** Where a household lives: one ward of before 2025-07-01, and the commune it became part of. */
export interface Home {
  readonly formerWard: string
  readonly commune: string
  /** House and street, hamlet or group; null in one home of four. */
  readonly street: string | null
}

export interface Relative {
  readonly name: PersonName
  readonly citizenId: string
}

/** What the papers say of somebody on a day; a life event changes some of it. */
export interface Papers {
  readonly name: PersonName
  readonly sex: Sex
  readonly citizenId: string
  /** The number shown at a counter: the old nine digits until the card was changed. */
  readonly shows: 'citizen-card' | 'old-card'
  readonly mother: Relative | null
  readonly father: Relative | null
  readonly home: Home
  /** A child's is a parent's. */
  readonly phone: string
}

export type LifeEventKind = 'moved' | 'renamed' | 'adopted' | 'sex-corrected' | 'card-changed'

/** The papers were `before` until that day; `Inhabitant.papers` are those of today. */
export interface LifeEvent {
  readonly kind: LifeEventKind
  readonly on: string
  readonly before: Partial<Papers>
}

/** One invented human. What sources write of him or her is apart: `writeRecord`. */
export interface Inhabitant {
  /** Position in the population, from 0: the truth of every record. */
  readonly number: number
  readonly household: number
  /** yyyy-MM-dd, and HHmm of the hour. */
  readonly birthDate: string
  readonly birthTime: string
  /** Which child of its delivery, from 1; twins have 1 and 2. */
  readonly birthOrder: number
  readonly papers: Papers
  /** At most one, in the years in which records are written. */
  readonly event: LifeEvent | null
  /** Nine digits; null for those too young to have had one. */
  readonly oldIdCard: string | null
  readonly insuranceNumber: string
  /** A number that was given by mistake and lives on in some systems. */
  readonly otherInsuranceNumber: string
  /** Two letters and the level of benefit. */
  readonly insuranceGroup: string
  readonly passport: string | null
  /** Only of those born while records are written. */
  readonly birthCertificate: string | null
  readonly formerPhone: string
}

export const hardCases = [
  'twins',
  'siblings',
  'parent-and-child-of-one-name',
  'strangers-of-one-name-and-day',
  'newborn-named',
  'card-changed',
  'renamed',
  'adopted',
  'sex-corrected',
] as const

export type HardCase = (typeof hardCases)[number]

/**
 * A case that linkage finds hard. Of two persons: their records must stay apart unless a number agrees. Of one: the records
 * of before and after belong together.
 */
export interface LabelledCase {
  readonly kind: HardCase
  readonly persons: readonly number[]
}

export interface Household {
  readonly number: number
  readonly members: readonly Inhabitant[]
  readonly cases: readonly LabelledCase[]
  /** Made for one hard case: every member then has at least two records. */
  readonly madeFor: HardCase | null
}

export type SourceKind =
  | 'large-hospital'
  | 'small-hospital'
  | 'commune-station'
  | 'vaccination'
  | 'laboratory'
  | 'emergency-115'

/** One source record with the truth behind it. */
export interface WrittenRecord {
  readonly source: SourceKey
  readonly kind: SourceKind
  readonly record: DemographicRecord
  readonly personNumber: number
  /** What went wrong while it was written, in the order in which it happened. */
  readonly faults: readonly Fault[]
}

/** Section "error model": names of what may go wrong, one rate each in `error-rates.ts`. */
export const faultNames = [
  'newborn-placeholder',
  'name-unknown',
  'middle-missing',
  'middle-shortened',
  'hook-tilde-given',
  'hook-tilde-middle',
  'tone-lost',
  'i-y',
  'd-bar-lost',
  'typo-given',
  'typo-middle',
  'surname-regional',
  'given-first',
  'telex',
  'legacy-encoding',
  'nfd',
  'birth-first-of-january',
  'birth-swapped',
  'birth-year',
  'birth-day',
  'sex',
  'old-id-card',
  'citizen-digit',
  'parent-number',
  'zeros-lost',
  'citizen-dummy',
  'insurance-digit',
  'insurance-other-number',
  'phone-family',
  'phone-former',
  'phone-clinic',
  'commune-missing',
  'other-address',
] as const

export type Fault = (typeof faultNames)[number]
