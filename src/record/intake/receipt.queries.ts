import { type Database, pgArray, sql, type Tx } from '#foundation/db'
import type { MessageProblem } from '#vocabulary/bhyt'
import type { Channel, Lane } from './format.types.ts'
import type { RecordMeasures } from './measure-record.ts'

type Reader = Database | Tx

export type FileStatus = 'accepted' | 'stored' | 'set-aside' | 'superseded'

export interface ReceiptRow {
  readonly shard: number
  readonly receipt_id: string
  readonly sha256: Buffer
  readonly received_at: Date
  readonly file_name: string | null
  readonly format: string
  readonly size: string
  readonly facility: string | null
  readonly total: number
  readonly set_aside: number
  readonly warnings: number
  readonly headline: string | null
  readonly problems: readonly MessageProblem[]
  readonly channel: Channel
  readonly lane: Lane
}

export interface FileRow {
  readonly shard: number
  readonly receipt_id: string
  readonly file_number: number
  readonly part: number
  readonly start: string
  readonly length: number
  readonly facility: string | null
  readonly visit_link_id: string | null
  readonly norm: string | null
  readonly status: FileStatus
  readonly problems: readonly MessageProblem[] | null
  readonly received_at: Date
  readonly stored_at: Date | null
  readonly person_id: string | null
  readonly attempts: number
}

const receiptColumns = sql`r.shard, r.receipt_id, r.sha256, r.received_at, r.file_name, r.format, r.size, r.facility,
  r.total, r.set_aside, r.warnings, r.headline, r.problems, r.channel, r.lane`
const fileColumns = sql`f.shard, f.receipt_id, f.file_number, f.part, f.start, f.length, f.facility, f.visit_link_id,
  f.norm, f.status, f.problems, f.received_at, f.stored_at, f.person_id, f.attempts`

export interface ReceiptToWrite extends Omit<ReceiptRow, 'received_at' | 'size'> {
  readonly received_at: string
  readonly size: number
}

export interface PartToWrite {
  readonly shard: number
  readonly receipt_id: string
  readonly part: number
  readonly name: string | null
  readonly sha256: Buffer
  readonly size: number
  readonly format: string
  readonly encoding: string
  readonly facility: string | null
  /** The piece of intake.chunk in which its bytes lie. */
  readonly bucket: string
  /** What the splitter wants beside each record. */
  readonly kept: string | null
  readonly signature: unknown
}

const json = (value: unknown): string | null => (value == null ? null : JSON.stringify(value))

const partRow = (p: PartToWrite) => sql`
    insert into intake.part (shard, receipt_id, part, name, sha256, size, format, encoding, facility, bucket, kept,
      signature)
    values (${p.shard}, ${p.receipt_id}::uuid, ${p.part}, ${p.name}, ${p.sha256}, ${p.size}, ${p.format}, ${p.encoding},
      ${p.facility}, ${p.bucket}, ${p.kept}, ${json(p.signature)}::jsonb)`

export const insertPart = (tx: Tx, p: PartToWrite) => tx.run(partRow(p))

export interface ChunkToWrite {
  readonly start: number
  readonly length: number
  readonly gzip: Buffer
}

const chunkRow = (p: PartToWrite, c: ChunkToWrite) => sql`
    insert into intake.chunk (shard, receipt_id, part, start, length, gzip, bucket)
    values (${p.shard}, ${p.receipt_id}::uuid, ${p.part}, ${c.start}, ${c.length}, ${c.gzip}, ${p.bucket})`

export const insertChunk = (tx: Tx, part: PartToWrite, c: ChunkToWrite) => tx.run(chunkRow(part, c))

export interface FileToWrite {
  readonly file_number: number
  readonly part: number
  readonly start: number
  readonly length: number
  readonly facility: string | null
  readonly visit_link_id: string | null
  readonly norm: string | null
  readonly status: FileStatus
  readonly problems: readonly MessageProblem[]
  readonly lane: Lane
  readonly measures: RecordMeasures
}

