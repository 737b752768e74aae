/** Where the fields of the BHYT tables stand in FHIR, for both directions: standardise and restate read the same lists. */

export type { CareFact } from './care-facts.ts'
/** Bảng 6, 12 and 15, fact by fact. */
export { careFacts, careRepeats } from './care-facts.ts'
/** Money of bảng 1, 2 and 3 in the Claim. */
export {
  claimTotals,
  costGroupOf,
  lineAmounts,
  lineCodes,
  otherSources,
  procedureGroups,
  testGroups,
} from './claim-parts.ts'
/** The papers: certificates, summaries, referral, appointment, death notice, driver's certificate. */
export { deathNotice, driverCertificate, papers } from './papers.ts'
export type { Paper, PaperSection, PaperValues, SectionKind } from './papers.types.ts'
/** A section of a paper as text, and its fields out of the text again. */
export { boxOf, saySection, unsaySection } from './say-section.ts'
/** Labels of what only a closed circle may see. */
export { isHivDisease, type Sensitivity, securityLabels } from './security-labels.ts'
/** Times of FHIR as the tables and the papers write them. */
export { bhytTime, saySentTime, sayTime, unsayTime } from './times.ts'
