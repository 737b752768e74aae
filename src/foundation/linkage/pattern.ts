import { MISSING, type Scheme } from './scheme.types.ts'

/**
 * The levels of one pair as one whole number, in mixed radix: digit 0 is missing, digit n + 1 is level n. Training and
 * calibration then work on counts of patterns, of which there are thousands, and not on pairs, of which there are millions.
 */
export interface PatternSpace {
  /** What one step of each comparison's digit is worth. */
  readonly places: Float64Array
  readonly radices: Int32Array
  /** Where the digits of each comparison begin in a table with one row a digit. */
  readonly offsets: Int32Array
  /** Rows of such a table. */
  readonly rows: number
}

/** Throws when a scheme has more patterns than a number holds: a fault of the program, not of a record. */
export function patternSpace(scheme: {
  readonly name: string
  readonly comparisons: readonly { readonly levels: readonly unknown[] }[]
}): PatternSpace {
  const radices = Int32Array.from(scheme.comparisons, (c) => c.levels.length + 1)
  const places = new Float64Array(radices.length)
  const offsets = new Int32Array(radices.length)
  let [place, rows] = [1, 0]
  radices.forEach((radix, c) => {
    places[c] = place
    offsets[c] = rows
    place *= radix
    rows += radix
  })
  if (place > Number.MAX_SAFE_INTEGER) throw new RangeError(`scheme ${scheme.name}: too many patterns`)
  return { places, radices, offsets, rows }
}

/** The levels in a pattern, MISSING among them. */
export function levelsOf(space: PatternSpace, pattern: number): Int8Array {
  const levels = new Int8Array(space.radices.length)
  let rest = pattern
  space.radices.forEach((radix, c) => {
    const digit = rest % radix
    levels[c] = digit - 1
    rest = (rest - digit) / radix
  })
  return levels
}

/** The pattern of these levels. */
export function patternOf(space: PatternSpace, levels: ArrayLike<number>): number {
  let pattern = 0
  for (let c = 0; c < space.places.length; c++)
    pattern += ((levels[c] ?? MISSING) + 1) * (space.places[c] ?? 0)
  return pattern
}

/** A function that answers the pattern of two records: the inner loop of training. */
export function comparePatterns<F>(scheme: Scheme<F>): (a: F, b: F) => number {
  const { places } = patternSpace(scheme)
  const comparisons = scheme.comparisons
  return (a, b) => {
    let pattern = 0
    for (let c = 0; c < places.length; c++) pattern += (comparisons[c]!.compare(a, b) + 1) * places[c]!
    return pattern
  }
}

/** How often each pattern was seen. */
export class PatternCounts {
  readonly counts = new Map<number, number>()
  total = 0

  add(pattern: number): void {
    this.counts.set(pattern, (this.counts.get(pattern) ?? 0) + 1)
    this.total += 1
  }
}
