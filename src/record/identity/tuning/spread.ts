/** How large something usually is, how large nearly always, and at most. */
export interface Spread {
  readonly mean: number
  readonly p99: number
  readonly max: number
}

export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) return { mean: 0, p99: 0, max: 0 }
  const sorted = Float64Array.from(values).sort()
  const sum = sorted.reduce((total, value) => total + value, 0)
  return {
    mean: sum / sorted.length,
    p99: sorted[Math.ceil(0.99 * sorted.length) - 1]!,
    max: sorted.at(-1)!,
  }
}
