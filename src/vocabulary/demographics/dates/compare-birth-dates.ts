import {
  type BirthDate,
  dayOf,
  isMaybeDefault,
  monthOf,
  noBirthDate,
  precision,
  precisionOf,
  yearOf,
} from './birth-date.ts'

/** How alike two dates of birth are, best first (identity note, section 6). */
export const birthLevel = {
  /** Year, month and day, not a possible default. */
  equal: 0,
  /** Year equal and nothing against it: one side has no day, or only a possible 1 January. */
  partial: 1,
  swapped: 2,
  oneDigit: 3,
  /** Day and month equal, the year off by one or ten. */
  yearSlip: 4,
  sameYear: 5,
  /** At most two years apart, where a side is estimated from an age. */
  nearEstimate: 6,
  different: 7,
  missing: 8,
} as const
export type BirthLevel = (typeof birthLevel)[keyof typeof birthLevel]

/** One level for two dates; the best that applies. Symmetric; integers only. */
export function compareBirthDates(a: BirthDate, b: BirthDate): BirthLevel {
  if (a === noBirthDate || b === noBirthDate) return birthLevel.missing
  const years = Math.abs(yearOf(a) - yearOf(b))
  const isWhole = isFull(a) && isFull(b)
  if (isWhole) {
    if (a === b) return birthLevel.equal
    if (years === 0 && monthOf(a) === dayOf(b) && dayOf(a) === monthOf(b)) return birthLevel.swapped
    if (digitsApart(a, b) === 1) return birthLevel.oneDigit
    if ((years === 1 || years === 10) && monthOf(a) === monthOf(b) && dayOf(a) === dayOf(b))
      return birthLevel.yearSlip
    return years === 0 ? birthLevel.sameYear : birthLevel.different
  }
  if (years === 0) return monthsAgree(a, b) ? birthLevel.partial : birthLevel.sameYear
  const isEstimated = precisionOf(a) === precision.estimated || precisionOf(b) === precision.estimated
  return isEstimated && years <= 2 ? birthLevel.nearEstimate : birthLevel.different
}

const isFull = (date: BirthDate): boolean => precisionOf(date) === precision.day && !isMaybeDefault(date)

function monthsAgree(a: BirthDate, b: BirthDate): boolean {
  const [one, other] = [isMaybeDefault(a) ? 0 : monthOf(a), isMaybeDefault(b) ? 0 : monthOf(b)]
  return one === 0 || other === 0 || one === other
}

const digitsApart = (a: BirthDate, b: BirthDate): number =>
  apart(yearOf(a), yearOf(b)) + apart(monthOf(a), monthOf(b)) + apart(dayOf(a), dayOf(b))

/** Places at which two numbers, written with as many digits, differ. */
function apart(a: number, b: number): number {
  let count = 0
  for (let x = a, y = b; x > 0 || y > 0; x = (x / 10) | 0, y = (y / 10) | 0) if (x % 10 !== y % 10) count += 1
  return count
}
