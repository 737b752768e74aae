/** Vietnamese names: from what was written to what can be compared. */

/** Two given names, for guards. */
export { compareGiven, type GivenLevel, givenLevel } from './compare-given.ts'
/** Two names, one level. */
export { compareNames, type NameLevel, nameLevel } from './compare-names.ts'
export { type NameFeatures, type NameKind, nameFlags } from './names.types.ts'
/** How many people bear a name before anything was counted, and how counting replaces that. */
export {
  type Bearer,
  type NameForm,
  priorFrequencyOf,
  priorFrequencyOfGiven,
  priorFrequencyOfSurname,
  shrinkFrequency,
} from './prior-frequency.ts'
/** The forms of a name. */
export { readName } from './read-name.ts'
