import type { Found, Line } from './summary.types.ts'

/** Newest first; what has no date comes last. */
export const newestFirst = <T>(
  found: readonly Found<T>[],
  dateOf: (resource: T) => string | undefined,
): Found<T>[] =>
  found
    .map((each) => ({ each, at: instantOf(dateOf(each.resource)) }))
    .sort((a, b) => b.at - a.at || (a.each.stored.id < b.each.stored.id ? -1 : 1))
    .map(({ each }) => each)

/** Partial dates count from their first moment in Vietnam. */
function instantOf(date: string | undefined): number {
  if (date === undefined) return Number.NEGATIVE_INFINITY
  const whole = date.length === 4 ? `${date}-01-01` : date.length === 7 ? `${date}-01` : date
  const at = Date.parse(whole.length === 10 ? `${whole}T00:00:00+07:00` : whole)
  return Number.isNaN(at) ? Number.NEGATIVE_INFINITY : at
}

/** Was it at most so many days before? Undated is not. */
export const isWithinDays = (date: string | undefined, days: number, at: Date): boolean =>
  instantOf(date) >= at.getTime() - days * 86_400_000

/** The first of each key, in the order given; what has no key is kept. */
export function firstOfEach<T>(found: readonly Found<T>[], keyOf: (resource: T) => string): Found<T>[] {
  const seen = new Set<string>()
  return found.filter(({ resource }) => {
    const key = keyOf(resource)
    return key === '' || seen.size !== seen.add(key).size
  })
}

/** A summary is short: so many lines of a section at most. */
export const linesOf = <T>(
  found: readonly Found<T>[],
  most: number,
  say: (resource: T, found: Found<T>) => string,
): Line[] => found.slice(0, most).map((each) => ({ found: each, text: say(each.resource, each) }))
