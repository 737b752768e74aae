import { shardFor, shardOf } from '#foundation/ids'
import { keyText } from './key-text.ts'

/** Between facility and local number in a natural key. Neither may hold it: `cleanText` takes it out. */
const between = '\u001f'

/** The natural key, by which ties are broken: the same wherever and whenever the record arrived. */
export const naturalKey = (row: { readonly facility: string; readonly local_id: string }): string =>
  `${row.facility}${between}${row.local_id}`

export function partsOfKey(key: string): { shard: number; facility: string; local_id: string } {
  const at = key.indexOf(between)
  const [facility, local_id] = [key.slice(0, at), key.slice(at + 1)]
  return { shard: shardFor(keyText(facility, local_id)), facility, local_id }
}

/** The record's number: the shard of its patient id and the last 48 of its random bits. */
export const recordOf = (patientId: string): string =>
  BigInt.asIntN(64, (BigInt(shardOf(patientId)) << 48n) | BigInt(`0x${patientId.slice(24)}`)).toString()

/** Where a record lies. */
export const shardOfRecord = (record: string): number => Number((BigInt(record) >> 48n) & 0xffffn)
