/** An instant, or less of one where a time zone is not needed to know the moment. */
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/
const day = /^\d{4}-\d\d-\d\d$/

/** The moment of `_since` and `_until`; null: it is none. */
export function readInstant(text: string): Date | null {
  // A day alone is a day in UTC here: the specification asks for instants, and clients that send less mean a midnight.
  const spaced = text.replace(' ', '+')
  if (!instant.test(spaced) && !day.test(spaced)) return null
  const at = new Date(spaced)
  return Number.isNaN(at.getTime()) ? null : at
}

export const badInstant = 'phải là một thời điểm có múi giờ, ví dụ 2026-01-01T00:00:00+07:00.'
