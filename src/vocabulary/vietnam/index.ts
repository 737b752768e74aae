/** Numbers, names and dates as Vietnam writes them. */

/** BHYT dates as FHIR dates, dateTimes and instants, and back. */
export { bhytBirthTime, bhytDate, bhytDateTime, bhytInstant, bhytNow } from './bhyt-time.ts'
export type { CitizenId, CitizenIdDoubt, CitizenIdSays, OldIdCard, Passport } from './identity-numbers.ts'
/** Citizen number: check its form, read what it implies, list doubts; old identity card; passport. */
export {
  citizenIdSays,
  doubtsAboutCitizenId,
  isDummyNumber,
  parseCitizenId,
  parseOldIdCard,
  parsePassport,
} from './identity-numbers.ts'
export type { InsuranceCard, InsuranceCardNumber, InsuranceNumber } from './insurance-card.ts'
/** Insurance card and the lifelong BHXH number in it. */
export { insuranceNumberOf, parseInsuranceCard, parseInsuranceNumber } from './insurance-card.ts'
export type { NameParts } from './names.ts'
/** Names: one spelling to show, one folded form to compare and search. */
export { foldName, splitName, tidyName } from './names.ts'
