import { isObject } from './walk.ts'

/** Deep equality of JSON, the order of properties aside. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (Array.isArray(one))
    return (
      Array.isArray(other) && one.length === other.length && one.every((each, at) => isSame(each, other[at]))
    )
  if (!isObject(one) || !isObject(other)) return false
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => isSame(one[name], other[name]))
}

/** R4 ElementDefinition.pattern[x]: everything in the pattern is in the value; the value may hold more. */
export function fits(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern))
    return Array.isArray(value) && pattern.every((part) => value.some((each) => fits(each, part)))
  if (!isObject(pattern)) return value === pattern
  if (!isObject(value)) return false
  for (const name in pattern) if (!fits(value[name], pattern[name])) return false
  return true
}
