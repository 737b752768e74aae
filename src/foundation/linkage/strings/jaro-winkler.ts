// Longer texts are compared by their beginning: the time of a comparison is bounded whatever a sender writes.
const LONGEST = 256
const takenLeft = new Uint8Array(LONGEST)
const takenRight = new Uint8Array(LONGEST)

/** Jaro's similarity (1989), 0 to 1, over UTF-16 units; two empty texts are equal. Allocates nothing. */
export function jaro(a: string, b: string): number {
  if (a === b) return 1
  const left = Math.min(a.length, LONGEST)
  const right = Math.min(b.length, LONGEST)
  if (left === 0 || right === 0) return 0
  const reach = Math.max(0, (Math.max(left, right) >> 1) - 1)
  takenLeft.fill(0, 0, left)
  takenRight.fill(0, 0, right)
  const common = markCommon(a, b, left, right, reach)
  if (common === 0) return 0
  const moved = countMoved(a, b, left) >> 1
  return (common / left + common / right + (common - moved) / common) / 3
}

function markCommon(a: string, b: string, left: number, right: number, reach: number): number {
  let common = 0
  for (let i = 0; i < left; i++) {
    const unit = a.charCodeAt(i)
    const end = Math.min(right - 1, i + reach)
    for (let j = Math.max(0, i - reach); j <= end; j++) {
      if (takenRight[j] === 1 || b.charCodeAt(j) !== unit) continue
      takenLeft[i] = 1
      takenRight[j] = 1
      common += 1
      break
    }
  }
  return common
}

function countMoved(a: string, b: string, left: number): number {
  let moved = 0
  let j = 0
  for (let i = 0; i < left; i++) {
    if (takenLeft[i] === 0) continue
    while (takenRight[j] === 0) j += 1
    if (a.charCodeAt(i) !== b.charCodeAt(j)) moved += 1
    j += 1
  }
  return moved
}

/** Jaro's similarity raised by a tenth of the rest for each of up to four equal first letters (Winkler 1990). */
export const jaroWinkler = (a: string, b: string): number => withPrefix(a, b, jaro(a, b))

/** Winkler's part alone, for a similarity that is known otherwise. */
export function withPrefix(a: string, b: string, similarity: number): number {
  const most = Math.min(4, a.length, b.length)
  let prefix = 0
  while (prefix < most && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix += 1
  return similarity + prefix * 0.1 * (1 - similarity)
}