/** A record with its receipt, for many receipts in one statement. */
export type ReceivedFile = FileToWrite & {
  readonly shard: number
  readonly receipt_id: string
  readonly received_at: string
}

const fileRows = (rows: readonly ReceivedFile[], onlyWritten = sql.empty) => sql`
    insert into intake.file (shard, receipt_id, file_number, part, start, length, facility, visit_link_id, norm, status,
      problems, received_at, kind, ended_at, expected, filled, identity, warnings, rules)
    select f.shard, f.receipt_id, f.file_number, f.part, f.start, f.length, f.facility, f.visit_link_id, f.norm,
      f.status, f.problems::jsonb, f.received_at, f.kind, f.ended_at, f.expected, f.filled, f.identity,
      f.warnings, f.rules
    from unnest(
      ${rows.map((r) => r.shard)}::int[], ${rows.map((r) => r.receipt_id)}::uuid[],
      ${rows.map((r) => r.file_number)}::int[], ${rows.map((r) => r.part)}::int[], ${rows.map((r) => r.start)}::bigint[],
      ${rows.map((r) => r.length)}::int[], ${rows.map((r) => r.facility)}::text[],
      ${rows.map((r) => r.visit_link_id)}::text[], ${rows.map((r) => r.norm)}::text[],
      ${rows.map((r) => r.status)}::text[],
      ${pgArray(rows.map((r) => (r.problems.length === 0 ? null : JSON.stringify(r.problems))))}::text[],
      ${rows.map((r) => r.received_at)}::timestamptz[], ${rows.map((r) => r.measures.kind)}::text[], ${rows.map((r) => r.measures.endedAt)}::timestamptz[], ${rows.map((r) => r.measures.expected)}::int[],
      ${rows.map((r) => r.measures.filled)}::int[], ${rows.map((r) => r.measures.identity)}::smallint[],
      ${rows.map((r) => r.measures.warnings)}::int[], ${rows.map((r) => r.measures.rules)}::int[]
    ) as f(shard, receipt_id, file_number, part, start, length, facility, visit_link_id, norm, status, problems,
      received_at, kind, ended_at, expected, filled, identity, warnings, rules) ${onlyWritten}`

export const insertFiles = (tx: Tx, rows: readonly ReceivedFile[]) => tx.run(fileRows(rows))

const closing = (files: readonly ReceivedFile[], onlyWritten = sql.empty) => {
  const corrected = files.filter((f) => f.status === 'accepted' && f.facility && f.visit_link_id)
  return sql`
    update intake.file f set status = 'superseded'
    from unnest(${corrected.map((k) => k.facility)}::text[], ${corrected.map((k) => k.visit_link_id)}::text[],
      ${corrected.map((k) => k.receipt_id)}::uuid[], ${corrected.map((k) => k.received_at)}::timestamptz[])
      as k(facility, visit_link_id, receipt_id, received_at)
    where f.status = 'set-aside' and f.facility = k.facility and f.visit_link_id = k.visit_link_id
      and f.received_at < k.received_at ${onlyWritten}`
}

/** A corrected visit has come: what was set aside under the same key before is no longer open. */
export const closeSetAside = (tx: Tx, files: readonly ReceivedFile[]) => tx.run(closing(files))

/** A receipt with its first part, that part's first piece of bytes, and records. */
export interface ArrivalToWrite {
  readonly receipt: ReceiptToWrite
  readonly part: PartToWrite
  readonly chunk: ChunkToWrite
  readonly files: readonly ReceivedFile[]
}

/**
 * Everything of these arrivals in one statement; answers the receipts that were written. The others' bytes have one already:
 * of them nothing is written. A corrected visit closes what was set aside under its key before.
 */
