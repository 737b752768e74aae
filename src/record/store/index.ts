/** The store keeps every version of every resource. See README.md. */
export { hashToken } from './hash-token.ts'
export {
  openStoreReader,
  parseStored,
  type ResourceSearch,
  type StoredResource,
  type StoreReader,
} from './read-record.ts'
export { resourceTypes, typeNumber } from './resource-type.ts'
export { storeMigrations } from './store.migrations.ts'
export { estimateResources } from './store.queries.ts'
export {
  type ResourceToWrite,
  type SharedMemory,
  type VisitToWrite,
  type Written,
  writeVisits,
} from './write-visits.ts'
