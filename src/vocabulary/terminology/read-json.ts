/**
 * Terminology resources come from callers too, inline and unvalidated. These readers take what has the right shape and
 * leave the rest, so that nothing here can throw on a hostile resource.
 */
export type Json = Record<string, unknown>

const nothing: readonly Json[] = []

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The members of a list that are objects. */
export function objects(value: unknown): readonly Json[] {
  if (!Array.isArray(value)) return nothing
  return value.every(isObject) ? value : value.filter(isObject)
}

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** The members of a list that are text, or the text itself. */
export function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
