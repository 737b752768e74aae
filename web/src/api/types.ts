/**
 * The answers of the server that the screens read. The back end's own types (src/services/summary, src/record/intake)
 * say the same; a test in e2e/ holds the two together.
 * Instants are ISO 8601 with offset; days are YYYY, YYYY-MM or YYYY-MM-DD.
 */

// GET /api/meta
export interface Meta {
  readonly version: string
  /** True until sign-in exists: the server answers loopback only, and every page says so. */
  readonly loopbackOnly: boolean
  /** The demonstration set while it enters; null once it is in (or was never asked for). */
  readonly demonstration: { readonly done: number; readonly total: number } | null
  readonly counts: {
    readonly persons: number
    readonly resources: number
    readonly receipts: number
    readonly setAside: number
    readonly waiting: number
  }
}

// GET /api/persons?q=&limit=20   (q: citizen number, insurance card or number, or a name with or without tone marks)
export interface PersonHit {
  readonly personId: string
  readonly fullName: string
  readonly birthDate: string | null
  readonly sex: 'male' | 'female' | 'unknown'
  /** Last four digits only: `•••• •••• 9001`. */
  readonly citizenIdMasked: string | null
  readonly insuranceNumberMasked: string | null
  readonly address: string | null
  readonly facilityCount: number
  readonly lastVisitAt: string | null
  readonly deceased: boolean
}
export interface PersonHits {
  readonly items: readonly PersonHit[]
  readonly more: boolean
}

/** Where one fact came from. */
export interface Source {
  readonly facilityCode: string
  readonly facilityName: string
  readonly vendor: string | null
  readonly receiptId: string
  /** The record inside the receipt (1-based): open it at /ket-noi/{receiptId}/{fileNumber}?table=&row= */
  readonly fileNumber: number
  readonly fileName: string | null
  readonly table: string
  readonly row: number
  readonly receivedAt: string
  /** How many versions of this fact are kept (1: never changed). */
  readonly version: number
}

interface Item {
  /** `Type/id` of the FHIR resource behind the item, readable at /fhir/R4/{Type}/{id}. */
  readonly ref: string
  readonly source: Source
}

export interface ProblemItem extends Item {
  readonly code: string | null
  readonly text: string
  readonly primary: boolean
  readonly firstAt: string | null
  readonly lastAt: string | null
  readonly times: number
}
export interface AllergyItem extends Item {
  readonly text: string
  readonly criticality: string | null
}
export interface MedicineItem extends Item {
  readonly code: string | null
  readonly text: string
  readonly strength: string | null
  readonly dose: string | null
  readonly quantity: string | null
  readonly orderedAt: string | null
  readonly encounterRef: string | null
}
export interface ValueItem extends Item {
  readonly code: string | null
  readonly name: string
  /** Number when the sender's text parses cleanly, else null and `text` holds it as sent (`<0.5`, `Âm tính`). */
  readonly value: number | null
  readonly text: string
  readonly unit: string | null
  readonly at: string | null
}
/** One laboratory test or vital sign over time, over all facilities, oldest first. */
export interface Trend {
  readonly key: string
  readonly name: string
  readonly unit: string | null
  readonly kind: 'laboratory' | 'vital-sign'
  readonly points: readonly ValueItem[]
}

