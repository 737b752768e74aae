const LONGEST = 256
let before = new Uint16Array(LONGEST + 1)
let above = new Uint16Array(LONGEST + 1)
let row = new Uint16Array(LONGEST + 1)

/**
 * Letters to insert, delete, replace or swap with their neighbour to make `a` into `b`; `atMost + 1` as soon as it is clear
 * that there are more. No letter is edited twice (optimal string alignment, the restricted Damerau-Levenshtein distance),
 * so it is no metric: ca–abc is 3. Texts above 256 units are compared by their beginning. Allocates nothing.
 */
export function editDistance(a: string, b: string, atMost: number): number {
  if (a === b) return 0
  const tooMany = atMost + 1
  let endA = Math.min(a.length, LONGEST)
  let endB = Math.min(b.length, LONGEST)
  if (Math.abs(endA - endB) > atMost) return tooMany
  while (endA > 0 && endB > 0 && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA -= 1
    endB -= 1
  }
  let start = 0
  while (start < endA && start < endB && a.charCodeAt(start) === b.charCodeAt(start)) start += 1
  const width = endB - start
  const height = endA - start
  if (width === 0 || height === 0) return Math.min(tooMany, width + height)
  // What is left differs at both ends: one edit is one letter replaced or two swapped, and needs no table.
  if (width === 1 && height === 1) return Math.min(tooMany, 1)
  if (width === 2 && height === 2 && areCrossed(a, b, start)) return Math.min(tooMany, 1)
  if (atMost < 2) return tooMany
  for (let j = 0; j <= width; j++) above[j] = j
  for (let i = 1; i <= height; i++) {
    const least = fillRow(a, b, start, i, width, atMost)
    if (least > atMost) return tooMany
    const spare = before
    before = above
    above = row
    row = spare
  }
  return Math.min(tooMany, above[width]!)
}

const areCrossed = (a: string, b: string, start: number) =>
  a.charCodeAt(start) === b.charCodeAt(start + 1) && a.charCodeAt(start + 1) === b.charCodeAt(start)

/** Fills the band of row i that a path of `atMost` edits can touch; answers the least of this row and the one above. */
function fillRow(a: string, b: string, start: number, i: number, width: number, atMost: number): number {
  const far = atMost + 1
  const from = Math.max(1, i - atMost)
  const to = Math.min(width, i + atMost)
  row[0] = i
  if (from > 1) row[from - 1] = far
  let least = Math.min(row[0], from > 1 ? far : row[0])
  const unit = a.charCodeAt(start + i - 1)
  const unitAbove = a.charCodeAt(start + i - 2)
  for (let j = from; j <= to; j++) {
    const other = b.charCodeAt(start + j - 1)
    let cost = above[j - 1]! + (unit === other ? 0 : 1)
    if (row[j - 1]! + 1 < cost) cost = row[j - 1]! + 1
    // Outside the band of the row above nothing was written: it is too far anyway.
    if (j < i + atMost && above[j]! + 1 < cost) cost = above[j]! + 1
    const swapped =
      i > 1 && j > 1 && unit !== other && unit === b.charCodeAt(start + j - 2) && unitAbove === other
    if (swapped && before[j - 2]! + 1 < cost) cost = before[j - 2]! + 1
    row[j] = cost
    if (cost < least) least = cost
    if (above[j - 1]! < least) least = above[j - 1]!
  }
  return least
}
