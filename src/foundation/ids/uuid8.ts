import { hash, randomFillSync } from 'node:crypto'
import type { Uuid } from './brands.ts'

// UUIDv8 (RFC 9562 §5.8), fhir-store.md §3 "Shard and id":
//   48 bits milliseconds · 1000 · 12 bits shard, high part · 10 · 4 bits shard, low part · 58 bits
// This is a data format: ids are stored for decades. The vectors in uuid8.test.ts hold it still.

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))
const pool = Buffer.allocUnsafe(8192)
let used = pool.length

const time = (ms: number): string => {
  const hex = Math.floor(ms).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}`
}

const middle = (shard: number): string => `8${HEX[shard >> 12]![1]}${HEX[(shard >> 4) & 0xff]}`

function checked(shard: number): number {
  if (!Number.isInteger(shard) || shard < 0 || shard > 0xffff) throw new RangeError('shard: 0 to 65535')
  return shard
}

/** A new id: sorts by time, carries its shard, 58 random bits. */
export function newId<Id extends Uuid = Uuid>(shard: number, clockMs: number): Id {
  if (!(clockMs >= 0 && clockMs < 2 ** 48)) throw new RangeError('clockMs: milliseconds since 1970')
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const at = used
  used += 8
  const low = 0x80 | ((checked(shard) & 0xf) << 2) | (pool[at]! & 3)
  return `${time(clockMs)}-${middle(shard)}-${HEX[low]}${HEX[pool[at + 1]!]}-${pool.toString('hex', at + 2, at + 8)}` as Id
}

/** 58 bits of a digest (its first 16 hex digits, less 6 bits) behind a variant and the low part of a shard. */
function tail(shard: number, digest: string): string {
  const low = 0x80 | ((shard & 0xf) << 2) | (Number.parseInt(digest.slice(0, 2), 16) & 3)
  return `${HEX[low]}${digest.slice(2, 4)}-${digest.slice(4, 16)}`
}

/**
 * The id of a part of something: the same instant and shard as `prefix`, 58 bits from md5(key + prefix).
 * The same message read twice gives the same ids. md5 spreads; it guards nothing.
 */
export function derivedId<Id extends Uuid = Uuid>(prefix: string, key: string): Id {
  return `${prefix.slice(0, 19)}${tailAfterShard(prefix, hash('md5', key + prefix))}` as Id
}

function tailAfterShard(prefix: string, digest: string): string {
  // prefix[19] is '8'…'b' and prefix[20] holds the last two shard bits over two free bits.
  const low =
    (Number.parseInt(prefix.slice(19, 21), 16) & 0xfc) | (Number.parseInt(digest.slice(0, 2), 16) & 3)
  return `${HEX[low]}${digest.slice(2, 4)}-${digest.slice(4, 16)}`
}

/**
 * The id of a thing everyone shares (a facility, a code system): fully decided by type and key. Its time part is a hash
 * below 2^32 ms (before 20 February 1970), so it can never meet an id made by a clock. The shard is hashed too unless given.
 */
export function sharedId<Id extends Uuid = Uuid>(type: string, key: string, shard?: number): Id {
  const digest = hash('md5', `${type}\n${key}`)
  const where = shard === undefined ? Number.parseInt(digest.slice(16, 20), 16) : checked(shard)
  return `0000${digest.slice(20, 24)}-${digest.slice(24, 28)}-${middle(where)}-${tail(where, digest)}` as Id
}

/** The 16-bit shard an id carries. Only for ids of this layout: ask `isUuid8` first about foreign ones. */
export function shardOf(id: string): number {
  return (Number.parseInt(id.slice(15, 18), 16) << 4) | ((Number.parseInt(id.slice(19, 21), 16) >> 2) & 0xf)
}

/** The instant an id was made, in milliseconds. */
export function timeOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const UUID8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Any lower-case UUID. */
export const isUuid = (text: string): text is Uuid => UUID.test(text)

/** A UUID of our layout: `shardOf` may be asked. */
export const isUuid8 = (text: string): text is Uuid => UUID8.test(text)

/** A stable 16-bit shard for a thing known by a text (a facility code): the first two bytes of its md5. */
export const shardFor = (key: string): number => Number.parseInt(hash('md5', key).slice(0, 4), 16)