export interface TimelineEntry extends Item {
  readonly encounterRef: string
  /** 01…16 of MA_LOAI_KCB said in Vietnamese, e.g. "Điều trị nội trú". */
  readonly typeText: string
  readonly class: 'AMB' | 'IMP' | 'EMER' | 'SS' | 'HH' | 'VR' | 'OTHER'
  readonly status: 'in-progress' | 'finished'
  readonly start: string | null
  readonly end: string | null
  readonly facilityCode: string
  readonly facilityName: string
  readonly reason: string | null
  readonly diagnosis: string | null
  readonly outcome: string | null
  readonly departments: readonly string[]
  readonly counts: {
    readonly medicines: number
    readonly procedures: number
    readonly results: number
    readonly documents: number
  }
  readonly medicines: readonly MedicineItem[]
  readonly procedures: readonly ProcedureItem[]
  readonly results: readonly ValueItem[]
  readonly notes: readonly NoteItem[]
  /** Where the patient goes next: referral out, appointment. */
  readonly next: readonly NextItem[]
  /** Money, đồng as decimal strings. */
  readonly cost: { readonly total: string; readonly insurance: string; readonly patient: string } | null
}
export interface ProcedureItem extends Item {
  readonly code: string | null
  readonly text: string
  readonly at: string | null
  readonly conclusion: string | null
}
export interface NoteItem extends Item {
  readonly at: string | null
  readonly text: string
}
export interface NextItem extends Item {
  readonly kind: 'referral' | 'appointment'
  readonly at: string | null
  readonly text: string
}
export interface DocumentItem extends Item {
  readonly kind:
    | 'discharge-paper'
    | 'discharge-summary'
    | 'referral-form'
    | 'appointment-slip'
    | 'death-notice'
    | 'driver-certificate'
    | 'other'
  readonly title: string
  readonly at: string | null
  readonly author: string | null
  /** Headed paragraphs in the order of the form. */
  readonly sections: readonly { readonly title: string; readonly text: string }[]
}

// GET /api/persons/{personId}/record
export interface PersonRecord {
  readonly person: PersonHit & {
    readonly phone: string | null
    readonly ethnicity: string | null
    readonly bloodGroup: string | null
    readonly deceasedAt: string | null
    /** The facility patients that make up the person. */
    readonly patients: readonly {
      readonly ref: string
      readonly facilityCode: string
      readonly facilityName: string
      readonly localId: string
      readonly joinedBy: 'citizen-id' | 'insurance-number' | 'first-seen'
    }[]
    readonly coverages: readonly (Item & {
      readonly cardMasked: string
      readonly from: string | null
      readonly to: string | null
      readonly registeredAt: string | null
      readonly level: string | null
    })[]
    /** Numbers agreed but the people look different, or two numbers disagree: waiting for a human. */
    readonly reviews: readonly { readonly reason: string; readonly at: string }[]
  }
  readonly problems: readonly ProblemItem[]
  readonly allergies: readonly AllergyItem[]
  readonly medicines: readonly MedicineItem[]
  readonly lastValues: readonly ValueItem[]
  readonly trends: readonly Trend[]
  readonly timeline: readonly TimelineEntry[]
  readonly documents: readonly DocumentItem[]
  /** True when the timeline was cut; ask again with ?before=<start of the last entry>. */
  readonly more: boolean
}

// GET /fhir/R4/{Type}/{id}, /fhir/R4/{Type}/{id}/_history, /fhir/R4/Provenance?target={Type}/{id}

// ---- connection desk -------------------------------------------------------------------------------------------
export type FileStatus = 'accepted' | 'stored' | 'set-aside' | 'superseded'
export interface MessageProblem {
  readonly code: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly table?: string
  readonly row?: number
  readonly field?: string
  readonly message: string
}

export interface ReceiptLine {
  readonly receiptId: string
  readonly receivedAt: string
  readonly fileName: string | null
  readonly format: 'bhyt-xml' | 'check-in' | 'death-notice' | 'driver-check'
  readonly size: number
  readonly sha256: string
  readonly facilityCode: string | null
  readonly facilityName: string | null
  readonly vendor: string | null
  readonly counts: {
    readonly total: number
    readonly accepted: number
    readonly stored: number
    readonly setAside: number
    readonly warnings: number
  }
  /** First error, or first warning, for the list. */
  readonly headline: string | null
}
// GET /intake/receipts?limit=50&before=<receiptId>&facility=&status=set-aside&code=   newest first
export interface ReceiptLines {
  readonly items: readonly ReceiptLine[]
  readonly more: boolean
}