export const insertArrivals = async (tx: Tx, rows: readonly ArrivalToWrite[]): Promise<string[]> => {
  const files = rows.flatMap((r) => r.files)
  const written = await tx.many<{ receipt_id: string }>(sql.named('intake.insert_arrivals')`
    with given as (
      select * from unnest(
        ${rows.map((r) => r.receipt.shard)}::int[], ${rows.map((r) => r.receipt.receipt_id)}::uuid[],
        ${hexes(rows.map((r) => r.receipt.sha256))}::bytea[], ${rows.map((r) => r.receipt.received_at)}::timestamptz[],
        ${pgArray(rows.map((r) => r.receipt.file_name))}::text[], ${rows.map((r) => r.receipt.format)}::text[],
        ${rows.map((r) => r.receipt.size)}::bigint[], ${rows.map((r) => r.receipt.facility)}::text[],
        ${rows.map((r) => r.receipt.total)}::int[], ${rows.map((r) => r.receipt.set_aside)}::int[],
        ${rows.map((r) => r.receipt.warnings)}::int[], ${pgArray(rows.map((r) => r.receipt.headline))}::text[],
        ${pgArray(rows.map((r) => JSON.stringify(r.receipt.problems)))}::text[],
        ${rows.map((r) => r.receipt.channel)}::text[], ${rows.map((r) => r.receipt.lane)}::text[],
        ${pgArray(rows.map((r) => r.part.name))}::text[], ${hexes(rows.map((r) => r.part.sha256))}::bytea[],
        ${rows.map((r) => r.part.size)}::bigint[], ${rows.map((r) => r.part.encoding)}::text[],
        ${rows.map((r) => r.part.facility)}::text[], ${rows.map((r) => r.part.bucket)}::text[],
        ${pgArray(rows.map((r) => r.part.kept))}::text[], ${pgArray(rows.map((r) => json(r.part.signature)))}::text[],
        ${rows.map((r) => r.chunk.length)}::int[], ${hexes(rows.map((r) => r.chunk.gzip))}::bytea[]
      ) as g(shard, receipt_id, sha256, received_at, file_name, format, size, facility, total, set_aside, warnings,
        headline, problems, channel, lane, part_name, part_sha256, part_size, encoding, part_facility, bucket, kept,
        signature, length, gzip)
    ), written as (
      insert into intake.receipt (shard, receipt_id, sha256, received_at, file_name, format, size, facility, total,
        set_aside, warnings, headline, problems, channel, lane)
      select shard, receipt_id, sha256, received_at, file_name, format, size, facility, total, set_aside, warnings,
        headline, problems::jsonb, channel, lane from given order by shard, sha256
      on conflict (shard, sha256) do nothing returning receipt_id
    ), parts as (
      insert into intake.part (shard, receipt_id, part, name, sha256, size, format, encoding, facility, bucket, kept,
        signature)
      select shard, receipt_id, 0, part_name, part_sha256, part_size, format, encoding, part_facility, bucket, kept,
        signature::jsonb
      from given where receipt_id in (select receipt_id from written)
    ), chunks as (
      insert into intake.chunk (shard, receipt_id, part, start, length, gzip, bucket)
      select shard, receipt_id, 0, 0, length, gzip, bucket
      from given where receipt_id in (select receipt_id from written)
    ), files as (${fileRows(files, sql`where f.receipt_id in (select receipt_id from written)`)}
    ), closed as (${closing(files, sql`and k.receipt_id in (select receipt_id from written)`)}
    )
    select receipt_id from written`)
  return written.map((row) => row.receipt_id)
}

const hexes = (all: readonly Buffer[]) => pgArray(all.map((bytes) => `\\x${bytes.toString('hex')}`))

export const findReceiptBySha = (db: Reader, shard: number, sha256: Buffer) =>
  db.maybe<ReceiptRow>(sql`
    select ${receiptColumns} from intake.receipt r where r.shard = ${shard} and r.sha256 = ${sha256}`)

export const findReceipt = (db: Reader, shard: number, receiptId: string) =>
  db.maybe<ReceiptRow>(sql`
    select ${receiptColumns} from intake.receipt r where r.shard = ${shard} and r.receipt_id = ${receiptId}::uuid`)

