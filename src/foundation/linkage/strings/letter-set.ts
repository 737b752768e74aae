import { withPrefix } from './jaro-winkler.ts'

/**
 * The letters of a text as 32 bits (each UTF-16 unit falls on one of them), computed once a record. Two sets tell in a few
 * nanoseconds that two texts cannot be alike, which is what nearly all pairs are.
 */
export function letterSet(text: string): number {
  let set = 0
  for (let i = 0; i < text.length; i++) set |= 1 << (text.charCodeAt(i) & 31)
  return set
}

function ones(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555)
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333)
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** No fewer edits than this make one text into the other: an edit takes one letter away and brings one in, a swap none. */
export const editsAtLeast = (a: number, b: number): number => Math.max(ones(a & ~b), ones(b & ~a))

/** No higher than this is Jaro–Winkler's similarity of two texts with these letters. */
export function jaroWinklerAtMost(a: string, lettersA: number, b: string, lettersB: number): number {
  const common = Math.min(a.length - ones(lettersA & ~lettersB), b.length - ones(lettersB & ~lettersA))
  if (common <= 0) return a === b ? 1 : 0
  return withPrefix(a, b, (common / a.length + common / b.length + 1) / 3)
}
