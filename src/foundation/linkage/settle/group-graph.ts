import { DisjointSets } from './disjoint-sets.ts'
import type { NumberedInput } from './number-input.ts'
import { PairTable, pairFlags } from './pair-table.ts'
import type { SettleModel } from './settle.types.ts'

/**
 * The records, contracted step by step: groups with their pooled evidence, and what lies between two groups that have
 * anything between them. Joining moves the shorter list of neighbours to the longer one: n log n steps in all.
 */
export class GroupGraph<F, P> {
  readonly pairs: PairTable
  readonly #sets: DisjointSets
  readonly #model: SettleModel<F, P>
  readonly #pools: P[]
  readonly #first: Int32Array
  readonly #sizes: Int32Array
  readonly #changedAt: Int32Array
  /** By root: neighbouring root → row of `pairs`. */
  readonly #neighbours: Map<number, number>[]
  #clock = 0

  constructor(input: NumberedInput<F>, model: SettleModel<F, P>) {
    const count = input.keys.length
    this.pairs = new PairTable(model.families, input.edges.edges.length + input.different.length)
    this.#sets = new DisjointSets(count)
    this.#model = model
    this.#pools = input.features.map((feature) => model.pool(feature))
    this.#first = Int32Array.from({ length: count }, (_, at) => at)
    this.#sizes = new Int32Array(count).fill(1)
    this.#changedAt = new Int32Array(count)
    this.#neighbours = Array.from({ length: count }, () => new Map())
    const { a, b, edges } = input.edges
    for (let at = 0; at < edges.length; at++) {
      this.pairs.addEdge(this.row(a[at]!, b[at]!), input.edges, at)
    }
    for (const each of input.different) this.pairs.mark(this.row(each.a, each.b), pairFlags.different)
  }

  get records(): number {
    return this.#sizes.length
  }

  find(record: number): number {
    return this.#sets.find(record)
  }

  pool(root: number): P {
    return this.#pools[root]!
  }

  size(root: number): number {
    return this.#sizes[root]!
  }

  /** The smallest record of a group. */
  first(root: number): number {
    return this.#first[root]!
  }

  /** The root whose group holds the smaller key comes first: a pool is never asked about in two orders. */
  inOrder(a: number, b: number): readonly [number, number] {
    return this.#first[a]! < this.#first[b]! ? [a, b] : [b, a]
  }

  /** The row for what lies between two roots, empty if nothing did. */
  row(a: number, b: number): number {
    const known = this.#neighbours[a]!.get(b)
    if (known !== undefined) return known
    const row = this.pairs.add()
    this.#neighbours[a]!.set(b, row)
    this.#neighbours[b]!.set(a, row)
    return row
  }

  neighbours(root: number): ReadonlyMap<number, number> {
    return this.#neighbours[root]!
  }

  /** Has either group changed since somebody looked, or did nobody look yet? */
  isStale(a: number, b: number, row: number): boolean {
    return this.pairs.seenAt[row]! <= Math.max(this.#changedAt[a]!, this.#changedAt[b]!)
  }

  tick(): number {
    return ++this.#clock
  }

  /** Two different roots become one group. */
  join(a: number, b: number): void {
    const [left, right] = this.inOrder(a, b)
    const [kept, lost] = this.#neighbours[a]!.size >= this.#neighbours[b]!.size ? [a, b] : [b, a]
    this.#pools[kept] = this.#model.merge(this.#pools[left]!, this.#pools[right]!)
    this.#first[kept] = this.#first[left]!
    this.#sizes[kept] = this.#sizes[a]! + this.#sizes[b]!
    this.#changedAt[kept] = this.tick()
    this.#moveNeighbours(lost, kept)
    this.#sets.hang(lost, kept)
  }

  #moveNeighbours(lost: number, kept: number): void {
    const mine = this.#neighbours[kept]!
    mine.delete(lost)
    for (const [other, row] of this.#neighbours[lost]!) {
      if (other === kept) continue
      const theirs = this.#neighbours[other]!
      theirs.delete(lost)
      const known = mine.get(other)
      if (known === undefined) {
        mine.set(other, row)
        theirs.set(kept, row)
      } else this.pairs.fold(known, row)
    }
    this.#neighbours[lost] = new Map()
  }

  /** Members of every group in ascending order, the groups by their first member. */
  groups(): number[][] {
    const groups = new Map<number, number[]>()
    for (let at = 0; at < this.records; at++) {
      const root = this.find(at)
      const group = groups.get(root)
      if (group) group.push(at)
      else groups.set(root, [at])
    }
    return [...groups.values()]
  }
}
