/** The day in Vietnam, yyyy-mm-dd. */
export const today = (): string => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
