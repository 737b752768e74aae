import { chanceOf } from '#foundation/linkage'
import type { ReviewCounts, ReviewQueue } from './api.types.ts'
import type { ReviewDeps } from './deps.types.ts'
import { findQueue, type QueueFilter } from './review.queries.ts'
import { countByAge, countByFacility, countByGuard, countByReason, countItems } from './workload.queries.ts'

/** What waits, highest first, without a word about anybody. */
export async function readQueue(deps: ReviewDeps, filter: QueueFilter, limit: number): Promise<ReviewQueue> {
  const rows = await findQueue(deps.db, filter, deps.clock.now(), limit + 1)
  return {
    more: rows.length > limit,
    items: rows.slice(0, limit).map((row) => ({
      ...{ itemId: row.item_id, reason: row.reason, guard: row.guard, rank: row.rank },
      chance: row.weight === null ? null : chanceOf(row.weight),
      askedAt: row.asked_at.toISOString(),
      ...{ facilities: row.facilities ?? [], leasedBy: row.lease_by },
    })),
  }
}

export async function readCounts({ db, clock }: ReviewDeps): Promise<ReviewCounts> {
  const now = clock.now()
  const [all, byReason, byGuard, byFacility, byAge] = await Promise.all([
    countItems(db, now),
    countByReason(db),
    countByGuard(db),
    countByFacility(db),
    countByAge(db, now),
  ])
  return {
    ...{ open: all.open, second: all.second, askFacility: all.ask_facility, cannotTell: all.cannot_tell },
    ...{ leased: all.leased, byReason, byGuard, byFacility, byAge },
  }
}
