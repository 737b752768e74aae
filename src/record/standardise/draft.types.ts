import type { Patient, Resource } from 'fhir/r4'
import type { Digits } from '#foundation/json'
import type { DemographicRecord } from '#vocabulary/demographics'

/** Where in the sender's file a fact stands: table (`XML2`) and 1-based row. Row 0: the message as a whole. */
export interface SourceRow {
  readonly table: string
  readonly row: number
}

/** Gives ids to the resources of one message; the journey supplies it once identity has answered. */
export interface DraftIds {
  /** The `Patient` of this facility and local number. */
  readonly patientId: string
  /** Stable id of a resource of this visit; the same key gives the same id when the visit is sent again. */
  of(type: string, key: string): string
  /**
   * Stable id of a resource of another message of the same facility (`DraftIds.of` there under the same key), whether it
   * has come already or not. Its key must be named in `Draft.refersTo`.
   */
  elsewhere(visitLinkId: string, type: string, key: string): string
  /** Stable id of a resource that many visits share (Organization, Location, Practitioner), keyed installation-wide. */
  shared(type: string, key: string): string
}

export interface DraftEntry {
  readonly resource: Resource & { id: string }
  readonly source: SourceRow
  /**
   * `visit`: belongs to this visit and is removed when a later version of the visit no longer has it.
   * `shared-stub`: written only when absent (all we know is its code). `shared`: written when it differs.
   * `elsewhere-stub`: the resource another message (`belongsTo`) will say in full; written only when absent, under that
   * message, so that the references to it lead somewhere until it comes.
   */
  readonly scope: 'visit' | 'shared' | 'shared-stub' | 'elsewhere-stub'
  /** The `visitLinkId` of that other message. */
  readonly belongsTo?: string
  /** How the sender wrote the resource's numbers, when it came as FHIR: `digits.write(resource)` is then its text. */
  readonly digits?: Digits
}

/** What identity needs to know about the human in a message. Numbers are syntactically valid or left out. */
export interface DraftPerson {
  readonly facilityCode: string
  /** The facility's own patient number (MA_BN). */
  readonly localId: string
  /** 12 digits, valid by form. */
  readonly citizenId: string | null
  /** 10-digit BHXH numbers: the last ten characters of each card, without dummies such as all zeros. */
  readonly insuranceNumbers: readonly string[]
  readonly fullName: string
  /** FHIR date: YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly birthDate: string | null
  readonly sex: 'male' | 'female' | 'unknown'
  /** The same human as the sender wrote, also what has no valid form; texts of bounded length. */
  readonly words: DemographicRecord
}

/** A message said in FHIR, waiting to be told whose it is. */
export interface Draft {
  readonly person: DraftPerson
  /** The facility's view of the human, without id. */
  readonly patient: Patient
  /** Keys of other messages of this facility whose resources this one points at (an ORU at the visit of its ADT). */
  readonly refersTo?: readonly string[]
  /** Local numbers of the same facility that this message says are the same human as `person` (HL7 A40: MRG-1). */
  readonly replaces?: readonly string[]
  /** Local numbers of the same facility that it suggests are the same human (A24), or are not (A37): for the index to weigh. */
  readonly links?: readonly string[]
  readonly unlinks?: readonly string[]
  /** When the visit began and ended: FHIR dateTime with +07:00. */
  readonly period: { readonly start: string | null; readonly end: string | null }
  /** Every other resource, references filled in with `ids`. Does not contain the Patient nor Provenance. */
  entries(ids: DraftIds): DraftEntry[]
}
