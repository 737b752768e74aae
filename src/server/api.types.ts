/**
 * What the process says of itself. Source of truth: web/src/api/types.ts is generated from this file and its neighbours.
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
