/**
 * Weights must not rise from one level to the next worse one. Where they do, neighbours are pooled (pool adjacent violators)
 * and share one weight: that of "one of these levels", log2 of the sums of m and u.
 */
export function monotoneBits(m: readonly number[], u: readonly number[]): number[] {
  const pools: { m: number; u: number; levels: number }[] = []
  m.forEach((share, level) => {
    let pool = { m: share, u: u[level]!, levels: 1 }
    for (let last = pools.at(-1); last && last.m * pool.u < pool.m * last.u; last = pools.at(-1)) {
      pool = { m: last.m + pool.m, u: last.u + pool.u, levels: last.levels + pool.levels }
      pools.pop()
    }
    pools.push(pool)
  })
  return pools.flatMap((pool) => Array<number>(pool.levels).fill(Math.log2(pool.m / pool.u)))
}
