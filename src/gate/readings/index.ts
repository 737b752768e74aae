/** Who read which records as one human's, and who must be told that they were not. See README.md. */

export type { CorrectionState } from './correction.queries.ts'
/** What is to be corrected, for those who see to it. */
export { type Correction, type Corrections, type CorrectionsAsked, openCorrections } from './corrections.ts'
/** Which queue hears of changed links. */
export { readingSubscriptions, readingsQueue } from './link-event.ts'
/** Lists readings for correction when records part; closes them when they are one again. */
export { startListing } from './list-corrections.ts'
/** Keeps readings before the answers go out. */
export { type LedgerDeps, openLedger } from './open-ledger.ts'
export { readingsMigrations } from './readings.migrations.ts'