export const findFiles = (
  db: Reader,
  shard: number,
  receiptId: string,
  offset: number,
  limit: number,
  status: string | null = null,
) =>
  db.many<FileRow>(sql`
    select ${fileColumns} from intake.file f
    where f.shard = ${shard} and f.receipt_id = ${receiptId}::uuid and f.file_number > ${offset}
      and (${status}::text is null or f.status = ${status})
    order by f.file_number limit ${limit}`)

export interface FileToOpen extends FileRow {
  readonly format: string
  readonly encoding: string
  readonly part_facility: string | null
  readonly kept: string | null
  readonly bucket: string
  /** Its bytes were given up when their time was over. */
  readonly is_dropped: boolean
  readonly file_name: string | null
  readonly facility_name: string | null
  readonly vendor: string | null
}

/** Everything needed to read these records again, in the order asked for. */
export const findFilesToOpen = (
  db: Reader,
  keys: readonly { shard: number; receiptId: string; fileNumber: number }[],
) =>
  db.many<FileToOpen>(sql`
    select ${fileColumns}, p.format, p.encoding, p.facility as part_facility, p.kept, p.bucket,
      exists (select from intake.dropped_bucket d where d.bucket = p.bucket) as is_dropped,
      coalesce(p.name, r.file_name) as file_name,
      c.name as facility_name, c.vendor
    from unnest(${keys.map((k) => k.shard)}::int[], ${keys.map((k) => k.receiptId)}::uuid[],
                ${keys.map((k) => k.fileNumber)}::int[]) with ordinality as k(shard, receipt_id, file_number, place)
    join intake.file f on f.shard = k.shard and f.receipt_id = k.receipt_id and f.file_number = k.file_number
    join intake.part p on p.shard = f.shard and p.receipt_id = f.receipt_id and p.part = f.part
    join intake.receipt r on r.shard = f.shard and r.receipt_id = f.receipt_id
    left join intake.facility c on c.facility = f.facility
    order by k.place`)

export interface ChunkRow {
  readonly receipt_id: string
  readonly part: number
  readonly start: string
  readonly length: number
  readonly gzip: Buffer
}

/** The pieces that hold these byte ranges, one statement for a batch. */
export const findChunks = (
  db: Reader,
  ranges: readonly {
    shard: number
    bucket: string
    receiptId: string
    part: number
    start: number
    end: number
  }[],
) =>
  db.many<ChunkRow>(sql`
    select distinct on (c.receipt_id, c.part, c.start) c.receipt_id, c.part, c.start, c.length, c.gzip
    from unnest(${ranges.map((r) => r.shard)}::int[], ${ranges.map((r) => r.receiptId)}::uuid[],
                ${ranges.map((r) => r.part)}::int[], ${ranges.map((r) => r.start)}::bigint[],
                ${ranges.map((r) => r.end)}::bigint[], ${ranges.map((r) => r.bucket)}::text[])
      as k(shard, receipt_id, part, start, stop, bucket)
    join intake.chunk c on c.bucket = k.bucket and c.shard = k.shard and c.receipt_id = k.receipt_id and c.part = k.part
      and c.start < k.stop and c.start + c.length > k.start
    order by c.receipt_id, c.part, c.start`)

/** Pieces of a part in order, a few at a time: a download of 200 MB stays small in memory. */
export const findChunksFrom = (
  db: Reader,
  { shard, bucket, receiptId, part }: { shard: number; bucket: string; receiptId: string; part: number },
  start: number,
) =>
  db.many<ChunkRow>(sql`
    select receipt_id, part, start, length, gzip from intake.chunk
    where bucket = ${bucket} and shard = ${shard} and receipt_id = ${receiptId}::uuid and part = ${part} and start >= ${start}
    order by start limit 8`)

export const findParts = (db: Reader, shard: number, receiptId: string) =>
  db.many<{
    part: number
    name: string | null
    format: string
    encoding: string
    size: string
    bucket: string
    is_dropped: boolean
    signature: unknown
  }>(sql`
    select part, name, format, encoding, size, bucket, signature,
      exists (select from intake.dropped_bucket d where d.bucket = p.bucket) as is_dropped
    from intake.part p
    where shard = ${shard} and receipt_id = ${receiptId}::uuid order by part`)

