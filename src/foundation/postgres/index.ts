/** The PostgreSQL that comes along: started, found again, stopped. */
export { EmbeddedPostgresError } from './postgres.problems.ts'
export { type EmbeddedPostgres, type StartOptions, startEmbeddedPostgres } from './start-embedded.ts'
