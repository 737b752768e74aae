import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '#foundation/clock'
import type { Queries } from '#foundation/db'
import { nextTransaction, oldestTransaction } from './job.queries.ts'

const longest = 60_000

/**
 * A resource carries the moment at which its writer began, and becomes visible when the writer commits. So that nothing
 * written before the kick-off appears only after the files were made (and is then missing here and, being older, from
 * the next `_since` too), reading begins when everything that ran a moment after the kick-off has ended.
 */
export async function waitUntilSettled(
  deps: { readonly db: Queries; readonly clock: Clock },
  kickOff: Date,
  settleMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const rest = kickOff.getTime() + settleMs - deps.clock.now().getTime()
  if (rest > 0) await sleep(rest, undefined, { signal })
  const running = await nextTransaction(deps.db)
  for (let waited = 0; waited < longest; waited += 50) {
    if ((await oldestTransaction(deps.db)) >= running) return true
    await sleep(50, undefined, { signal })
  }
  return false
}
