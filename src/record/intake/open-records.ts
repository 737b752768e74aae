import type { Database, Tx } from '#foundation/db'
import { isUuid8, shardOf } from '#foundation/ids'
import type { MessageProblem } from '#vocabulary/bhyt'
import type { SentMessage } from '#vocabulary/messages'
import { defaultLimits, type Encoding, tooLargeRecord } from './bhyt-xml/index.ts'
import { resolveMapping } from './csv/index.ts'
import type { FileFormat, RecordContext } from './format.types.ts'
import { formatNamed } from './formats.ts'
import { rawDropped } from './intake.problems.ts'
import { readRanges } from './raw-chunks.ts'
import { type FileToOpen, findFilesToOpen } from './receipt.queries.ts'

export interface RecordKey {
  readonly receiptId: string
  readonly fileNumber: number
}

/** One record read again from its kept bytes, with what is known about where it came from. */
export interface OpenedRecord extends RecordKey {
  readonly message: SentMessage | null
  readonly problems: readonly MessageProblem[]
  readonly receivedAt: Date
  readonly fileName: string | null
  readonly facilityName: string | null
  readonly vendor: string | null
  readonly status: string
}

/** A batch of ordinary visits is one group; huge ones come one after the other, so that memory stays bounded. */
const groupBytes = 8 * 1024 * 1024

/** Reads records from the kept bytes in the order of their arrival, some megabytes at a time; unknown ones are left out. */
export async function* openRecordGroups(
  db: Database | Tx,
  keys: readonly RecordKey[],
): AsyncGenerator<OpenedRecord[]> {
  let group: FileToOpen[] = []
  let size = 0
  for (const file of (await findFiles(db, keys)).sort(byArrival)) {
    if (group.length > 0 && size + file.length > groupBytes) {
      yield await openFiles(db, group)
      group = []
      size = 0
    }
    group.push(file)
    size += file.length
  }
  if (group.length > 0) yield await openFiles(db, group)
}

const byArrival = (a: FileToOpen, b: FileToOpen) =>
  a.received_at.getTime() - b.received_at.getTime() ||
  (a.receipt_id < b.receipt_id ? -1 : a.receipt_id > b.receipt_id ? 1 : a.file_number - b.file_number)

async function openFiles(db: Database | Tx, files: readonly FileToOpen[]): Promise<OpenedRecord[]> {
  const bytes = await readRecordBytes(db, files)
  const contexts = await contextsOf(db, files)
  return files.map((file, index) => {
    const own = bytes[index]
    const context = contexts[index]!
    const read = file.is_dropped
      ? { message: null, problems: [rawDropped] }
      : own
        ? formatNamed(context.format).readRecord(own, context)
        : tooLargeRecord(context)
    return {
      receiptId: file.receipt_id,
      fileNumber: file.file_number,
      message: read.message,
      problems: read.problems,
      receivedAt: file.received_at,
      fileName: file.file_name,
      facilityName: file.facility_name,
      vendor: file.vendor,
      status: file.status,
    }
  })
}

export const findFiles = (db: Database | Tx, keys: readonly RecordKey[]) =>
  findFilesToOpen(
    db,
    keys.filter((k) => isUuid8(k.receiptId)).map((k) => ({ ...k, shard: shardOf(k.receiptId) })),
  )

/** The bytes of each record; null for one that was too large to read when it came and still is. */
export async function readRecordBytes(
  db: Database | Tx,
  files: readonly FileToOpen[],
): Promise<(Buffer | null)[]> {
  const isReadable = (file: FileToOpen) =>
    !file.is_dropped && file.length > 0 && file.length <= defaultLimits.recordBytes
  const read = await readRanges(db, files.filter(isReadable).map(rangeOf))
  return files.map((file) => (isReadable(file) ? read.shift()! : null))
}

const rangeOf = (file: FileToOpen) => ({
  shard: file.shard,
  bucket: file.bucket,
  receiptId: file.receipt_id,
  part: file.part,
  start: Number(file.start),
  length: file.length,
})

/** With the newest column mappings: what was set aside for want of one is read with it. */
export async function contextsOf(db: Database | Tx, files: readonly FileToOpen[]): Promise<RecordContext[]> {
  const renewed = new Map<string, string | null>()
  for (const { format, receipt_id, part, part_facility, kept } of files) {
    const key = `${receipt_id}/${part}`
    if (format === 'csv' && !renewed.has(key))
      renewed.set(key, await resolveMapping(db, part_facility, kept, 'read'))
  }
  return files.map((file) => {
    const kept = renewed.get(`${file.receipt_id}/${file.part}`)
    return kept === undefined ? contextOf(file) : { ...contextOf(file), kept }
  })
}

const contextOf = (file: FileToOpen): RecordContext => ({
  format: file.format as FileFormat,
  encoding: file.encoding as Encoding,
  facilityCode: file.part_facility,
  number: file.file_number,
  kept: file.kept,
})
