import { sql, type Tx } from '#foundation/db'
import type { SentKind } from '#vocabulary/messages'

/** `expected`: another message points at it, its own has not come. */
export type VisitKind = SentKind | 'expected'

export interface VisitRow {
  readonly shard: number
  readonly facility: string
  readonly visit_link_id: string
  readonly kind: VisitKind
  readonly visit_id: string
  readonly patient_id: string
  readonly version: number
  readonly received_at: Date
  readonly said_at: Date | null
  readonly receipt_id: string
  readonly file_number: number
}

/** Locked in key order: two workers holding versions of one visit wait for each other instead of overwriting. */
export const findVisits = (
  tx: Tx,
  keys: readonly { shard: number; facility: string; visitLinkId: string }[],
) =>
  tx.many<VisitRow>(sql`
    select v.shard, v.facility, v.visit_link_id, v.kind, v.visit_id, v.patient_id, v.version, v.received_at, v.said_at,
      v.receipt_id, v.file_number
    from journey.visit v
    join unnest(${keys.map((k) => k.shard)}::int[], ${keys.map((k) => k.facility)}::text[],
                ${keys.map((k) => k.visitLinkId)}::text[]) as k(shard, facility, visit_link_id)
      on v.shard = k.shard and v.facility = k.facility and v.visit_link_id = k.visit_link_id
    order by v.shard, v.facility, v.visit_link_id for update of v`)

export interface VisitToSave {
  readonly shard: number
  readonly facility: string
  readonly visit_link_id: string
  readonly kind: VisitKind
  readonly visit_id: string
  readonly patient_id: string
  readonly version: number
  readonly received_at: string
  readonly said_at: string | null
  readonly receipt_id: string
  readonly file_number: number
}

/** Fewer rows than given: another worker stored the same new visit a moment ago; the caller tries again. */
export const upsertVisits = (tx: Tx, rows: readonly VisitToSave[], at: string) =>
  tx.run(sql`
    insert into journey.visit as v (shard, facility, visit_link_id, kind, visit_id, patient_id, version, received_at,
      said_at, receipt_id, file_number, stored_at)
    select shard, facility, visit_link_id, kind, visit_id, patient_id, version, received_at, said_at, receipt_id,
      file_number, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(shard int, facility text, visit_link_id text,
      kind text, visit_id uuid, patient_id uuid, version int, received_at timestamptz, said_at timestamptz, receipt_id uuid,
      file_number int)
    order by shard, facility, visit_link_id
    on conflict (shard, facility, visit_link_id) do update set kind = excluded.kind, visit_id = excluded.visit_id,
      patient_id = excluded.patient_id, version = excluded.version, received_at = excluded.received_at,
      said_at = excluded.said_at,
      receipt_id = excluded.receipt_id, file_number = excluded.file_number, stored_at = excluded.stored_at
    where v.version = excluded.version - 1
      -- Room that another worker made a moment ago is under an id we do not know yet.
      and (v.version > 0 or v.visit_id = excluded.visit_id or v.patient_id <> excluded.patient_id)`)

/**
 * Makes room for visits that messages point at before they have come themselves: version 0, under the id their own
 * message will use. Another worker's room is as good as ours.
 */
export const expectVisits = (
  tx: Tx,
  rows: readonly Omit<VisitToSave, 'kind' | 'version' | 'said_at'>[],
  at: string,
) =>
  tx.run(sql`
    insert into journey.visit (shard, facility, visit_link_id, kind, visit_id, patient_id, version, received_at,
      receipt_id, file_number, stored_at)
    select shard, facility, visit_link_id, 'expected', visit_id, patient_id, 0, received_at, receipt_id, file_number,
      ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(shard int, facility text, visit_link_id text,
      visit_id uuid, patient_id uuid, received_at timestamptz, receipt_id uuid, file_number int)
    order by shard, facility, visit_link_id
    on conflict (shard, facility, visit_link_id) do nothing`)
