import { type Digits, sameNumber } from '#foundation/json'

interface At {
  readonly holder: object
  readonly key: string | number
}

/** Are two JSON values equal as RFC 6902 4.6 says: members in any order, numbers by what they are (all digits count)? */
export function isEqual(one: At, ones: Digits, other: At, others: Digits): boolean {
  const a = (one.holder as Record<string | number, unknown>)[one.key]
  const b = (other.holder as Record<string | number, unknown>)[other.key]
  if (typeof a === 'number' && typeof b === 'number')
    return sameNumber(ones.textOf(one.holder, one.key, a), others.textOf(other.holder, other.key, b))
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((text) => {
    const key = Array.isArray(a) ? Number(text) : text
    return Object.hasOwn(b, key) && isEqual({ holder: a, key }, ones, { holder: b, key }, others)
  })
}
