/** One person on one page. See README.md. */
export type { PersonHits, PersonRecord, PersonWhyOne } from './api.types.ts'
export { findPersons } from './find-persons.ts'
export { readRecord } from './read-record.ts'
export { summaryRoutes } from './summary.routes.ts'
