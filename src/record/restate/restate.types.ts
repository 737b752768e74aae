import type { Patient, Resource } from 'fhir/r4'
import type { FacilityMessage, MessageKind, Norm, TableId } from '#vocabulary/bhyt'

/** A stored resource and the row it was read from; null for what began in Mạch or came by FHIR or HL7. */
export interface RestatedSource {
  readonly resource: Resource
  readonly table: string | null
  readonly row: number | null
}

/** One visit (check-in, death notice, driver's certificate) as it is stored. */
export interface VisitToRestate {
  readonly norm: Norm
  readonly facilityCode: string
  readonly kind: MessageKind
  /** The facility's Patient in the version this visit was told with. */
  readonly patient: Patient
  /**
   * The visit's own resources, and the shared ones they refer to (`sharedReferences`): a practitioner's licence and a
   * department's code stand there. Order matters only where no row is known.
   */
  readonly resources: readonly RestatedSource[]
}

export type RestatedTables = FacilityMessage['tables']

/** Values of one row while it is being said. */
export type RowValues = Record<string, string | undefined>

/** How one field differs: the value sent, null when not sent, or `[from, to]`: as restated, with every `from` as `to`. */
export type FieldExtra = string | null | readonly [from: string, to: string]
/** Fields of one row, or null: the row was not sent. */
export type RowExtra = Readonly<Record<string, FieldExtra>> | null
/** Rows by number; or the table whole, when its rows are not in order; or null: the table was not sent. */
export type TableExtra =
  | Readonly<Record<string, RowExtra>>
  | readonly { readonly row: number; readonly values: Readonly<Record<string, string>> }[]
  | null
/** Exactly what restating misses or says otherwise. JSON; `{}` when nothing. Holds personal data like the message. */
export type Extras = Readonly<Partial<Record<TableId, TableExtra>>>
