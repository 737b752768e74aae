import type { Values, When } from '../rule.types.ts'
import type { Visit } from '../visit.ts'

export type Condition = (values: Values, visit: Visit) => boolean

/** A condition as a function; without one, always. */
export function condition(when: When | undefined): Condition {
  if (!when) return () => true
  if ('all' in when) {
    const parts = when.all.map(condition)
    return (values, visit) => parts.every((part) => part(values, visit))
  }
  if ('any' in when) {
    const parts = when.any.map(condition)
    return (values, visit) => parts.some((part) => part(values, visit))
  }
  const { field, of, is, isNot, set, like, above } = when
  const read = of ? (_: Values, visit: Visit) => visit.summary[field] : (values: Values) => values[field]
  if (is) {
    const codes = new Set(is)
    return (values, visit) => codes.has(read(values, visit) ?? '')
  }
  // What is not there is not something else: silence is reported by `required`.
  if (isNot) {
    const codes = new Set(isNot)
    return (values, visit) => {
      const value = read(values, visit)
      return value !== undefined && !codes.has(value)
    }
  }
  if (like) return (values, visit) => like.test(read(values, visit) ?? '')
  if (above !== undefined) return (values, visit) => visit.number(read(values, visit)) > above
  return (values, visit) => (read(values, visit) !== undefined) === (set ?? true)
}
