export interface CircuitRules {
  /** So many troubles in a row open it. */
  readonly threshold: number
  /** Closed to callers for so long; doubled each time the probe fails, up to `longestMs`. */
  readonly coolMs: number
  readonly longestMs: number
}

/**
 * Keeps us from asking a gateway that is down: after some troubles in a row nobody calls for a while, then one does, and his
 * luck decides for all.
 */
export function createCircuit({ threshold, coolMs, longestMs }: CircuitRules, now: () => number) {
  let troubles = 0
  let openings = 0
  let openUntil = 0
  let isProbing = false
  return {
    /** May a call go out? Whoever got `true` must report `good`, `bad` or `neither`. */
    enter(): boolean {
      if (troubles < threshold) return true
      if (now() < openUntil || isProbing) return false
      isProbing = true
      return true
    },
    good(): void {
      troubles = 0
      openings = 0
      openUntil = 0
      isProbing = false
    },
    bad(): void {
      troubles += 1
      isProbing = false
      if (troubles < threshold) return
      // Calls that left before it opened come back one by one: they say nothing new.
      if (now() < openUntil) return
      openUntil = now() + Math.min(longestMs, coolMs * 2 ** Math.min(openings, 20))
      openings += 1
    },
    /** The call ended without telling anything of the gateway. */
    neither(): void {
      isProbing = false
    },
    openUntil: (): number => (troubles < threshold ? 0 : openUntil),
  }
}
