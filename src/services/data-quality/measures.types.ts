/**
 * What the intake counts of one day, and what else the board must be told. The server hands the intake's own functions in
 * (`dayMeasures`, `dayCauses`, `openSetAside`, `firstDay` of #record/intake): a service never imports the road.
 */

/** Upper edges, in hours, of the classes of delay, as the intake counts them. */
export const delayEdges = [3, 12, 24, 48, 72, 120, 168] as const

export interface DayMeasures {
  readonly facility: string
  readonly channel: string
  readonly kind: string
  readonly records: number
  readonly setAside: number
  readonly withWarnings: number
  readonly withRules: number
  readonly superseded: number
  readonly repeated: number
  readonly delays: readonly number[]
  readonly noEnd: number
  readonly futureEnd: number
  readonly backLoaded: number
  readonly expected: number
  readonly filled: number
  readonly persons: number
  readonly citizen: number
  readonly card: number
  readonly birth: number
  readonly address: number
}

export interface DayCause {
  readonly facility: string
  readonly code: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly table: string | null
  readonly field: string | null
  readonly message: string
  readonly records: number
}

export interface Waiting {
  readonly facility: string
  readonly open: number
  readonly oldestAt: Date
}

export interface FacilityCard {
  readonly facilityCode: string
  readonly name: string
  readonly vendor: string | null
}

export interface QualitySource {
  /** The first day anything was received, `yyyy-MM-dd` in Vietnam. */
  firstDay(): Promise<string | null>
  dayMeasures(day: string): Promise<readonly DayMeasures[]>
  dayCauses(day: string, mostPerFacility: number): Promise<readonly DayCause[]>
  openSetAside(): Promise<readonly Waiting[]>
  facilities(): Promise<readonly FacilityCard[]>
}
