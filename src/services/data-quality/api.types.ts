/**
 * The data-quality board as the screens read it. Source of truth: web/src/api/types.ts is generated from this file and its
 * neighbours (`npm run generate`). Every share is between 0 and 1; null: nothing to be a share of.
 */

export type QualityPeriod = '7d' | '30d' | '90d' | '12m' | '24m'

export interface QualityMeasures {
  readonly records: number
  /** Mean of timely, complete, valid and identity, as far as there are any. */
  readonly overall: number | null
  /** Received within the deadline ÷ received live and telling when care ended. */
  readonly timely: number | null
  readonly late: number
  /** Expected fields that are filled. */
  readonly complete: number | null
  /** Records that were not set aside. */
  readonly valid: number | null
  /** Records without a warning and without a finding of the rules. */
  readonly clean: number | null
  /** Mean of the next four. */
  readonly identity: number | null
  readonly citizen: number | null
  readonly card: number | null
  readonly birth: number | null
  readonly address: number | null
  readonly setAside: number
  readonly setAsideShare: number | null
  /** Waiting now, whatever the period, and since when the oldest. */
  readonly open: number
  readonly oldestOpenAt: string | null
  /** Beyond the first of the same key on the same day. */
  readonly repeated: number
  readonly repeatedShare: number | null
  readonly noEnd: number
  readonly futureEnd: number
  readonly backLoaded: number
}

export interface QualityPoint {
  /** First day of the step. */
  readonly day: string
  readonly records: number
  readonly overall: number | null
  readonly timely: number | null
  readonly complete: number | null
  readonly valid: number | null
  readonly identity: number | null
}

export interface QualityLine {
  readonly facilityCode: string
  readonly name: string | null
  readonly vendor: string | null
  readonly measures: QualityMeasures
  /** Overall by step; null: nothing received. */
  readonly trend: readonly (number | null)[]
}

// GET /api/data-quality?period=30d&vendor=   (.csv: the same as a table)
export interface QualityBoard {
  readonly period: {
    readonly name: QualityPeriod
    readonly from: string
    readonly to: string
    readonly step: 'day' | 'week' | 'month'
  }
  readonly countedAt: string | null
  readonly deadlineHours: number
  readonly deadlines: readonly { readonly kind: string; readonly hours: number }[]
  readonly total: QualityMeasures
  readonly vendors: readonly {
    readonly vendor: string | null
    readonly facilities: number
    readonly measures: QualityMeasures
  }[]
  readonly facilities: readonly QualityLine[]
}

export interface QualityCause {
  readonly code: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly table: string | null
  readonly field: string | null
  readonly message: string
  readonly records: number
}

// GET /api/data-quality/facilities/{code}?period=30d
export interface QualityFacility {
  readonly facilityCode: string
  readonly name: string | null
  readonly vendor: string | null
  readonly period: QualityBoard['period']
  readonly countedAt: string | null
  readonly deadlineHours: number
  readonly measures: QualityMeasures
  readonly province: QualityMeasures
  readonly trend: readonly QualityPoint[]
  readonly kinds: readonly {
    readonly kind: string
    readonly deadlineHours: number
    readonly measures: QualityMeasures
  }[]
  readonly channels: readonly { readonly channel: string; readonly measures: QualityMeasures }[]
  /** By delay: up to so many hours; null: later. */
  readonly delays: readonly { readonly upTo: number | null; readonly records: number }[]
  /** Of the last 100 days at most. */
  readonly causes: readonly QualityCause[]
}

// GET /api/data-quality/summary?period=30d   for the department's dashboard
export interface QualitySummary {
  readonly period: QualityBoard['period']
  readonly countedAt: string | null
  readonly facilities: number
  /** Known facilities that sent nothing in the period. */
  readonly silent: number
  readonly total: QualityMeasures
  readonly trend: readonly QualityPoint[]
  readonly worst: readonly {
    readonly facilityCode: string
    readonly name: string | null
    readonly vendor: string | null
    readonly overall: number | null
    readonly records: number
  }[]
  readonly causes: readonly QualityCause[]
}
