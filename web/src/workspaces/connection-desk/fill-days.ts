export interface Day {
  readonly day: string
  readonly stored: number
  readonly setAside: number
}

const dayLength = 86_400_000
const vietnamAhead = 7 * 3_600_000

/** The last `count` days up to today in Vietnam; a day without data is a gap that must be seen, not left out. */
export function fillDays(days: readonly Day[], count: number, now = Date.now()): Day[] {
  const known = new Map(days.map((day) => [day.day, day]))
  return Array.from({ length: count }, (_, at) => {
    const day = new Date(now + vietnamAhead - (count - 1 - at) * dayLength).toISOString().slice(0, 10)
    return known.get(day) ?? { day, stored: 0, setAside: 0 }
  })
}
