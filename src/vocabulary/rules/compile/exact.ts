/**
 * Money is compared exactly, and fast. A double holds an amount below a million million đồng to a thousandth, so when the
 * doubles leave no doubt (a hundredth of a đồng away from the tolerance) they decide; otherwise whole numbers do.
 */
const certain = 0.01
const largest = 1e12

/** Is |difference| more than the tolerance? Null: too near, or the amounts too large, for doubles to say. */
export function isSurelyMore(difference: number, size: number, tolerance: number): boolean | null {
  const distance = Math.abs(difference) - tolerance
  return Math.abs(distance) > certain && size < largest ? distance > 0 : null
}

/** A term `a × b × … / 100ᵖ` in decimal text. */
export interface Term {
  readonly factors: readonly string[]
  readonly percents: number
  readonly negative: boolean
}

export const term = (text: string, negative = false): Term => ({ factors: [text], percents: 0, negative })

/** Is the sum of the terms, sign aside, more than the tolerance (whole đồng)? */
export function isExactlyMore(terms: readonly Term[], tolerance: number): boolean {
  const scaled = terms.map(scaledTerm)
  const scale = Math.max(0, ...scaled.map((one) => one.scale))
  let sum = 0n
  for (const { digits, scale: own } of scaled) sum += digits * 10n ** BigInt(scale - own)
  return (sum < 0n ? -sum : sum) > BigInt(tolerance) * 10n ** BigInt(scale)
}

function scaledTerm({ factors, percents, negative }: Term): { digits: bigint; scale: number } {
  let digits = 1n
  let scale = percents * 2
  for (const factor of factors) {
    const dot = factor.indexOf('.')
    digits *= BigInt(dot < 0 ? factor : factor.replace('.', ''))
    if (dot >= 0) scale += factor.length - dot - 1
  }
  return { digits: negative ? -digits : digits, scale }
}
