/** Identity says whose a message is. See README.md. */

/** The index as machines ask it. */
export { openIdentityAnswers } from './answer-identity.ts'
/** Why a person's records are one. */
export { explainPerson, type PersonExplained, type WhyWith } from './explain-person.ts'
export { identityMigrations } from './identity.migrations.ts'
export {
  type AnnounceLinks,
  countPersons,
  type FacilityWord,
  type HeldIdentifier,
  type IncomingRecord,
  type LinkChange,
  type LinkContext,
  type LinkedPatient,
  type LinkReader,
  type Person,
  type PlacedPatient,
  type ResolvedPerson,
} from './links/index.ts'
/** The index of an installation, under whichever model is in force. */
export { type AdmitOptions, type IdentityIndex, type IndexDeps, openIdentityIndex } from './open-index.ts'
