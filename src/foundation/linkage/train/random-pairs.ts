import { comparePatterns, PatternCounts } from '../pattern.ts'
import { seeded } from '../random.ts'
import type { Scheme } from '../scheme.types.ts'

/** Patterns of pairs drawn with a seed, or of all pairs when there are no more than asked for: nearly all are strangers. */
export function countRandomPairs<F>(
  scheme: Scheme<F>,
  records: readonly F[],
  { pairs, seed }: { readonly pairs: number; readonly seed: number },
): PatternCounts {
  const patternOf = comparePatterns(scheme)
  const counts = new PatternCounts()
  const size = records.length
  if ((size * (size - 1)) / 2 <= pairs) {
    for (let i = 0; i < size; i++)
      for (let j = i + 1; j < size; j++) counts.add(patternOf(records[i]!, records[j]!))
    return counts
  }
  const random = seeded(seed)
  for (let drawn = 0; drawn < pairs; drawn++) {
    const i = Math.floor(random() * size)
    const other = Math.floor(random() * (size - 1))
    counts.add(patternOf(records[i]!, records[other < i ? other : other + 1]!))
  }
  return counts
}
