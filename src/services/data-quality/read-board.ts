import type { QualityBoard } from './api.types.ts'
import { lastRolled, sumSteps } from './board.queries.ts'
import { type PeriodName, periodOf, stepsOf } from './days.ts'
import { groupBy } from './group-by.ts'
import { measuresOf, partsOf } from './measures-of.ts'
import { type BoardDeps, type Line, linesOf, together } from './read-lines.ts'

/** The table: every facility, its measures and how they went. `vendor` '' asks for facilities of unknown software. */
export async function readBoard(
  deps: BoardDeps,
  name: PeriodName,
  vendor: string | null,
): Promise<QualityBoard> {
  const period = periodOf(name, deps.clock.now())
  const [steps, countedAt] = await Promise.all([
    sumSteps(deps.db, period, deps.deadlines),
    lastRolled(deps.db),
  ])
  const lines = await linesOf(deps, steps)
  const shown = vendor === null ? lines : lines.filter((line) => (line.vendor ?? '') === vendor)
  const days = stepsOf(period)
  const trends = new Map<string, Map<string, number | null>>()
  for (const row of steps) {
    const trend = trends.get(row.facility) ?? new Map<string, number | null>()
    trends.set(row.facility, trend.set(row.step, partsOf(row).overall))
  }
  return {
    period,
    countedAt: countedAt?.toISOString() ?? null,
    deadlineHours: deps.deadlines.hours,
    deadlines: Object.entries(deps.deadlines.ofKind).map(([kind, hours]) => ({ kind, hours })),
    total: together(shown),
    vendors: vendorsOf(lines),
    facilities: shown.map(({ sums, open, ...line }) => ({
      ...line,
      measures: measuresOf(sums, open),
      trend: days.map((day) => trends.get(line.facilityCode)?.get(day) ?? null),
    })),
  }
}

function vendorsOf(lines: readonly Line[]): QualityBoard['vendors'] {
  const groups = groupBy(lines, (line) => line.vendor)
  return [...groups]
    .map(([vendor, list]) => ({
      vendor,
      facilities: list.length,
      measures: together(list),
    }))
    .sort((a, b) => b.measures.records - a.measures.records)
}
