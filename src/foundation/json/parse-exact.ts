import { fail, ok, type Problem, type Result } from '#foundation/result'
import { Digits } from './digits.ts'
import { findFault } from './find-fault.ts'
import { jsonProblems } from './json.problems.ts'
import { placeOf } from './place-of.ts'
import { deepest, mostOddNumbers, type OddNumbers, scan } from './scan.ts'

export interface ExactJson {
  /** What JSON.parse gives. May be changed in place. */
  readonly value: unknown
  /** Compact JSON of the value or a part of it, as it is now; numbers nobody touched keep the sender's digits. */
  readonly write: (value: unknown) => string
  readonly digits: Digits
}

export interface JsonLimits {
  /** Brackets within brackets, 100 unless told, 1000 at most. */
  readonly maxDepth?: number
}

/** Values and the digits that were kept for them. */
export const exactJson = (value: unknown, digits: Digits): ExactJson => ({
  value,
  digits,
  write: (part) => digits.write(part),
})

/**
 * Strict JSON (RFC 8259 without duplicate keys, lone surrogates and numbers beyond a double). JSON.parse does the work;
 * one scan of the text finds what it would lose. JavaScript puts members named like array indexes (`"1"`) first; all
 * other members stay in the sender's order.
 */
export function parseExact(text: string, limits: JsonLimits = {}): Result<ExactJson> {
  const maxDepth = Math.min(limits.maxDepth ?? 100, deepest)
  const seen = scan(text, maxDepth)
  if (seen.tooDeep) return fail(explain(text, maxDepth))
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return fail(explain(text, maxDepth))
  }
  if (seen.odd === null) return fail(jsonProblems.tooManyNumbers(mostOddNumbers))
  if (seen.refused || !isWellFormed(text) || countMembers(value) !== seen.members)
    return fail(explain(text, maxDepth))
  if (seen.odd.length === 0) return ok({ value, digits: new Digits(), write: JSON.stringify })
  return ok(withDigits(text, value, seen.odd))
}

function withDigits(text: string, value: unknown, odd: readonly OddNumbers[]): ExactJson {
  const digits = new Digits()
  if (typeof value === 'number')
    return { value, digits, write: (part) => (Object.is(part, value) ? text.trim() : JSON.stringify(part)) }
  for (const { path, numbers } of odd) {
    let holder = value as Holder
    for (const place of path) holder = holder[memberAt(text, place)] as Holder
    for (let i = 0; i < numbers.length; i += 3)
      digits.keep(holder, memberAt(text, numbers[i]!), text.slice(numbers[i + 1], numbers[i + 2]))
  }
  return exactJson(value, digits)
}

type Holder = Record<string | number, unknown>

/** The key whose opening quote is at a place, or the index that a negative place stands for. */
function memberAt(text: string, place: number): string | number {
  if (place < 0) return -1 - place
  let end = place + 1
  for (let c = text.charCodeAt(end); c !== 0x22; c = text.charCodeAt(++end)) if (c === 0x5c) end += 1
  const inside = text.slice(place + 1, end)
  return inside.includes('\\') ? (JSON.parse(`"${inside}"`) as string) : inside
}

/** No deeper than the scan allowed. */
function countMembers(value: unknown): number {
  let count = 0
  if (Array.isArray(value)) {
    for (const each of value) if (typeof each === 'object') count += countMembers(each)
  } else if (value !== null && typeof value === 'object') {
    for (const key in value) {
      count += 1
      const member: unknown = (value as Holder)[key]
      if (typeof member === 'object') count += countMembers(member)
    }
  }
  return count
}

/** In every Node we run on, but not yet in the library types of ES2023. */
const isWellFormed = (text: string): boolean =>
  (text as unknown as { isWellFormed(): boolean }).isWellFormed()

function explain(text: string, maxDepth: number): Problem {
  if (text.charCodeAt(0) === 0xfeff) return jsonProblems.byteOrderMark()
  if (text.trim() === '') return jsonProblems.empty()
  const fault = findFault(text, maxDepth)
  const at = placeOf(text, fault?.at ?? 0)
  return fault?.kind === 'tooDeep'
    ? jsonProblems.tooDeep(at, maxDepth)
    : jsonProblems[fault?.kind ?? 'syntax'](at)
}
