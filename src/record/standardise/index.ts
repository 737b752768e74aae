/** Says a facility's message in FHIR R4. */

/** What leaves: a draft waiting to be told whose it is. */
export type { Draft, DraftEntry, DraftIds, DraftPerson, SourceRow } from './draft.types.ts'
export { standardise } from './standardise.ts'
export { standardiseMessage } from './standardise-message.ts'
