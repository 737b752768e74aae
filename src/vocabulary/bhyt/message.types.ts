/**
 * What one facility message says, still in the words of the BHYT tables but already decoded: text is NFC and trimmed,
 * numbers and codes are strings as sent. `#record/intake` makes these, `#record/standardise` reads them.
 */

/** Norms in the order they came into force; each is a profile of the dictionary, chosen by the visit's date. */
export type Norm = '4210' | '4750' | '3176' | '1931' | '1804'

export type BhytTableId =
  | 'XML0'
  | 'XML1'
  | 'XML2'
  | 'XML3'
  | 'XML4'
  | 'XML5'
  | 'XML6'
  | 'XML7'
  | 'XML8'
  | 'XML9'
  | 'XML10'
  | 'XML11'
  | 'XML12'
  | 'XML13'
  | 'XML14'
  | 'XML15'

/** GBT: giấy báo tử (HSDLGBT/GIAYBAOTU). GKSKLX: giấy khám sức khỏe lái xe (JSON). */
export type TableId = BhytTableId | 'GBT' | 'GKSKLX'

/** One row of one table. `row` is its 1-based position in the table as sent. Empty and absent fields are both left out. */
export interface TableRow {
  readonly row: number
  readonly values: Readonly<Record<string, string>>
}

export type MessageKind = 'visit' | 'check-in' | 'death-notice' | 'driver-check'

/** One record of a file: a HOSO, a check-in, a death notice or a driver's health certificate. */
export interface FacilityMessage {
  readonly kind: MessageKind
  readonly norm: Norm
  readonly facilityCode: string
  /**
   * The message's business key inside its facility: MA_LK for visits and check-ins (which therefore meet in one
   * Encounter), `gbt:<MA_GBT>` for death notices, `gksklx:<SO>` for driver certificates.
   */
  readonly visitLinkId: string
  readonly tables: Readonly<Partial<Record<TableId, readonly TableRow[]>>>
}

export type Severity = 'error' | 'warning' | 'info'

/** One thing found in a message. `error` sets the record aside; `warning` was read all the same; `info` is a note. */
export interface MessageProblem {
  readonly code: string
  readonly severity: Severity
  readonly table?: string
  /** 1-based row in the table. */
  readonly row?: number
  readonly field?: string
  /** A Vietnamese sentence that says what is wrong and what to do; never personal data. */
  readonly message: string
}
