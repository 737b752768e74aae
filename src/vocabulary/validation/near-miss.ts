/** The known name that a misspelt one most likely means: at most two strokes away, case aside. */
export function nearMiss(name: string, known: Iterable<string>): string | null {
  if (name.length > 64) return null
  const wanted = name.toLowerCase()
  let best: string | null = null
  let least = Math.min(2, Math.floor(name.length / 3)) + 1
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= least) continue
    const strokes = distance(wanted, candidate.toLowerCase(), least)
    if (strokes < least) {
      least = strokes
      best = candidate
    }
  }
  return best
}

/** Strokes between two words, two letters changed about counting as one; given up when every way costs `limit`. */
function distance(one: string, other: string, limit: number): number {
  let before: number[] = []
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    let least = i
    for (let j = 1; j <= other.length; j++) {
      const isEqual = one[i - 1] === other[j - 1]
      let cost = Math.min(row[j - 1]! + (isEqual ? 0 : 1), row[j]! + 1, next[j - 1]! + 1)
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        cost = Math.min(cost, before[j - 2]! + 1)
      next.push(cost)
      if (cost < least) least = cost
    }
    if (least > limit) return limit
    before = row
    row = next
  }
  return row[other.length]!
}
