/** The day in Vietnam at an instant, yyyy-mm-dd. Vietnam has had one time zone and no summer time since 1975. */
export const vietnamDay = (at: Date): string =>
  new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10)
