import { type Database, sql } from '#foundation/db'
import type { FileFormat } from './format.types.ts'

/** Questions of the connection desk. All are bounded: by page, by days, or by the newest files looked at. */

export interface ReceiptLineRow {
  readonly shard: number
  readonly receipt_id: string
  readonly received_at: Date
  readonly file_name: string | null
  readonly format: FileFormat
  readonly size: string
  readonly sha256: Buffer
  readonly facility: string | null
  readonly facility_name: string | null
  readonly vendor: string | null
  readonly total: number
  readonly warnings: number
  readonly headline: string | null
  readonly accepted: number
  readonly stored: number
  readonly set_aside: number
}

export const listReceipts = (
  db: Database,
  filter: {
    before: string | null
    facility: string | null
    status: string | null
    code: string | null
    day: string | null
    receiptId: string | null
  },
  limit: number,
) =>
  db.many<ReceiptLineRow>(sql`
    with page as (
      select r.* from intake.receipt r
      where (${filter.receiptId}::uuid is null or r.receipt_id = ${filter.receiptId}::uuid)
        and (${filter.before}::uuid is null or (r.received_at, r.receipt_id) <
          (select b.received_at, b.receipt_id from intake.receipt b where b.receipt_id = ${filter.before}::uuid))
        and (${filter.facility}::text is null or r.facility = ${filter.facility})
        and (${filter.status}::text is null or exists (select from intake.file f
          where f.shard = r.shard and f.receipt_id = r.receipt_id and f.status = ${filter.status}))
        and (${filter.code}::text is null or exists (select from intake.file f
          where f.shard = r.shard and f.receipt_id = r.receipt_id
            and f.problems @> jsonb_build_array(jsonb_build_object('code', ${filter.code}::text))))
        and (${filter.day}::date is null or (r.received_at >= ${filter.day}::date::timestamp at time zone 'Asia/Ho_Chi_Minh'
          and r.received_at < (${filter.day}::date + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh'))
      order by r.received_at desc, r.receipt_id desc limit ${limit}
    )
    select r.shard, r.receipt_id, r.received_at, r.file_name, r.format, r.size, r.sha256, r.facility,
      c.name as facility_name, c.vendor, r.total, r.warnings, r.headline, n.accepted, n.stored, n.set_aside
    from page r
    left join intake.facility c on c.facility = r.facility
    cross join lateral (
      select (count(*) filter (where f.status = 'accepted'))::int as accepted,
        (count(*) filter (where f.status in ('stored', 'superseded') and f.stored_at is not null))::int as stored,
        (count(*) filter (where f.status = 'set-aside'))::int as set_aside
      from intake.file f where f.shard = r.shard and f.receipt_id = r.receipt_id) n
    order by r.received_at desc, r.receipt_id desc`)

export interface VolumeRow {
  readonly facility: string
  readonly name: string | null
  readonly vendor: string | null
  readonly day: string | null
  readonly files: number
  readonly stored: number
  readonly set_aside: number
  readonly warnings: number
  readonly last_at: Date | null
}

/** Per facility and day of Vietnam; facilities that sent nothing in the window but are registered appear with no day. */
export const volumesByDay = (db: Database, since: string) =>
  db.many<VolumeRow>(sql`
    select coalesce(v.facility, c.facility) as facility, c.name, c.vendor, v.day::text, coalesce(v.files, 0)::int as files,
      coalesce(v.stored, 0)::int as stored, coalesce(v.set_aside, 0)::int as set_aside,
      coalesce(v.warnings, 0)::int as warnings, v.last_at
    from (
      select coalesce(facility, '') as facility, (received_at at time zone 'Asia/Ho_Chi_Minh')::date as day,
        count(*) as files, count(*) filter (where status in ('stored', 'accepted')) as stored,
        count(*) filter (where status = 'set-aside') as set_aside,
        count(*) filter (where problems is not null and status <> 'set-aside') as warnings, max(received_at) as last_at
      from intake.file where received_at >= ${since}::timestamptz group by 1, 2
    ) v full join intake.facility c on c.facility = v.facility
    order by 1, 4`)

export interface GroupRow {
  readonly code: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly table: string | null
  readonly field: string | null
  readonly message: string
  readonly count: number
  readonly files: number
  readonly facilities: readonly string[]
  readonly last_at: Date
  readonly receipt_id: string
  readonly file_number: number
  readonly row: number | null
}

/** Among the newest files with anything to say: what is wrong, how often, where, and one example to open. */
export const groupProblems = (db: Database, newest: number) =>
  db.many<GroupRow>(sql`
    with f as (
      (select * from intake.file where status = 'set-aside' order by received_at desc limit ${newest})
      union all
      (select * from intake.file where problems is not null and status in ('accepted', 'stored')
       order by received_at desc limit ${newest})
    )
    select p.code, p.severity, p."table", p.field, min(p.message) as message, count(*)::int as count,
      count(distinct (f.receipt_id, f.file_number))::int as files,
      array_agg(distinct coalesce(f.facility, '')) as facilities, max(f.received_at) as last_at,
      (array_agg(f.receipt_id order by f.received_at desc))[1] as receipt_id,
      (array_agg(f.file_number order by f.received_at desc))[1] as file_number,
      (array_agg(p.row order by f.received_at desc))[1] as row
    from f cross join lateral jsonb_to_recordset(f.problems)
      as p(code text, severity text, "table" text, field text, row int, message text)
    group by p.code, p.severity, p."table", p.field
    order by (p.severity = 'error') desc, (p.severity = 'warning') desc, count(*) desc, p.code limit 300`)

export const listRefusals = (db: Database, limit: number) =>
  db.many<{ at: Date; code: string; message: string; size: string | null; file_name: string | null }>(sql`
    select at, code, message, size, file_name from intake.refusal order by at desc limit ${limit}`)

export const listFacilities = (db: Database) =>
  db.many<{ facility: string; name: string; vendor: string | null }>(sql`
    select facility, name, vendor from intake.facility order by facility`)

export const putFacility = (
  db: Database,
  facility: { code: string; name: string; vendor: string | null; at: string; onlyIfAbsent: boolean },
) =>
  db.run(sql`
    insert into intake.facility as c (facility, name, vendor, since)
    values (${facility.code}, ${facility.name}, ${facility.vendor}, ${facility.at}::timestamptz)
    on conflict (facility) do update set name = excluded.name, vendor = excluded.vendor
    where not ${facility.onlyIfAbsent}::boolean`)

export interface IntakeCounts {
  readonly receipts: number
  readonly set_aside: number
}

export const countIntake = (db: Database) =>
  db.one<IntakeCounts>(sql`
    select (select coalesce(n_live_tup, 0) from pg_stat_user_tables
             where schemaname = 'intake' and relname = 'receipt')::int as receipts,
      (select count(*) from intake.file where status = 'set-aside')::int as set_aside`)
