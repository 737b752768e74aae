import type { QualitySummary } from './api.types.ts'
import { lastRolled, sumSteps, topCauses } from './board.queries.ts'
import { addDays, type Period, type PeriodName, periodOf } from './days.ts'
import { groupBy } from './group-by.ts'
import { addSums, partsOf } from './measures-of.ts'
import { trendOf } from './read-facility.ts'
import { type BoardDeps, linesOf, together } from './read-lines.ts'

const worstShown = 5

/** For the department's dashboard: the province in one answer. */
export async function readSummary(deps: BoardDeps, name: PeriodName): Promise<QualitySummary> {
  const period = periodOf(name, deps.clock.now())
  const [steps, causes, countedAt] = await Promise.all([
    sumSteps(deps.db, period, deps.deadlines),
    topCauses(deps.db, null, lastMonthOf(period), worstShown),
    lastRolled(deps.db),
  ])
  const lines = await linesOf(deps, steps)
  const named = lines.filter((line) => line.facilityCode !== '')
  const byStep = new Map([...groupBy(steps, (row) => row.step)].map(([step, list]) => [step, addSums(list)]))
  const worst = named
    .filter((line) => line.sums.records > 0)
    .map(({ facilityCode, name, vendor, sums }) => ({
      facilityCode,
      name,
      vendor,
      overall: partsOf(sums).overall,
      records: sums.records,
    }))
    .sort((a, b) => (a.overall ?? 2) - (b.overall ?? 2))
  return {
    period,
    countedAt: countedAt?.toISOString() ?? null,
    facilities: named.length,
    silent: named.filter((line) => line.sums.records === 0).length,
    total: together(lines),
    trend: trendOf(period, byStep),
    worst: worst.slice(0, worstShown),
    causes,
  }
}

/** What can still be mended: a province's causes of a year are a long list of what has been. */
function lastMonthOf(period: Period): Period {
  const from = addDays(period.to, -29)
  return from > period.from ? { ...period, from } : period
}
