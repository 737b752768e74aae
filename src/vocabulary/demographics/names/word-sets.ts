import { isOneEdit } from './one-edit.ts'

/** Names whose parts are not known are compared as sets of words. None of these allocates. */

const missingFrom = (words: readonly string[], others: readonly string[]): number => {
  let missing = 0
  for (const word of words) if (!others.includes(word)) missing += 1
  return missing
}

/** Words of the shorter name that the longer one lacks; of two as long, the worse count, so that order does not matter. */
export function unmatchedWords(a: readonly string[], b: readonly string[]): number {
  if (a.length < b.length) return missingFrom(a, b)
  if (b.length < a.length) return missingFrom(b, a)
  return Math.max(missingFrom(a, b), missingFrom(b, a))
}

/** Whether one word of each is missing from the other, and one edit makes it the other's. */
export function isOneWordMistyped(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length || missingFrom(a, b) !== 1 || missingFrom(b, a) !== 1) return false
  return isOneEdit(onlyIn(a, b), onlyIn(b, a))
}

function onlyIn(words: readonly string[], others: readonly string[]): string {
  for (const word of words) if (!others.includes(word)) return word
  return ''
}
