/** Identity says whose a message is. See README.md. */

export { identityMigrations } from './identity.migrations.ts'
export type { IncomingPerson, ResolvedPerson } from './identity.types.ts'
export { countPersons } from './person.queries.ts'
export { type LinkedPatient, openPersonReader, type Person, type PersonReader } from './read-persons.ts'
export { resolvePersons } from './resolve-persons.ts'
