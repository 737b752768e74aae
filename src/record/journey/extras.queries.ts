import { type Database, pgArray, sql, type Tx } from '#foundation/db'
import type { Norm } from '#vocabulary/bhyt'

export interface ExtrasToSave {
  readonly shard: number
  readonly facility: string
  readonly visit_link_id: string
  readonly norm: Norm
  readonly patient_ver: number
  /** JSON. */
  readonly extras: string
}

/** The latest version's; earlier ones are in the receipts. */
export const upsertExtras = (tx: Tx, rows: readonly ExtrasToSave[]) =>
  tx.run(sql`
    insert into journey.extras (shard, facility, visit_link_id, norm, patient_ver, extras)
    select * from unnest(${rows.map((r) => r.shard)}::int[], ${pgArray(rows.map((r) => r.facility))}::text[],
      ${pgArray(rows.map((r) => r.visit_link_id))}::text[], ${rows.map((r) => r.norm)}::text[],
      ${rows.map((r) => r.patient_ver)}::int[],
      ${pgArray(rows.map((r) => r.extras))}::jsonb[])
    on conflict (shard, facility, visit_link_id) do update set norm = excluded.norm,
      patient_ver = excluded.patient_ver, extras = excluded.extras`)

export interface VisitToRead {
  readonly facility: string
  readonly visit_link_id: string
  readonly kind: string
  readonly visit_id: string
  readonly patient_id: string
  readonly stored_at: Date
  readonly receipt_id: string
  readonly file_number: number
  readonly norm: Norm | null
  readonly patient_ver: number | null
  readonly extras: unknown
}

const columns = sql`v.facility, v.visit_link_id, v.kind, v.visit_id, v.patient_id, v.stored_at, v.receipt_id,
  v.file_number, e.norm, e.patient_ver, e.extras`

export const findVisitToRead = (
  db: Database | Tx,
  key: { shard: number; facility: string; visitLinkId: string },
) =>
  db.maybe<VisitToRead>(sql`
    select ${columns} from journey.visit v
    left join journey.extras e on e.shard = v.shard and e.facility = v.facility and e.visit_link_id = v.visit_link_id
    where v.shard = ${key.shard} and v.facility = ${key.facility} and v.visit_link_id = ${key.visitLinkId}
      and v.version > 0`)

/** Visits of a facility stored in a time, a page at a time, in the order of their keys. */
export const findVisitKeys = (
  db: Database | Tx,
  of: { facility: string; from: Date | null; to: Date | null; after: string },
  limit: number,
) =>
  db.many<{ visit_link_id: string }>(sql`
    select v.visit_link_id from journey.visit v
    where v.facility = ${of.facility} and v.version > 0 and v.visit_link_id > ${of.after}
      and (${of.from}::timestamptz is null or v.stored_at >= ${of.from})
      and (${of.to}::timestamptz is null or v.stored_at < ${of.to})
    order by v.visit_link_id limit ${limit}`)
