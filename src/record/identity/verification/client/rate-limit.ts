/**
 * At most so many calls in any second, evenly and without a burst: a provider counts as well, and his seconds are not ours. Gives
 * how long to wait for one's turn, or null when it would come too late: then no turn is used up, so that no more wait than
 * can be served before their deadlines.
 */
export function createRateLimit(perSecond: number, now: () => number) {
  const interval = 1_000 / perSecond
  let next = 0
  return (mostMs: number): number | null => {
    const turn = Math.max(next, now())
    const wait = turn - now()
    if (wait > mostMs) return null
    next = turn + interval
    return wait
  }
}
