/** How good the data are that facilities send, and how they become better: the board. See README.md. */

export { type Deadlines, dataQualityConfig } from './data-quality.config.ts'
export { dataQualityMigrations } from './data-quality.migrations.ts'
/** Everything under /api/data-quality. */
export { dataQualityRoutes } from './data-quality.routes.ts'
/** What the server hands in from the intake. */
export type { QualitySource } from './measures.types.ts'
/** The board for other readers in this process. */
export type { BoardDeps } from './read-lines.ts'
export { readSummary } from './read-summary.ts'
/** Brings the sums up to date; to be called now and then. */
export { type RollUpDeps, rollUp } from './roll-up.ts'
