/** Union-find over 0…n-1. The caller says which root stays, so that what hangs on it can stay where most of it is. */
export class DisjointSets {
  readonly #parent: Int32Array

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, at) => at)
  }

  find(at: number): number {
    const parent = this.#parent
    let root = at
    while (parent[root]! !== root) {
      parent[root] = parent[parent[root]!]!
      root = parent[root]!
    }
    return root
  }

  /** Both are roots. */
  hang(lost: number, kept: number): void {
    this.#parent[lost] = kept
  }

  /** Joins the sets of two members under the smaller root: then a root is the smallest member of its set. */
  unite(a: number, b: number): void {
    const left = this.find(a)
    const right = this.find(b)
    if (left < right) this.hang(right, left)
    else if (right < left) this.hang(left, right)
  }
}
