/** The store keeps every version of every resource, and finds them. See README.md. */
export { hashToken } from './hash-token.ts'
/** The FHIR core: read, write, search, history. */
export { openFhirStore } from './open-fhir-store.ts'
export { estimateResources } from './read.queries.ts'
/** Whole records, for the pages of a person. */
export { openStoreReader, parseStored, type StoredResource, type StoreReader } from './read-record.ts'
export { resourceTypes, typeNumber } from './resource-type.ts'
export { storeMigrations } from './store.migrations.ts'
export type {
  Change,
  ChangeOutcome,
  ChangeProblem,
  ExportOptions,
  Feed,
  FhirStore,
  HistoryOptions,
  HistoryPage,
  LedgerEntry,
  ResourceInput,
  ResourceVersion,
  SearchOptions,
  SearchPage,
  WriteContext,
} from './store.types.ts'
/** Beside requests: keeps searches quick while others write. */
export { tendIndexes } from './tend-indexes.ts'
/** The journey's way in: whole visits. */
export {
  type ResourceToWrite,
  type SharedMemory,
  type VisitToWrite,
  type Written,
  writeVisits,
} from './write-visits.ts'
