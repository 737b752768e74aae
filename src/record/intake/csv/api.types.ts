/**
 * Column mappings of CSV line lists, as the page "Ánh xạ cột CSV" reads and writes them. Answers of /intake/csv; what
 * cannot be taken is {problems} as everywhere under /intake.
 */

export type CsvListKind = 'visit' | 'laboratory' | 'immunization' | 'notifiable-case'
export type CsvTable = 'XML1' | 'XML2' | 'XML3' | 'XML4' | 'XML5'

export type CsvStep =
  | { readonly kind: 'date'; readonly formats: readonly string[] }
  | { readonly kind: 'sex' }
  | { readonly kind: 'decimal'; readonly comma: boolean }
  | {
      readonly kind: 'codes'
      readonly codes: readonly (readonly [from: string, to: string])[]
      readonly otherwise: 'keep' | 'empty' | 'refuse'
    }
  | { readonly kind: 'piece'; readonly between: string; readonly at: number }
  | { readonly kind: 'pad'; readonly length: number }
  | { readonly kind: 'upper' }

export interface CsvMappedField {
  readonly table: CsvTable
  readonly field: string
  /** Positions of columns, from 0; several are joined with `between`; none: the constant. */
  readonly columns: readonly number[]
  readonly between: string
  readonly constant: string
  readonly steps: readonly CsvStep[]
}

export interface CsvMappingBody {
  readonly list: CsvListKind
  readonly columns: readonly string[]
  readonly fields: readonly CsvMappedField[]
  readonly keyColumns: readonly number[]
  readonly together: boolean
}

export interface CsvTarget {
  readonly table: CsvTable
  readonly field: string
  readonly label: string
  readonly kind: 'date' | 'number' | 'sex' | 'text'
  /** One of those this kind of list usually has. */
  readonly usual: boolean
}

// POST /intake/csv/sample?list=&facility= (the file's first megabyte, as it is) → CsvSample
export interface CsvSample {
  readonly encoding: string
  readonly delimiter: string
  readonly columns: readonly string[]
  /** The first 20 lines. */
  readonly rows: readonly (readonly string[])[]
  readonly suggestion: CsvMappingBody
  readonly targets: readonly CsvTarget[]
  /** The mapping saved for this facility and header, when there is one. */
  readonly saved: CsvSavedMapping | null
  readonly problems: readonly CsvSaid[]
}

export interface CsvSaid {
  readonly code: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly table?: string
  readonly row?: number
  readonly field?: string
  readonly message: string
}

// POST /intake/csv/preview {facility, mapping, rows} → CsvPreview
export interface CsvPreview {
  readonly records: readonly {
    /** Lines of the sample in this record, from 1. */
    readonly firstLine: number
    readonly lines: number
    readonly visitLinkId: string | null
    readonly isTaken: boolean
    /** `XML1.HO_TEN` → value as it goes on; detail tables by row: `XML4[2].GIA_TRI`. */
    readonly values: Readonly<Record<string, string>>
    readonly problems: readonly CsvSaid[]
  }[]
}

export interface CsvSavedMapping {
  readonly owner: string
  /** The header, as one hexadecimal value. */
  readonly header: string
  readonly version: number
  readonly name: string
  /** The version this one brought back. */
  readonly restores: number | null
  readonly madeAt: string
  readonly mapping: CsvMappingBody
}

// GET /intake/csv/mappings → CsvSavedMappings: the newest version of each
// GET /intake/csv/mappings/{owner}/{header} → CsvSavedMappings: all versions, newest first
export interface CsvSavedMappings {
  readonly items: readonly CsvSavedMapping[]
}

// PUT /intake/csv/mappings {owner, name, basedOn, mapping} → CsvSavedMapping; 409 when another version came in between
// POST /intake/csv/mappings/{owner}/{header}/restore {version, basedOn} → CsvSavedMapping
