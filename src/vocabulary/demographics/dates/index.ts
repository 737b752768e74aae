/** Dates of birth: from what was written to one number that compares fast. */

/** The packed date and its parts. */
export {
  type BirthDate,
  birthDateText,
  dayOf,
  fullDateKey,
  isMaybeDefault,
  monthOf,
  noBirthDate,
  type Precision,
  precision,
  precisionOf,
  yearOf,
} from './birth-date.ts'
/** Two dates, one level. */
export { type BirthLevel, birthLevel, compareBirthDates } from './compare-birth-dates.ts'
/** A date as written, in any of the forms the record knows. */
export { readBirthDate } from './read-birth-date.ts'
