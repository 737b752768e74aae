import type { BhytTableId, Norm, Severity, TableId } from '#vocabulary/bhyt'
import type { RuleOptions, Values } from './rule-options.types.ts'
import type { Visit } from './visit.ts'

export type { RuleOptions, Values } from './rule-options.types.ts'

/** When a check applies: said of the row itself, or of the summary (`of: 'XML1'`). */
export type When =
  | {
      readonly field: string
      readonly of?: 'XML1'
      readonly is?: readonly string[]
      readonly isNot?: readonly string[]
      readonly set?: boolean
      readonly like?: RegExp
      readonly above?: number
    }
  | { readonly all: readonly When[] }
  | { readonly any: readonly When[] }

interface On {
  readonly table: TableId
  readonly when?: When
}
interface OnField extends On {
  readonly field: string
}

/** Checks of one row. `fields`: each by itself. Absent and unreadable values prove nothing and pass. */
export type RowCheck =
  | (On & { readonly kind: 'required'; readonly fields: readonly string[] })
  | (OnField & { readonly kind: 'empty' })
  | (On & {
      readonly kind: 'pattern'
      readonly fields: readonly string[]
      readonly pattern: RegExp
      readonly list?: true
    })
  | (On & {
      readonly kind: 'range'
      readonly fields: readonly string[]
      readonly min?: number
      readonly max?: number
      readonly above?: number
      readonly list?: true
    })
  | (OnField & {
      readonly kind: 'in'
      readonly codes: readonly string[] | (() => { has(code: string): boolean })
      readonly tidy?: (code: string) => string
      readonly list?: true
    })
  | (OnField & {
      readonly kind: 'product'
      readonly of: readonly string[]
      readonly percent?: readonly string[]
      readonly tolerance: number
    })
  | (OnField & {
      readonly kind: 'sum'
      readonly plus: readonly string[]
      readonly minus?: readonly string[]
      readonly tolerance: number
    })
  | (OnField & { readonly kind: 'at-most'; readonly other: string; readonly tolerance: number })
  | (OnField & {
      readonly kind: 'time'
      readonly must: 'not-before' | 'not-after'
      readonly than: 'now' | { readonly of?: 'XML1'; readonly field: string }
      /** Days only. */
      readonly day?: true
      readonly list?: true
    })
  | (OnField & { readonly kind: 'equals'; readonly as: { readonly of?: 'XML1'; readonly field: string } })
  | (OnField & {
      readonly kind: 'refers'
      readonly to: { readonly table: BhytTableId; readonly field: string }
      readonly list?: true
    })
  | (OnField & {
      readonly kind: 'row-code'
      readonly reads: readonly string[]
      /** True when the row breaks the rule. */
      readonly broken: (values: Values, visit: Visit) => boolean
    })

/** Checks of the visit as a whole. */
export type WholeCheck =
  | {
      readonly kind: 'total'
      readonly table: 'XML1'
      readonly field: string
      readonly lines: readonly {
        readonly table: 'XML2' | 'XML3'
        readonly field: string
        readonly when?: When
      }[]
      readonly tolerance: number
    }
  | (OnField & { readonly kind: 'unique'; readonly by: readonly string[] })
  | {
      readonly kind: 'table'
      readonly table: BhytTableId
      readonly must: 'be-there' | 'be-absent'
      readonly when: When
    }
  | {
      readonly kind: 'visit-code'
      readonly table: TableId
      readonly field: string
      readonly reads: readonly string[]
      /** Tells each row that breaks the rule; row 1 for the summary. */
      readonly find: (visit: Visit, found: (row: number) => void) => void
    }

export type Check = RowCheck | WholeCheck

/** Rows of a minimal message; a single row may stand alone. What every visit has (MA_LK, NGAY_VAO …) is filled in. */
export interface Example {
  readonly tables: Readonly<Partial<Record<TableId, Values | readonly Values[]>>>
  readonly norm?: Norm
  readonly options?: RuleOptions
}

export interface Rule {
  /** `R-XML3-010`; stable for ever, never used again for something else. */
  readonly id: string
  readonly title: string
  readonly severity: Severity
  /** The audit system's hard stop (era 4210/9324) that says the same. */
  readonly gatewayStop: number | null
  /** A vendor whose test files break it may not go live. */
  readonly blocksGoLive: boolean
  readonly tables: readonly TableId[]
  readonly fields: readonly string[]
  /** First and last day (of NGAY_RA, else NGAY_VAO) on which it applies, `yyyyMMdd`. */
  readonly from: string | null
  readonly until: string | null
  /** Oldest norm it applies to. */
  readonly since: Norm
  /** `{nơi}` becomes table and field. What is wrong and what to do; never a person's data. */
  readonly sentence: string
  /** Law, annex and section; `secondary:` when nobody here has read the law itself. */
  readonly source: string
  readonly check: Check
  readonly pass: Example
  readonly fail: Example
  /** Other rules that the failing example cannot help breaking. */
  readonly alsoBreaks: readonly string[]
}
