/**
 * Receipts as the connection desk reads them. Source of truth: web/src/api/types.ts is generated from this file and its
 * neighbours (`npm run generate`).
 */

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
  readonly format:
    | 'bhyt-xml'
    | 'check-in'
    | 'death-notice'
    | 'driver-check'
    | 'hl7-v2'
    | 'ho-so-benh-an'
    | 'fhir-bundle'
    | 'csv'
    | 'certificate'
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
// GET /intake/receipts?limit=50&before=<receiptId>&facility=&status=set-aside&code=&day=yyyy-mm-dd   newest first
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
// GET /intake/receipts/{receiptId}?offset=0&limit=100&status=
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
  /** The very same bytes came before, at this time; nothing was kept twice. */
  readonly alreadyReceivedAt: string | null
}

// POST /intake/receipts/{receiptId}/files/{fileNumber}/replay → ReplayAnswer;   POST /intake/replay {code?, facility?} → ReplayAnswer
export interface ReplayAnswer {
  readonly tried: number
  readonly accepted: number
  readonly setAside: number
}

// PUT /intake/facilities/{code} {name, vendor};   GET /intake/facilities → {items: FacilityCard[]}
export interface FacilityCard {
  readonly facilityCode: string
  readonly name: string
  readonly vendor: string | null
}
