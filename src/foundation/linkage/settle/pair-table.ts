import type { NumberedEdges } from './number-input.ts'

/** What may be known between two groups beside weights. */
export const pairFlags = {
  /** An automatic edge, an edge for review leads across. */
  auto: 1,
  review: 2,
  /** A person said of two of their records that they differ. */
  different: 4,
  /** A `same` between them is contradicted. */
  contested: 8,
  /** A sure value would join them and may not. */
  sureRefused: 16,
} as const

/** What stood in the way when two groups were looked at. */
export interface Refusal {
  readonly reason: 'guard' | 'size' | 'score'
  readonly guard: string | null
  /** A guard said that not even a person needs to look. */
  readonly isSettled: boolean
  readonly score: number
}

/**
 * Everything known between two groups, one row for two groups that have anything between them. Columns instead of objects:
 * a component of twenty thousand edges is settled in the time it took to collect the garbage of as many objects.
 */
export class PairTable {
  readonly families: number
  /** By row and family: the most that speaks for a join, and the most that speaks against it. */
  best: Float64Array
  worst: Float64Array
  /** The pair of records that speaks most for a join (-1: none yet), and its weight. */
  a: Int32Array
  b: Int32Array
  weight: Float64Array
  flags: Uint8Array
  /** When somebody last looked, by the graph's clock. */
  seenAt: Int32Array
  readonly refusals: (Refusal | null)[] = []
  /** The guard that keeps some pair of records of the two groups apart. */
  readonly apart: (string | null)[] = []

  constructor(families: number, rows: number) {
    this.families = families
    this.best = new Float64Array(rows * families)
    this.worst = new Float64Array(rows * families)
    this.a = new Int32Array(rows)
    this.b = new Int32Array(rows)
    this.weight = new Float64Array(rows)
    this.flags = new Uint8Array(rows)
    this.seenAt = new Int32Array(rows)
  }

  add(): number {
    const row = this.apart.length
    if (row === this.a.length) this.#grow()
    this.a[row] = -1
    this.weight[row] = -Infinity
    this.apart.push(null)
    this.refusals.push(null)
    return row
  }

  has(row: number, flags: number): boolean {
    return (this.flags[row]! & flags) !== 0
  }

  mark(row: number, flags: number): void {
    this.flags[row]! |= flags
  }

  addEdge(row: number, { a, b, edges }: NumberedEdges, at: number): void {
    const edge = edges[at]!
    const start = row * this.families
    for (let family = 0; family < this.families; family++) {
      const bits = edge.parts[family] ?? 0
      if (bits > this.best[start + family]!) this.best[start + family] = bits
      if (bits < this.worst[start + family]!) this.worst[start + family] = bits
    }
    if (edge.outcome === 'apart') {
      this.apart[row] = smaller(this.apart[row]!, edge.guard ?? 'apart')
      return
    }
    this.namePair(row, a[at]!, b[at]!, edge.weight)
    this.mark(row, edge.outcome === 'auto' ? pairFlags.auto : pairFlags.review)
  }

  /** The heavier pair is the one to show; of equal ones the one with the smaller keys. */
  namePair(row: number, a: number, b: number, weight: number): void {
    const known = this.weight[row]!
    const isSmaller = a < this.a[row]! || (a === this.a[row]! && b < this.b[row]!)
    if (this.a[row] !== -1 && !(weight > known || (weight === known && isSmaller))) return
    this.a[row] = a
    this.b[row] = b
    this.weight[row] = weight
  }

  /** What lay between a third group and each of two that are now one. */
  fold(into: number, from: number): void {
    const [start, other] = [into * this.families, from * this.families]
    for (let family = 0; family < this.families; family++) {
      if (this.best[other + family]! > this.best[start + family]!) {
        this.best[start + family] = this.best[other + family]!
      }
      if (this.worst[other + family]! < this.worst[start + family]!) {
        this.worst[start + family] = this.worst[other + family]!
      }
    }
    if (this.a[from] !== -1) this.namePair(into, this.a[from]!, this.b[from]!, this.weight[from]!)
    this.mark(into, this.flags[from]!)
    this.apart[into] = smaller(this.apart[into]!, this.apart[from]!)
  }

  #grow(): void {
    const rows = 2 * this.a.length + 16
    const grown = new PairTable(this.families, rows)
    for (const column of ['best', 'worst', 'a', 'b', 'weight', 'flags', 'seenAt'] as const) {
      grown[column].set(this[column])
    }
    this.best = grown.best
    this.worst = grown.worst
    this.a = grown.a
    this.b = grown.b
    this.weight = grown.weight
    this.flags = grown.flags
    this.seenAt = grown.seenAt
  }
}

/** One of several names, whichever came first. */
const smaller = (a: string | null, b: string | null): string | null =>
  a === null ? b : b === null || a < b ? a : b
