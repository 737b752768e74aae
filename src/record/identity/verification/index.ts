/** Verification of a person against the national population database. See README.md. */

export { type Ask, type Asked, askVerification } from './ask-verification.ts'
export { cancelVerification } from './cancel-verification.ts'
export type { VerificationDeps, VerificationRules } from './deps.types.ts'
/** What is over and old enough, for whoever tidies. */
export { forgetVerifications } from './forget-verifications.ts'
/** How sure a number is: five levels, of which the last two may forbid a link. */
export { isAtLeast, type Level, levels, makesVeto } from './levels.ts'
/** A document somebody saw, or a chip whose signature was checked. */
export { noteDocument, type SeenDocument } from './note-document.ts'
/** From configuration to a running queue. */
export { type OuterDeps, openVerification, type Verification } from './open-verification.ts'
/** What was proved of a record becomes the level of its number in the index. */
export { type LevelDeps, startRaisingLevels } from './raise-levels.ts'
/** Where records stand, for whoever keeps links. */
export { readStandings, type StandingAsk } from './read-standings.ts'
/** A simulated gateway to the population database, for trials and tests. */
export type { Fault as PopulationFault } from './simulator/fault.types.ts'
export type { SimulatedPerson } from './simulator/register.ts'
export { type PopulationSimulator, startPopulationSimulator } from './simulator/simulator.ts'
export { troublePeople } from './simulator/trouble-people.ts'
export type { Reuse, Standing } from './standing.ts'
/** What the index's records say, for the question. */
export { subjectOfRecord } from './subject-of-record.ts'
/** Who sits there and where, as typed, until there is sign-in. */
export { typedAsker } from './typed-asker.ts'
export { type VerificationConfig, verificationConfig } from './verification.config.ts'
export { type RecordVerified, recordVerified, verificationSubscriptions } from './verification.events.ts'
export { type VerificationRoutesDeps, verificationRoutes } from './verification.routes.ts'
export type {
  Answer,
  Asker,
  Outcome,
  PersonToVerify,
  PopulationPort,
  Reason,
  SubjectOf,
  Trouble,
  Unavailable,
  VerifiedField,
} from './verification.types.ts'