export interface ReceiptFile {
  readonly fileNumber: number
  readonly facility: string | null
  readonly visitLinkId: string | null
  readonly status: FileStatus
  readonly norm: string | null
  readonly problems: readonly MessageProblem[]
  readonly storedAt: string | null
  readonly personId: string | null
  readonly attempts: number
}
// GET /intake/receipts/{receiptId}?offset=0&limit=100
export interface Receipt extends ReceiptLine {
  readonly problems: readonly MessageProblem[]
  readonly files: readonly ReceiptFile[]
  readonly more: boolean
}

// GET /intake/receipts/{receiptId}/files/{fileNumber}/source
export interface FileSource {
  readonly receiptId: string
  readonly fileNumber: number
  readonly status: FileStatus
  readonly problems: readonly MessageProblem[]
  /** The tables of the record, decoded to readable text (base64 opened), each in the order sent. */
  readonly tables: readonly {
    readonly table: string
    /** The table's XML (or JSON) as text, cut at 1 MB. */
    readonly text: string
    readonly truncated: boolean
    /** Where each field stands in `text` (UTF-16 offsets), so that a field can be marked. */
    readonly fields: readonly {
      readonly row: number
      readonly field: string
      readonly start: number
      readonly end: number
    }[]
    /** Where each row stands in `text`. */
    readonly rows: readonly { readonly row: number; readonly start: number; readonly end: number }[]
  }[]
}
// GET /intake/receipts/{receiptId}/raw   the bytes exactly as received

// GET /intake/volumes?days=14
export interface Volumes {
  readonly facilities: readonly {
    readonly facilityCode: string
    readonly facilityName: string | null
    readonly vendor: string | null
    readonly files: number
    readonly stored: number
    readonly setAside: number
    readonly warnings: number
    readonly lastReceivedAt: string | null
    readonly days: readonly { readonly day: string; readonly stored: number; readonly setAside: number }[]
  }[]
}
// GET /intake/problems   open problems grouped by cause, most frequent first
export interface ProblemGroups {
  readonly groups: readonly {
    readonly code: string
    readonly severity: 'error' | 'warning' | 'info'
    readonly table: string | null
    readonly field: string | null
    readonly message: string
    readonly count: number
    readonly files: number
    readonly facilities: readonly string[]
    readonly lastAt: string
    readonly example: {
      readonly receiptId: string
      readonly fileNumber: number
      readonly table: string | null
      readonly row: number | null
      readonly field: string | null
    }
  }[]
}
// GET /intake/refusals   files that were turned away whole (4xx, nothing kept)
export interface Refusals {
  readonly items: readonly {
    readonly at: string
    readonly code: string
    readonly message: string
    readonly size: number | null
    readonly fileName: string | null
  }[]
}

// POST /intake/bhyt-xml  (application/xml, application/gzip, application/zip, application/json; ?fileName=&facility=)
//   202 ReceiptAnswer · 422 ReceiptAnswer (kept, but every record was set aside) · 400/413/415 {problems}
export interface ReceiptAnswer {
  readonly receiptId: string
  readonly files: readonly {
    readonly facility: string | null
    readonly visitLinkId: string | null
    readonly status: 'accepted' | 'set-aside'
    readonly problems: readonly MessageProblem[]
  }[]
  readonly problems: readonly MessageProblem[]
}

// POST /intake/receipts/{receiptId}/files/{fileNumber}/replay → ReplayAnswer;   POST /intake/replay {code?, facility?} → ReplayAnswer
export interface ReplayAnswer {
  readonly tried: number
  readonly accepted: number
  readonly setAside: number
}

// PUT /intake/facilities/{code} {name, vendor}
export interface FacilityCard {
  readonly facilityCode: string
  readonly name: string
  readonly vendor: string | null
}

// every 4xx and 5xx of /api: {code, message}; of /intake: {problems: MessageProblem[]}