export interface StoredMark {
  readonly shard: number
  readonly receiptId: string
  readonly fileNumber: number
  readonly personId: string
}

export const markStored = (
  tx: Tx,
  marks: readonly StoredMark[],
  at: string,
  status: 'stored' | 'superseded',
) =>
  tx.run(sql`
    update intake.file f set status = ${status}, stored_at = ${at}::timestamptz, person_id = k.person_id
    from unnest(${marks.map((m) => m.shard)}::int[], ${marks.map((m) => m.receiptId)}::uuid[],
                ${marks.map((m) => m.fileNumber)}::int[], ${marks.map((m) => m.personId)}::uuid[])
      as k(shard, receipt_id, file_number, person_id)
    where f.shard = k.shard and f.receipt_id = k.receipt_id and f.file_number = k.file_number`)

export const markSetAside = (
  tx: Tx,
  file: { shard: number; receiptId: string; fileNumber: number },
  problems: readonly MessageProblem[],
) =>
  tx.run(sql`
    update intake.file set status = 'set-aside', problems = ${JSON.stringify(problems)}::jsonb
    where shard = ${file.shard} and receipt_id = ${file.receiptId}::uuid and file_number = ${file.fileNumber}`)

export const markReplayed = (
  tx: Tx,
  file: { shard: number; receiptId: string; fileNumber: number },
  outcome: {
    status: 'accepted' | 'set-aside'
    problems: readonly MessageProblem[]
    facility: string | null
    visitLinkId: string | null
    norm: string | null
  },
) =>
  tx.run(sql`
    update intake.file set status = ${outcome.status}, attempts = attempts + 1,
      problems = ${outcome.problems.length === 0 ? null : JSON.stringify(outcome.problems)}::jsonb,
      facility = coalesce(${outcome.facility}, facility), visit_link_id = coalesce(${outcome.visitLinkId}, visit_link_id),
      norm = coalesce(${outcome.norm}, norm)
    where shard = ${file.shard} and receipt_id = ${file.receiptId}::uuid and file_number = ${file.fileNumber}`)

/** Set-aside records, oldest first, locked; two people pressing "replay" do not replay one record twice. */
export const takeSetAside = (
  tx: Tx,
  filter: {
    code: string | null
    facility: string | null
    from: string | null
    to: string | null
    after: string | null
  },
  limit: number,
) =>
  tx.many<{ shard: number; receipt_id: string; file_number: number }>(sql`
    select f.shard, f.receipt_id, f.file_number from intake.file f
    where f.status = 'set-aside'
      and (${filter.facility}::text is null or f.facility = ${filter.facility})
      and (${filter.from}::timestamptz is null or f.received_at >= ${filter.from}::timestamptz)
      and (${filter.to}::timestamptz is null or f.received_at < ${filter.to}::timestamptz)
      -- A second HOSO of one visit in one file is for a human to decide, one at a time.
      and (${filter.code}::text is not distinct from 'BHYT_DUPLICATE_IN_FILE'
        or not f.problems @> '[{"code": "BHYT_DUPLICATE_IN_FILE"}]')
      and (${filter.code}::text is null
        or f.problems @> jsonb_build_array(jsonb_build_object('code', ${filter.code}::text)))
      and (${filter.after}::text is null
        or f.receipt_id::text || lpad(f.file_number::text, 9, '0') > ${filter.after})
    order by f.receipt_id::text || lpad(f.file_number::text, 9, '0')
    limit ${limit} for update skip locked`)

export const insertRefusal = (
  db: Reader,
  r: { id: string; at: string; code: string; message: string; size: number | null; fileName: string | null },
) =>
  db.run(sql`
    insert into intake.refusal (refusal_id, at, code, message, size, file_name)
    values (${r.id}::uuid, ${r.at}::timestamptz, ${r.code}, ${r.message}, ${r.size}, ${r.fileName})`)
