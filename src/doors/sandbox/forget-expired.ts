import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import { findExpired, forgetSandbox } from './sandbox.queries.ts'

/**
 * Retention: forgets sandboxes past their time, all that was counted in them with it. What a facility is live with, or
 * rests, stays. To be called now and then (daily is enough); safe to run twice or in two processes.
 */
export async function forgetExpired(deps: { readonly db: Database; readonly clock: Clock }): Promise<number> {
  let forgotten = 0
  for (;;) {
    const expired = await findExpired(deps.db, deps.clock.now(), 100)
    for (const { sandboxId } of expired) await deps.db.transaction((tx) => forgetSandbox(tx, sandboxId))
    forgotten += expired.length
    if (expired.length < 100) return forgotten
  }
}
