/** Identity says whose a message is. See README.md. */

export { identityMigrations } from './identity.migrations.ts'
export { countPersons } from './person.queries.ts'
export { type LinkedPatient, openPersonReader, type Person, type PersonReader } from './read-persons.ts'
export { type IncomingPerson, type ResolvedPerson, resolvePersons } from './resolve-persons.ts'
