import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import type { QualityLine, QualityMeasures } from './api.types.ts'
import { listWaiting, type Sums } from './board.queries.ts'
import type { Deadlines } from './data-quality.config.ts'
import { groupBy } from './group-by.ts'
import type { FacilityCard, QualitySource } from './measures.types.ts'
import { addOpen, addSums, measuresOf, noSums, nothingOpen, type Open } from './measures-of.ts'

export interface BoardDeps {
  readonly db: Database
  readonly clock: Clock
  readonly deadlines: Deadlines
  readonly source: Pick<QualitySource, 'facilities'>
}

/** One facility's sums of a period. */
export interface Line extends Omit<QualityLine, 'measures' | 'trend'> {
  readonly sums: Sums
  readonly open: Open
}

/** From sums by facility, or by facility and step: facilities that sent something, and those the province knows and that did not. */
export async function linesOf(
  deps: BoardDeps,
  rows: readonly (Sums & { readonly facility: string })[],
): Promise<Line[]> {
  const [waiting, cards] = await Promise.all([listWaiting(deps.db), deps.source.facilities()])
  const groups = groupBy(rows, (row) => row.facility)
  const sums = new Map([...groups].map(([facility, list]) => [facility, addSums(list)]))
  const open = new Map<string, Open>(waiting.map((row) => [row.facility, row]))
  const known = new Map<string, FacilityCard>(cards.map((card) => [card.facilityCode, card]))
  return [...new Set([...known.keys(), ...sums.keys(), ...open.keys()])].sort().map((facilityCode) => ({
    facilityCode,
    name: known.get(facilityCode)?.name || null,
    vendor: known.get(facilityCode)?.vendor ?? null,
    sums: sums.get(facilityCode) ?? noSums,
    open: open.get(facilityCode) ?? nothingOpen,
  }))
}

/** Facilities together, weighed by what they sent. */
export const together = (lines: readonly Line[]): QualityMeasures =>
  measuresOf(addSums(lines.map((l) => l.sums)), addOpen(lines.map((l) => l.open)))
