/** Who is who, as links between source records: admitted, decided, read, settled again. See README.md. */

/** What people may do: each an event, by which it is undone. */
export { type Acted, decide, keepApart, merge, revoke, split, unlink } from './act-on-links.ts'
/** Says whose each message is: `resolvePersons` of the full index. */
export { admit } from './admit.ts'
/** What was found out about a number that a record mentions. */
export { checkIdentifier } from './check-identifier.ts'
export type { WhyOne } from './explain-pair.ts'
/** Dummy and hot values, learned from the tables for the next version. */
export { keepLearned, type Learned, learnValues } from './learn-values.ts'
/** Opens the links under a model. */
export { type LinkContext, openLinkContext, usualLimits } from './link-context.ts'
export { linkProblems } from './links.problems.ts'
export type { IncomingRecord, LinkLimits, MentionedIdentifier } from './links.types.ts'
export type { Match, MatchOptions } from './match-words.ts'
/** The same for many who ask one by one: one commit serves all that came meanwhile. */
export { openAdmission } from './open-admission.ts'
export type { Author } from './plan-parts.ts'
export type { HeldIdentifier } from './read.queries.ts'
/** Who is who, why, since when; ranked answers to a search. */
export { type HistoryLine, type LinkReader, openLinkReader } from './read-links.ts'
/** Puts every record under another model, in batches that can be stopped. */
export { type Reevaluated, type ReevaluateOptions, reevaluate } from './reevaluate.ts'
/** Records to groups in memory, by the same rules. */
export { type NamedWords, type SettledAll, settleAll } from './settle-all.ts'
/** What another model would change; changes nothing. */
export { type Simulation, simulate } from './simulate.ts'
/** Takes back what a person did, exactly. */
export { undo } from './undo-event.ts'
