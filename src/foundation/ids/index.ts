/** Identifiers: branded types, and UUIDs that carry their instant and shard. */
export type {
  Brand,
  EncounterId,
  FacilityId,
  PatientId,
  PersonId,
  PractitionerId,
  ReceiptId,
  RequestId,
  Uuid,
} from './brands.ts'
export { derivedId, isUuid, isUuid8, newId, shardFor, shardOf, sharedId, timeOf } from './uuid8.ts'
