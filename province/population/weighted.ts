import type { Random } from '../random.ts'

/** Values drawn in proportion to their weights: binary search in the running sum. */
export class Weighted<T> {
  private readonly values: readonly T[]
  private readonly upTo: Float64Array

  constructor(pairs: readonly (readonly [value: T, weight: number])[]) {
    const kept = pairs.filter(([, weight]) => weight > 0)
    this.values = kept.map(([value]) => value)
    this.upTo = new Float64Array(kept.length)
    let sum = 0
    kept.forEach(([, weight], at) => {
      sum += weight
      this.upTo[at] = sum
    })
  }

  draw(random: Random): T {
    const asked = random.next() * this.upTo[this.upTo.length - 1]!
    let low = 0
    let high = this.upTo.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.upTo[middle]! > asked) high = middle
      else low = middle + 1
    }
    return this.values[low]!
  }
}
