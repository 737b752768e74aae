/** The journey joins the four stations. See README.md. */
export { journeyConfig } from './journey.config.ts'
export { type VisitStored, visitStored } from './journey.events.ts'
export { journeyMigrations } from './journey.migrations.ts'
export { type JourneyDeps, journeyQueue, journeySubscriptions, runJourney } from './run-journey.ts'
export { type Walked, walkVisits } from './walk-visits.ts'
