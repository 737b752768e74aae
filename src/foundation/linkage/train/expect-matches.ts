import type { PatternSpace } from '../pattern.ts'
import { bitsOf, chanceOf } from '../score/chance.ts'
import { type PatternTable, shares } from './pattern-table.ts'

/** m and u per row of the weight table, and the chance of a match before anything is compared. */
export interface Parameters {
  readonly m: Float64Array
  readonly u: Float64Array
  readonly lambda: number
}

/** Chance of a match for each pattern, families capped; comparisons that `uses` leaves out say nothing. */
export function posteriors(
  { patterns, rows, width, caps }: PatternTable,
  { m, u, lambda }: Parameters,
  uses?: readonly boolean[],
): Float64Array {
  const bits = m.map((share, row) => (share > 0 ? Math.log2(share / u[row]!) : 0))
  const prior = bitsOf(lambda)
  const sums = new Float64Array(caps.bits.length)
  const out = new Float64Array(patterns)
  for (let p = 0; p < patterns; p++) {
    let odds = prior
    sums.fill(0)
    for (let c = 0; c < width; c++) {
      if (uses !== undefined && !uses[c]) continue
      const own = bits[rows[p * width + c]!]!
      if (caps.capOf[c]! < 0) odds += own
      else sums[caps.capOf[c]!]! += own
    }
    for (let cap = 0; cap < sums.length; cap++) odds += Math.min(sums[cap]!, caps.bits[cap]!)
    out[p] = chanceOf(odds)
  }
  return out
}

/** Sum over patterns of count × weight, per row of the weight table. */
export function weighRows(
  space: PatternSpace,
  table: PatternTable,
  weights: (pattern: number) => number,
): Float64Array {
  const sums = new Float64Array(space.rows)
  for (let p = 0; p < table.patterns; p++) {
    const weight = table.counts[p]! * weights(p)
    for (let c = 0; c < table.width; c++) sums[table.rows[p * table.width + c]!]! += weight
  }
  return sums
}

export interface Estimate extends Parameters {
  readonly rounds: number
  readonly matches: number
  /** Expected matches in each row: how much an m rests on. */
  readonly evidence: Float64Array
}

/**
 * Expectation–maximisation for m and λ with u held (Fellegi and Sunter 1969; Winkler 1988), over the comparisons that `uses`
 * names. With `holdM` only λ is looked for. `population` is the number of pairs λ speaks of: the pairs of the table, or more
 * when the table holds only the candidates among all pairs; the others then count as strangers.
 */
export function estimate(
  space: PatternSpace,
  table: PatternTable,
  start: Parameters,
  {
    uses,
    population = table.total,
    holdM = false,
  }: { readonly uses?: readonly boolean[]; readonly population?: number; readonly holdM?: boolean } = {},
  { rounds, change } = { rounds: 25, change: 1e-4 },
): Estimate {
  let now: Estimate = { ...start, rounds: 0, matches: 0, evidence: new Float64Array(space.rows) }
  while (now.rounds < rounds) {
    const chances = posteriors(table, now, uses)
    const evidence = weighRows(space, table, (p) => chances[p]!)
    const matches = chances.reduce((sum, chance, p) => sum + chance * table.counts[p]!, 0)
    const m = holdM ? now.m : shares(space, evidence, 0.5)
    const lambda = Math.min(1 - 1e-9, Math.max(1e-12, matches / population))
    const settled =
      furthest(m, now.m) < change && Math.abs(lambda - now.lambda) < change * Math.max(lambda, now.lambda)
    now = { m, u: now.u, lambda, rounds: now.rounds + 1, matches, evidence }
    if (settled) break
  }
  return now
}

/** How far the two that differ most are apart. */
export const furthest = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0)
