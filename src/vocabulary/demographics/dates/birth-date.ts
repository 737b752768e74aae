declare const brand: unique symbol

/**
 * A date of birth in one number, so that millions of comparisons cost integer arithmetic: year, month, day (0: not known),
 * precision, and whether it is a 1 January that software may have filled in. 0: nothing known.
 */
export type BirthDate = number & { readonly [brand]: 'BirthDate' }

export const precision = { none: 0, estimated: 1, year: 2, month: 3, day: 4 } as const
export type Precision = (typeof precision)[keyof typeof precision]

export const noBirthDate = 0 as BirthDate

/** A computed year ("45 tuổi"): right to within two. */
export const estimatedYear = (year: number): BirthDate => packed(year, 0, 0, precision.estimated)

/** Month and day 0 where not known. The caller has checked the calendar. */
export const birthDateOf = (year: number, month: number, day: number): BirthDate =>
  packed(year, month, day, day > 0 ? precision.day : month > 0 ? precision.month : precision.year)

const packed = (year: number, month: number, day: number, how: Precision): BirthDate =>
  ((year << 13) | (month << 9) | (day << 4) | (how << 1) | (month === 1 && day === 1 ? 1 : 0)) as BirthDate

export const yearOf = (date: BirthDate): number => date >> 13
export const monthOf = (date: BirthDate): number => (date >> 9) & 15
export const dayOf = (date: BirthDate): number => (date >> 4) & 31
export const precisionOf = (date: BirthDate): Precision => ((date >> 1) & 7) as Precision

/** 1 January is what software writes for "only the year is known": worth its year. */
export const isMaybeDefault = (date: BirthDate): boolean => (date & 1) === 1

/** The day as yyyymmdd, for keys that need a full date; 0 where there is none, or only a possible default. */
export const fullDateKey = (date: BirthDate): number =>
  precisionOf(date) === precision.day && !isMaybeDefault(date)
    ? yearOf(date) * 10_000 + monthOf(date) * 100 + dayOf(date)
    : 0

/** As FHIR writes dates: 1985-03-07, 1985-03, 1985; an estimated year as ~1985; empty: not known. */
export function birthDateText(date: BirthDate): string {
  if (date === noBirthDate) return ''
  const year = String(yearOf(date)).padStart(4, '0')
  const two = (part: number) => String(part).padStart(2, '0')
  switch (precisionOf(date)) {
    case precision.day:
      return `${year}-${two(monthOf(date))}-${two(dayOf(date))}`
    case precision.month:
      return `${year}-${two(monthOf(date))}`
    case precision.estimated:
      return `~${year}`
    default:
      return year
  }
}
