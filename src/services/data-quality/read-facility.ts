import type { QualityFacility, QualityPoint } from './api.types.ts'
import { lastRolled, type Sums, sumFacilities, sumOfFacility, topCauses } from './board.queries.ts'
import { type Period, type PeriodName, periodOf, stepsOf } from './days.ts'
import { groupBy } from './group-by.ts'
import { delayEdges } from './measures.types.ts'
import { addSums, measuresOf, noSums, pointOf } from './measures-of.ts'
import { type BoardDeps, linesOf, together } from './read-lines.ts'

/** One facility: beside the province, over time, by kind and channel, and what went wrong most. */
export async function readFacility(
  deps: BoardDeps,
  facilityCode: string,
  name: PeriodName,
): Promise<QualityFacility | null> {
  const period = periodOf(name, deps.clock.now())
  const [all, rows, causes, countedAt] = await Promise.all([
    sumFacilities(deps.db, period, deps.deadlines),
    sumOfFacility(deps.db, facilityCode, period, deps.deadlines),
    topCauses(deps.db, facilityCode, period, mostCauses),
    lastRolled(deps.db),
  ])
  const lines = await linesOf(deps, all)
  const line = lines.find((l) => l.facilityCode === facilityCode)
  if (!line) return null
  const by = <K>(key: (row: (typeof rows)[number]) => K) =>
    [...groupBy(rows, key)].map(([k, list]) => [k, addSums(list)] as const)
  return {
    facilityCode,
    name: line.name,
    vendor: line.vendor,
    period,
    countedAt: countedAt?.toISOString() ?? null,
    deadlineHours: deps.deadlines.hours,
    measures: measuresOf(line.sums, line.open),
    province: together(lines),
    trend: trendOf(period, new Map(by((row) => row.step))),
    kinds: by((row) => row.kind).map(([kind, sums]) => ({
      kind,
      deadlineHours: deps.deadlines.ofKind[kind] ?? deps.deadlines.hours,
      measures: measuresOf(sums),
    })),
    channels: by((row) => row.channel).map(([channel, sums]) => ({ channel, measures: measuresOf(sums) })),
    delays: [...delayEdges, null].map((upTo, n) => ({
      upTo,
      records: rows.reduce((sum, row) => sum + (row.delays[n] ?? 0), 0),
    })),
    causes,
  }
}

const mostCauses = 20

export const trendOf = (period: Period, sums: ReadonlyMap<string, Sums>): QualityPoint[] =>
  stepsOf(period).map((day) => pointOf(day, sums.get(day) ?? noSums))
