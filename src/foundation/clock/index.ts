/** Time is handed in, so that a test can say what day it is. */
export interface Clock {
  now(): Date
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() }

/** A clock for tests: stands still until moved. */
export interface FixedClock extends Clock {
  /** Move forward (or back) by so many milliseconds. */
  advance(ms: number): void
  set(at: Date | string): void
}

/** `fixedClock('2026-03-01T08:00:00+07:00')` */
export function fixedClock(at: Date | string = '2026-01-01T00:00:00Z'): FixedClock {
  let ms = new Date(at).getTime()
  if (Number.isNaN(ms)) throw new Error('fixedClock: not an instant')
  return {
    now: () => new Date(ms),
    advance: (by) => {
      ms += by
    },
    set: (to) => {
      ms = new Date(to).getTime()
    },
  }
}
