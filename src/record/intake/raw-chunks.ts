import { promisify } from 'node:util'
import { gunzip as gunzipCallback, gunzipSync, gzip as gzipCallback, gzipSync } from 'node:zlib'
import type { Database, Tx } from '#foundation/db'
import type { Channel } from './format.types.ts'
import { type ChunkRow, type ChunkToWrite, findChunks, findChunksFrom } from './receipt.queries.ts'

const gzip = promisify(gzipCallback)
const gunzip = promisify(gunzipCallback)

/** Which piece of intake.chunk takes bytes of this door now: one for each channel and month (UTC). */
export const bucketOf = (channel: Channel, at: Date): string =>
  `${channel.replaceAll('-', '_')}_${at.toISOString().slice(0, 7).replace('-', '')}`

const chunkSize = 262_144
/** Below this the thread pool costs more than the work. */
const smallEnough = 65_536

/** The bytes of a file in gzip pieces of at most 256 kB, made while it is read. */
export async function* cutChunks(source: AsyncIterable<Buffer>): AsyncGenerator<ChunkToWrite> {
  let held: Buffer[] = []
  let length = 0
  let start = 0
  const pack = async () => {
    const bytes = held.length === 1 ? held[0]! : Buffer.concat(held)
    const chunk = { start, length, gzip: length < smallEnough ? gzipSync(bytes) : await gzip(bytes) }
    start += length
    held = []
    length = 0
    return chunk
  }
  for await (const piece of source) {
    for (let at = 0; at < piece.length; ) {
      const take = Math.min(piece.length - at, chunkSize - length)
      held.push(piece.subarray(at, at + take))
      length += take
      at += take
      if (length === chunkSize) yield await pack()
    }
  }
  if (length > 0) yield await pack()
}

export interface ByteRange {
  readonly shard: number
  readonly bucket: string
  readonly receiptId: string
  readonly part: number
  readonly start: number
  readonly length: number
}

/** The bytes of many records in one statement, in the order asked for. */
export async function readRanges(db: Database | Tx, ranges: readonly ByteRange[]): Promise<Buffer[]> {
  const rows = await findChunks(
    db,
    ranges.map((r) => ({ ...r, end: r.start + r.length })),
  )
  const chunks = new Map<string, { start: number; length: number; row: ChunkRow; bytes: Buffer | null }[]>()
  for (const row of rows) {
    const key = `${row.receipt_id}/${row.part}`
    const list = chunks.get(key) ?? []
    list.push({ start: Number(row.start), length: row.length, row, bytes: null })
    chunks.set(key, list)
  }
  return ranges.map((range) => {
    const end = range.start + range.length
    const pieces = (chunks.get(`${range.receiptId}/${range.part}`) ?? [])
      .filter((c) => c.start < end && c.start + c.length > range.start)
      .map((c) => {
        c.bytes ??= gunzipSync(c.row.gzip)
        return c.bytes.subarray(Math.max(0, range.start - c.start), Math.min(c.length, end - c.start))
      })
    const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
    if (bytes.length !== range.length)
      throw new Error(`intake: bytes of ${range.receiptId}/${range.part} are missing`)
    return bytes
  })
}

/** A part as it was received, streamed. */
export async function* readPart(
  db: Database,
  place: {
    readonly shard: number
    readonly bucket: string
    readonly receiptId: string
    readonly part: number
  },
): AsyncGenerator<Buffer> {
  for (let start = 0; ; ) {
    const rows = await findChunksFrom(db, place, start)
    for (const row of rows) {
      yield await gunzip(row.gzip)
      start = Number(row.start) + row.length
    }
    if (rows.length < 8) return
  }
}
