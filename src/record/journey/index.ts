/** The journey joins the four stations. See README.md. */

export { findVisitKeys } from './extras.queries.ts'
export { journeyConfig } from './journey.config.ts'
export { type VisitStored, visitStored } from './journey.events.ts'
export { journeyMigrations } from './journey.migrations.ts'
/** A stored visit in the words of the tables again. */
export { readEncounterTables, readVisitTables, type VisitTables } from './read-visit-tables.ts'
export { type JourneyDeps, journeyQueues, journeySubscriptions, runJourney } from './run-journey.ts'
export { type Walked, walkVisits } from './walk-visits.ts'
