/**
 * Who saw, as one human's, records that are several humans'. Ids, times and facilities; nothing that the records say.
 */

// GET /api/identity/corrections?state=&limit=&after=     GET /api/identity/corrections.csv?state=
export interface ReadCorrections {
  /** Newest first. */
  readonly items: readonly ReadCorrection[]
  /** Older ones follow: ask with `after` = the last one's id. */
  readonly more: boolean
}

export type ReadCorrectionState = 'open' | 'told' | 'no-need'

// POST /api/identity/corrections/{correctionId}  {state, by, note?} → ReadCorrection
export interface ReadCorrection {
  readonly correctionId: string
  readonly state: ReadCorrectionState
  /** The event of the index after which they were different persons', and when that was. */
  readonly eventId: string
  readonly partedAt: string
  /** Null while it is open. `by` null: an event made the records one again. */
  readonly said: { readonly by: string | null; readonly at: string; readonly note: string } | null
  readonly reading: {
    readonly readingId: string
    readonly at: string
    /** As the person was called then. */
    readonly personId: string
    readonly asked: 'record' | 'why-one' | 'match' | 'cross-references' | 'person'
    readonly actorKind: string
    /** As typed; nobody checks it until there is sign-in. */
    readonly actorName: string | null
    readonly facility: string | null
    readonly facilityName: string | null
    readonly purpose: string
    /** `screen`, `fhir`, `mllp 10.1.2.3`, `insurance-gateway`, `command` … */
    readonly door: string
  }
  /** The records that were shown together, by the person each belongs to now. */
  readonly persons: readonly {
    readonly personId: string
    readonly records: readonly {
      readonly patientId: string
      readonly facility: string
      readonly facilityName: string | null
      readonly localId: string
    }[]
  }[]
}

// GET /api/identity/corrections/count
export interface ReadCorrectionCount {
  readonly open: number
}
