import type { Clock } from '#foundation/clock'

/** How many guesses an asker has, and how fast they come back. */
export interface GuessLimits {
  readonly most: number
  readonly perMinute: number
}

/**
 * A desk that registers newcomers finds nobody some ten times in a minute at its busiest; a program that tries out names
 * finds nobody hundreds of times. What finds somebody costs nothing.
 */
export const usualLimits: GuessLimits = { most: 120, perMinute: 20 }

const mostAskers = 10_000
const aMinute = 60_000

/** Counts guesses of each asker. In memory: after a restart everybody begins anew. */
export function openGuessLimit(clock: Clock, limits: GuessLimits = usualLimits) {
  const spent = new Map<string, { level: number; at: number }>()
  const levelOf = (asker: string, now: number): number => {
    const known = spent.get(asker)
    return known ? Math.max(0, known.level - ((now - known.at) / aMinute) * limits.perMinute) : 0
  }
  return {
    mayGuess: (asker: string): boolean => levelOf(asker, clock.now().getTime()) < limits.most,
    spend(asker: string, guesses: number): void {
      if (guesses <= 0) return
      const now = clock.now().getTime()
      const level = levelOf(asker, now) + guesses
      spent.delete(asker)
      spent.set(asker, { level, at: now })
      // Who asked longest ago is forgotten first; a Map keeps the order of writing.
      if (spent.size > mostAskers) spent.delete(spent.keys().next().value as string)
    },
  }
}

export type GuessLimit = ReturnType<typeof openGuessLimit>
