/**
 * What the process says of itself. Source of truth: web/src/api/types.ts is generated from this file and its neighbours.
 */

// GET /api/rules → {items: RuleLine[]};   GET /api/rules/{id} → RuleLine   the checks, with source and examples
export interface RuleLine {
  /** `R-XML3-010`, or the code of a check of the reader. */
  readonly id: string
  readonly table: string | null
  readonly title: string
  readonly severity: 'error' | 'warning' | 'info'
  /** The auditor's numbers. */
  readonly gatewayStop: string | null
  readonly blocksGoLive: boolean
  readonly fields: readonly string[]
  /** yyyyMMdd */
  readonly from: string | null
  readonly until: string | null
  readonly sentence: string
  readonly source: string
  readonly pass: string
  readonly fail: string
}

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
