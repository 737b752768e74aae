import { shardFor } from '#foundation/ids'
import { foldName } from '#vocabulary/vietnam'
import type { IncomingPerson } from './identity.types.ts'
import { keyText } from './key-text.ts'

/** Key of a patient row: the facility's own number, which means nothing elsewhere. */
export const patientKey = (facility: string, localId: string) => ({
  shard: shardFor(keyText(facility, localId)),
  facility,
  localId,
})

/** A local number used again for another human is admitted beside the first, with what tells that human apart. */
export const localIdsOf = (p: IncomingPerson) => [...ownLocalIdsOf(p), p.localId]
export const ownLocalIdsOf = (p: IncomingPerson) => [
  ...(p.citizenId ? [`${p.localId}#${p.citizenId}`] : []),
  `${p.localId}#${foldName(p.fullName)} ${p.birthDate?.slice(0, 4) ?? ''}`,
]

/** The numbers that may join: at most one citizen number, any number of insurance numbers. */
export const numbersOf = (p: IncomingPerson) => [
  ...(p.citizenId
    ? [{ kind: 'citizen-id', value: p.citizenId, shard: shardFor(keyText('citizen-id', p.citizenId)) }]
    : []),
  ...[...new Set(p.insuranceNumbers)].map((value) => ({
    kind: 'insurance-number',
    value,
    shard: shardFor(keyText('insurance-number', value)),
  })),
]

export const unique = <T>(items: readonly T[], key: (item: T) => string): T[] => [
  ...new Map(items.map((item) => [key(item), item])).values(),
]
