import { editDistance, MISSING } from '#foundation/linkage'

/** Dates written yyyymmdd: equal · one digit or one swap of neighbours, or day and month exchanged · two of year, month, day · year. */
export function compareBirths(a: string, b: string): number {
  if (a === '' || b === '') return MISSING
  if (a === b) return 0
  const year = samePart(a, b, 0, 4)
  if (year && crossed(a, b)) return 1
  if (a.length === b.length && editDistance(a, b, 1) === 1) return 1
  const month = samePart(a, b, 4, 6)
  const day = samePart(a, b, 6, 8)
  if ((year && month) || (year && day) || (month && day)) return 2
  return year ? 3 : 4
}

function samePart(a: string, b: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (a.charCodeAt(i) !== b.charCodeAt(i)) return false
  return true
}

const crossed = (a: string, b: string) =>
  a.charCodeAt(4) === b.charCodeAt(6) &&
  a.charCodeAt(5) === b.charCodeAt(7) &&
  a.charCodeAt(6) === b.charCodeAt(4) &&
  a.charCodeAt(7) === b.charCodeAt(5)
