/** Who is who, as links between source records: admitted, decided, read, settled again. See README.md. */

/** What people may do: each an event, by which it is undone. */
export { type Acted, decide, keepApart, merge, revoke, split, unlink } from './act-on-links.ts'
/** Says whose each message is. */
export { admit } from './admit.ts'
/** What was found out about a number that a record mentions. */
export { checkIdentifier } from './check-identifier.ts'
/** What versions were made with. */
export { findNumberInForce, findSettings } from './context.queries.ts'
export type { WhyOne } from './explain-pair.ts'
/** Keys that many records share, and who holds them: for the next version. */
export {
  type CommonKey,
  eachHolder,
  findCommonKeys,
  keepLearned,
  type LearnLimits,
  usualLearnLimits,
} from './learn-values.ts'
export type { LinkChange } from './link-changes.ts'
/** Opens the links under a model. */
export {
  type AnnounceLinks,
  isAnotherModelInForce,
  type LinkContext,
  openLinkContext,
  usualLimits,
} from './link-context.ts'
export { linkProblems } from './links.problems.ts'
export type {
  IncomingRecord,
  LinkLimits,
  MentionedIdentifier,
  ResolvedPerson,
} from './links.types.ts'
export type { Match, MatchOptions } from './match-words.ts'
/** The same for many who ask one by one: one commit serves all that came meanwhile. */
export { openAdmission } from './open-admission.ts'
export { countPersons } from './person.queries.ts'
export type { LinkedPatient, Person, PlacedPatient } from './person.types.ts'
export type { Author } from './plan-parts.ts'
export type { HeldIdentifier } from './read.queries.ts'
/** Who is who, why, since when; ranked answers to a search. */
export { type HistoryLine, type LinkReader, openLinkReader } from './read-links.ts'
/** Whose number is it, without what the record says. */
export { findPatientsNamed } from './records.queries.ts'
/** Puts every record under another model, in batches that can be stopped. */
export { type Reevaluated, type ReevaluateOptions, reevaluate, takeUpAgain } from './reevaluate.ts'
/** A question that stays until it is answered. */
export { standsAlone } from './review-rows.ts'
/** Records to groups in memory, by the same rules. */
export { type NamedWords, type SettledAll, settleAll } from './settle-all.ts'
/** What another model would change; changes nothing. */
export { type Simulation, type SimulationSample, simulate } from './simulate.ts'
/** What a facility says of its own numbers. */
export { type FacilityWord, takeFacilityWord } from './take-facility-word.ts'
/** Takes back what a person did, exactly. */
export { undo } from './undo-event.ts'
