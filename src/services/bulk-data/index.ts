/** Whole populations out and in as NDJSON, by jobs that outlive requests and restarts. See README.md. */
export { bulkDataConfig } from './bulk.config.ts'
export { bulkDataMigrations } from './bulk.migrations.ts'
export type { BulkAnswer, BulkCall, BulkDeps, BulkOperation } from './bulk.types.ts'
/** Operations for the FHIR service, a route for streamed bodies, and the worker. */
export { openBulkData } from './open-bulk-data.ts'
