import { z } from 'zod'
import type { DiffCounts, EntryDiff } from '../versions/diff-entries.ts'

/** A cell as the file has it: what Excel keeps as a number stays one, since `1.10` typed into it has become 1.1. */
export type Cell = string | number
export type Row = readonly Cell[]

export interface Sheet {
  readonly name: string
  readonly rows: readonly Row[]
}

export const importLimits = {
  /** Of the file as sent. */
  bytes: 32 * 1_048_576,
  /** Of everything in it, unpacked. */
  unpackedBytes: 256 * 1_048_576,
  zipEntries: 1_000,
  rows: 200_000,
  /** Titles and headings above them. */
  headings: 50,
  columns: 200,
  workbookMemoryMb: 768,
  workbookMs: 120_000,
  cellLength: 4_000,
} as const

const column = z.number().int().min(0).max(importLimits.columns)

/** What a person chose, or left to the guess. */
export const importOptions = z.object({
  sheet: z.string().max(100).optional(),
  /** Line of the headings, from 0. */
  headerRow: z.number().int().min(0).max(10_000).optional(),
  codeColumn: column.optional(),
  nameColumn: column.optional(),
  fieldColumns: z.record(z.string().max(60), column).optional(),
  /** `replace`: the file is the whole list, what is missing has ended. `amend`: the file adds and changes. */
  mode: z.enum(['replace', 'amend']).default('replace'),
  effectiveFrom: z.iso.date(),
})
export type ImportOptions = z.infer<typeof importOptions>

export const commitOptions = importOptions.extend({
  label: z.string().trim().min(1).max(200),
  note: z.string().trim().max(1_000).optional(),
  /** The version the preview compared with, 0 when there was none. */
  base: z.number().int().min(0),
  skipBadRows: z.boolean().default(false),
})
export type CommitOptions = z.infer<typeof commitOptions>

/** Where code, name and further columns stand. */
export interface Columns {
  readonly sheet: string
  readonly headerRow: number
  readonly code: number
  readonly name: number
  readonly fields: Readonly<Record<string, number>>
}

export type RowProblemKind =
  | 'empty-code'
  | 'code-shape'
  | 'duplicate'
  | 'conflicting-duplicate'
  | 'empty-name'
  | 'too-long'
  | 'number-code'

export interface RowProblem {
  /** The line in the file, from 1 as Excel shows it. */
  readonly line: number
  readonly kind: RowProblemKind
  /** An error keeps the row out; a warning lets it in. */
  readonly severity: 'error' | 'warning'
  readonly message: string
}

export interface ImportPreview {
  readonly fileName: string | null
  readonly sheets: readonly { readonly name: string; readonly rows: number }[]
  readonly columns: Columns
  readonly headings: readonly string[]
  /** The first lines under the headings, as the file has them. */
  readonly sample: readonly (readonly string[])[]
  readonly rows: number
  readonly good: number
  readonly bad: number
  readonly warnings: number
  readonly problems: readonly RowProblem[]
  readonly base: { readonly version: number; readonly label: string | null; readonly entries: number }
  readonly counts: DiffCounts
  readonly diffs: readonly EntryDiff[]
}
