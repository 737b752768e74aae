/** Pairs whose chance was said to lie in one tenth (or other part) of 0 to 1. */
export interface ReliabilityBin {
  readonly from: number
  readonly to: number
  readonly pairs: number
  /** What was said, on average, and what was true. */
  readonly said: number
  readonly true: number
}

/** A reliability plot as a table: in a bin of honest chances, `said` and `true` agree. */
export function reliability(
  chances: ArrayLike<number>,
  isTrue: ArrayLike<number | boolean>,
  bins = 10,
): ReliabilityBin[] {
  const pairs = new Float64Array(bins)
  const said = new Float64Array(bins)
  const matches = new Float64Array(bins)
  for (let i = 0; i < chances.length; i++) {
    const bin = Math.min(bins - 1, Math.floor(chances[i]! * bins))
    pairs[bin]! += 1
    said[bin]! += chances[i]!
    matches[bin]! += isTrue[i] ? 1 : 0
  }
  return Array.from({ length: bins }, (_, bin) => ({
    from: bin / bins,
    to: (bin + 1) / bins,
    pairs: pairs[bin]!,
    said: pairs[bin] ? said[bin]! / pairs[bin]! : 0,
    true: pairs[bin] ? matches[bin]! / pairs[bin]! : 0,
  }))
}

/** Expected calibration error: how far said and true are apart, averaged over pairs. */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  const pairs = bins.reduce((sum, bin) => sum + bin.pairs, 0)
  const apart = bins.reduce((sum, bin) => sum + bin.pairs * Math.abs(bin.said - bin.true), 0)
  return pairs === 0 ? 0 : apart / pairs
}
