import type { DemographicRecord } from '#vocabulary/demographics'

/** A number as a record mentions it. `level`: 0 nothing, 1 declared, 2 document seen, 3 chip read, 4 population database. */
export interface MentionedIdentifier {
  readonly kind: string
  readonly value: string
  /** At most one person can be its active holder. */
  readonly isExclusive: boolean
  readonly level: number
  /** `historic`: was this human's; `rejected`: never was. Neither makes its person a claimant. */
  readonly standing: 'claimed' | 'historic' | 'rejected'
  readonly replacedBy: string | null
}

/** What a message says of a human: as written, and the numbers that are valid by form. */
export interface IncomingRecord {
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
  readonly words: DemographicRecord
  /** Absent: the citizen number and the insurance numbers, as declared. */
  readonly identifiers?: readonly MentionedIdentifier[]
}

export interface ResolvedPerson {
  readonly patientId: string
  readonly personId: string
  /** True when this is the newest visit of the patient, so that its demographics may replace the stored ones. */
  readonly isLatest: boolean
}

/** What a person's card may take from a record. */
export interface RecordCard {
  readonly fullName: string
  readonly birthDate: string | null
  readonly sex: 'male' | 'female' | 'unknown'
  readonly address: string | null
  readonly deceased: boolean
  readonly identifiers: readonly MentionedIdentifier[]
}

/** A source record as it is stored. Big integers are texts. */
export interface RecordRow {
  readonly shard: number
  readonly record: string
  readonly facility: string
  readonly local_id: string
  readonly patient_id: string
  readonly version: number
  readonly state: 'active' | 'retired' | 'overlay-suspect'
  readonly model: number
  readonly seen_at: string | null
  /** The visit with which it last said something else: saying the same again makes it no newer. */
  readonly said_at: string | null
  readonly admitted_at: string
  readonly person_shard: number
  readonly person_id: string
  readonly linked_at: string
  readonly linked_by: 'computed' | 'decided'
  readonly keys: readonly string[]
  readonly sure: readonly string[]
  readonly words: DemographicRecord
  readonly card: RecordCard
}

export interface EdgeRow {
  readonly a: string
  readonly b: string
  readonly model: number
  readonly weight: number
  readonly outcome: 'auto' | 'review' | 'apart'
  readonly parts: readonly number[]
  readonly guard: string | null
}

export interface IdentifierRow {
  readonly shard: number
  readonly kind: string
  readonly value: string
  readonly person_shard: number
  readonly person_id: string
  readonly is_exclusive: boolean
  readonly mentions: number
  readonly level: number
  readonly status: 'active' | 'historic' | 'disputed' | 'rejected'
  readonly first_at: string | null
  readonly last_at: string | null
  readonly first_key: string
  readonly replaced_by: string | null
}

export interface LinkLimits {
  /** A key that more records share finds nobody. */
  readonly holdersPerKey: number
  /** More records than this hang together: arrivals are not joined to them by weight. */
  readonly componentRecords: number
  /** A computed link older than this (ms) is not cut without a person. */
  readonly settlingTime: number
}
