import type { FamilyCaps } from '../family-caps.ts'
import { levelsOf, type PatternCounts, type PatternSpace } from '../pattern.ts'

/** Patterns unpacked once, ordered by their number so that sums do not depend on who was counted first. */
export interface PatternTable {
  readonly patterns: number
  readonly counts: Float64Array
  /** `rows[p * width + c]` is the row of pattern p's digit of comparison c in a weight table; see `PatternSpace.offsets`. */
  readonly rows: Int32Array
  readonly width: number
  readonly total: number
  readonly caps: FamilyCaps
}

export function tabulate(space: PatternSpace, counted: PatternCounts, caps: FamilyCaps): PatternTable {
  const ordered = [...counted.counts].sort(([a], [b]) => a - b)
  const width = space.radices.length
  const rows = new Int32Array(ordered.length * width)
  ordered.forEach(([pattern], p) => {
    levelsOf(space, pattern).forEach((level, c) => {
      rows[p * width + c] = space.offsets[c]! + level + 1
    })
  })
  return {
    patterns: ordered.length,
    counts: Float64Array.from(ordered, ([, n]) => n),
    rows,
    width,
    total: counted.total,
    caps,
  }
}

/** Turns weighted counts per row into shares per comparison, missing apart; `pseudo` observations go to every level. */
export function shares(space: PatternSpace, sums: Float64Array, pseudo: number): Float64Array {
  const out = new Float64Array(space.rows)
  space.radices.forEach((radix, c) => {
    const first = space.offsets[c]! + 1
    let total = 0
    for (let row = first; row < first + radix - 1; row++) total += sums[row]! + pseudo
    for (let row = first; row < first + radix - 1; row++) out[row] = (sums[row]! + pseudo) / total
    out[first - 1] = 1
  })
  return out
}
