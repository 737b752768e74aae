import { shardFor } from '#foundation/ids'
import { foldName } from '#vocabulary/vietnam'
import { keyText } from './key-text.ts'
import type { IncomingRecord } from './links.types.ts'

/** Key of a patient row: the facility's own number, which means nothing elsewhere. */
export const patientKey = (facility: string, localId: string) => ({
  shard: shardFor(keyText(facility, localId)),
  facility,
  localId,
})

/** A local number used again for another human is admitted beside the first, with what tells that human apart. */
export const localIdsOf = (p: IncomingRecord) => [...ownLocalIdsOf(p), p.localId]
export const ownLocalIdsOf = (p: IncomingRecord) => [
  ...(p.citizenId ? [`${p.localId}#${p.citizenId}`] : []),
  `${p.localId}#${foldName(p.fullName)} ${p.birthDate?.slice(0, 4) ?? ''}`,
]
