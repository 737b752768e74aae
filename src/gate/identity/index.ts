/** Whose records are these? May you ask? See README.md. */

export type { GuessLimits } from './guess-limit.ts'
export type { AccessLine, Asker, IdentityGate, MatchOptions } from './identity-gate.types.ts'
/** What of a match may be shown to whom, and by which numbers a facility may ask. */
export { facilityOfSystem, maySeeWords } from './may-see.ts'
/** The gate before the identity index. */
export { type IdentityGateDeps, openIdentityGate } from './open-identity-gate.ts'
