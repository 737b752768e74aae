import { type Database, DatabaseUnavailable } from '#foundation/db'
import type { Logger } from '#foundation/log'
import { mergeWaiting } from './tend-indexes.queries.ts'

/** ms between two looks */
const usual = 1_000

/**
 * A GIN keeps new entries in a list that every search reads from end to end (1 MB of it: a millisecond and more for each
 * search, against 0.2 ms of finding). Writers empty it only when it is full; here it is emptied each second, so that
 * the morning's writes do not slow the morning's searches. Several processes may do it; a role that may not is told once.
 */
export function tendIndexes(db: Database, log: Logger, every = usual): { stop(): Promise<void> } {
  let underWay: Promise<unknown> = Promise.resolve()
  let isBusy = false
  const look = () => {
    if (isBusy) return
    isBusy = true
    underWay = mergeWaiting(db)
      .catch((err) => {
        // Busy or away: the next look will do.
        if (err instanceof DatabaseUnavailable) return
        log.warn({ err }, 'the index of tokens is not tended: searches after many writes are slower')
        clearInterval(timer)
      })
      .finally(() => {
        isBusy = false
      })
  }
  const timer = setInterval(look, every)
  return {
    stop: async () => {
      clearInterval(timer)
      await underWay
    },
  }
}
