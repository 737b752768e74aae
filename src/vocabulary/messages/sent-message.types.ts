import type { Digits } from '#foundation/json'
import type { FacilityMessage } from '#vocabulary/bhyt'
import type { Hl7Message } from '#vocabulary/hl7v2'

/**
 * What every message says of itself, whatever its format: which facility's words it is, and under which key a later
 * message of that facility replaces it.
 */
export interface MessageHead {
  readonly facilityCode: string
  /** The key inside its facility: MA_LK for visits, `<format>:<what>:<number>` for messages of other formats. */
  readonly visitLinkId: string
  /**
   * When the sender wrote it, ISO with offset; null when the message does not say. Of two messages under one key the one
   * said later counts, whichever arrives first; without it the time of receipt decides.
   */
  readonly saidAt: string | null
}

/** One HL7 v2 message, already cut into segments. */
export interface Hl7v2Message extends MessageHead {
  readonly kind: 'hl7-v2'
  readonly hl7: Hl7Message
}

/** A FHIR Bundle as it came; `bundle` is plain JSON whose identifier systems are still the sender's. */
export interface FhirBundleMessage extends MessageHead {
  readonly kind: 'fhir-bundle'
  readonly bundle: Readonly<Record<string, unknown>>
  /** How its numbers were written (FHIR R4 2.24.0.1: 1.50 is not 1.5). */
  readonly digits?: Digits
  /** For each entry its 1-based position in the Bundle as sent: a Bundle of several patients is several messages. */
  readonly rows?: readonly number[]
}

/** The 11 groups of a HoSoBenhAn (TT 13/2025 annex), as plain groups of rows under the names of the schema. */
export interface MedicalRecordMessage extends MessageHead {
  readonly kind: 'ho-so-benh-an'
  readonly groups: Readonly<Record<string, readonly MedicalRecordRow[]>>
}

/** One row of one group: field → text as sent (NFC, trimmed); empty fields are left out; lists of rows stay nested. */
export interface MedicalRecordRow {
  readonly row: number
  readonly values: Readonly<Record<string, string>>
  readonly rows?: Readonly<Record<string, readonly MedicalRecordRow[]>>
}

/** One record of whatever a facility sends, read but still in the words of its format. */
export type SentMessage =
  | (FacilityMessage & { readonly saidAt?: string | null })
  | Hl7v2Message
  | FhirBundleMessage
  | MedicalRecordMessage

export type SentKind = SentMessage['kind']
