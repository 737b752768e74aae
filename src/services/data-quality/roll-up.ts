import type { Database } from '#foundation/db'
import { addDays, dayInVietnam, monthOf } from './days.ts'
import type { QualitySource } from './measures.types.ts'
import {
  forgetCauses,
  lockRolling,
  markRolled,
  replaceCauses,
  replaceDay,
  replaceWaiting,
  rolledDays,
  sumMonth,
} from './roll-up.queries.ts'

export interface RollUpDeps {
  readonly db: Database
  readonly source: QualitySource
}

/** Today and yesterday are counted at every call; what a replay changes later is met again once a day for five weeks. */
const freshDays = 2
const changingDays = 35
const again = 20 * 3_600_000
/** Days counted in one call: a first roll-up of two years goes on at the next. */
const mostDays = 120
export const causesPerFacility = 10
/** A cause is of use while it can still be mended. */
export const causeDays = 100

/**
 * Brings the board's sums up to date: days never counted, days still changing, their months, and what waits now. Safe to
 * run at any time, twice, and in two processes. Answers how many days were counted.
 */
export async function rollUp(deps: RollUpDeps, now: Date): Promise<number> {
  const today = dayInVietnam(now)
  const first = await deps.source.firstDay()
  const due = first === null ? [] : dueDays(first, today, await rolledDays(deps.db), now).slice(0, mostDays)
  for (const day of due) await rollDay(deps, day, now, today)
  const months = [...new Set(due.map(monthOf))]
  const waiting = await deps.source.openSetAside()
  await deps.db.transaction(async (tx) => {
    await lockRolling(tx)
    for (const month of months) await sumMonth(tx, month)
    await replaceWaiting(tx, waiting)
    await forgetCauses(tx, addDays(today, -causeDays))
  })
  return due.length
}

/** Newest first: the board is of use before the past is in. */
export function dueDays(
  first: string,
  today: string,
  rolled: readonly { readonly day: string; readonly rolledAt: Date }[],
  now: Date,
): string[] {
  const at = new Map(rolled.map((r) => [r.day, r.rolledAt.getTime()]))
  const due: string[] = []
  for (let day = today; day >= first; day = addDays(day, -1)) {
    const last = at.get(day)
    const isFresh = day > addDays(today, -freshDays)
    const isChanging = day > addDays(today, -changingDays)
    if (last === undefined || isFresh || (isChanging && now.getTime() - last >= again)) due.push(day)
  }
  return due
}

async function rollDay({ db, source }: RollUpDeps, day: string, now: Date, today: string): Promise<void> {
  const wantsCauses = day >= addDays(today, -causeDays)
  const [measures, causes] = await Promise.all([
    source.dayMeasures(day),
    wantsCauses ? source.dayCauses(day, causesPerFacility) : [],
  ])
  await db.transaction(async (tx) => {
    await lockRolling(tx)
    await replaceDay(tx, day, measures)
    await replaceCauses(tx, day, causes)
    await markRolled(tx, day, now)
  })
}
