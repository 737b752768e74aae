/** What must never be found after an accident, asked of the tables themselves: the one place that looks at all rooms. */
import { type Database, sql } from '#foundation/db'

/** Each row names a promise that is broken, and an example. Empty: all hold. */
export const brokenPromises = (db: Database) =>
  db.many<{ promise: string; example: string }>(sql`
    select 'a receipt has all its bytes' as promise, p.receipt_id::text as example
    from intake.part p
    left join lateral (select coalesce(sum(c.length), 0) as length from intake.chunk c
      where c.shard = p.shard and c.receipt_id = p.receipt_id and c.part = p.part) c on true
    where c.length <> p.size
    union all
    select 'a receipt has its parts', r.receipt_id::text from intake.receipt r
    where not exists (select from intake.part p where p.shard = r.shard and p.receipt_id = r.receipt_id)
    union all
    select 'a receipt has all its records', r.receipt_id::text from intake.receipt r
    where r.total <> (select count(*) from intake.file f where f.shard = r.shard and f.receipt_id = r.receipt_id)
    union all
    select 'bytes and records belong to a receipt', x.receipt_id::text
    from (select shard, receipt_id from intake.chunk union select shard, receipt_id from intake.file
          union select shard, receipt_id from intake.part) x
    where not exists (select from intake.receipt r where r.shard = x.shard and r.receipt_id = x.receipt_id)
    union all
    select 'an accepted record waits in the queue', f.receipt_id::text from intake.file f
    where f.status = 'accepted' and not exists (select from events.job j
      where j.payload->>'receiptId' = f.receipt_id::text and (j.payload->>'fileNumber')::int = f.file_number)
    union all
    select 'what waits is not stored yet', f.receipt_id::text from intake.file f
    join events.job j on j.payload->>'receiptId' = f.receipt_id::text
      and (j.payload->>'fileNumber')::int = f.file_number
    where f.stored_at is not null
    union all
    select 'nothing was given up', j.id::text from events.dead_job j
    union all
    select 'a stored record has its visit', f.receipt_id::text from intake.file f
    where f.stored_at is not null and not exists (select from journey.visit v
      where v.facility = f.facility and v.visit_link_id = f.visit_link_id)
    union all
    select 'a visit is the newest record stored of it', v.visit_link_id from journey.visit v
    where exists (select from intake.file f where f.facility = v.facility and f.visit_link_id = v.visit_link_id
      and f.stored_at is not null and f.received_at > v.received_at)
    union all
    select 'a visit has one present Encounter', v.visit_link_id from journey.visit v
    where 1 <> (select count(*) from store.resource r where r.shard = ${shardSql} and r.patient = v.patient_id
      and r.visit = v.visit_id and not r.deleted and r.content like '{"resourceType":"Encounter"%')
    union all
    select 'a resource belongs to a visit that is known', r.id::text from store.resource r
    where r.visit is not null and not r.deleted and not exists (select from journey.visit v where v.visit_id = r.visit)
    union all
    select 'every earlier version is in the history', r.id::text from store.resource r
    where r.ver <> 1 + (select count(*) from store.history h where h.shard = r.shard and h.type = r.type and h.id = r.id)
    union all
    select 'a record of the index is of a living person', r.patient_id::text from identity.record r
    where not exists (select from identity.person n where n.shard = r.person_shard and n.person_id = r.person_id
      and n.retired_into is null)
    union all
    select 'the patient of a visit is a record of the index', v.patient_id::text from journey.visit v
    where not exists (select from identity.record r where r.patient_id = v.patient_id)
    union all
    select 'a record is found by each of its keys', r.patient_id::text
    from identity.record r cross join lateral unnest(r.keys) as k(hash)
    where not exists (select from identity.key t where t.hash = k.hash and t.record = r.record)
      and not exists (select from identity.crowd c where c.hash = k.hash)
    union all
    select 'a number in force has a living holder', n.kind from identity.identifier n
    where n.status = 'active' and not exists (select from identity.person p
      where p.shard = n.person_shard and p.person_id = n.person_id and p.retired_into is null)
    limit 20`)

/** The shard written into an id: 12 bits after the version, 4 after the variant (foundation/ids). */
const shardSql = sql`(('x' || substr(v.visit_id::text, 16, 3))::bit(12)::int << 4)
  | ((('x' || substr(v.visit_id::text, 20, 2))::bit(8)::int >> 2) & 15)`

export const waiting = async (db: Database): Promise<number> =>
  Number((await db.one<{ n: string }>(sql`select count(*) as n from events.job`)).n)

export const currentReceipts = (db: Database) =>
  db.many<{ facility: string; visit: string; receipt_id: string }>(sql`
    select facility, visit_link_id as visit, receipt_id from journey.visit`)

/** How many present resources of each type a visit has, as one text. */
export const contentsOf = (db: Database) =>
  db.many<{ facility: string; visit: string; content: string }>(sql`
    select v.facility, v.visit_link_id as visit, string_agg(n.type || '×' || n.count, ' ' order by n.type) as content
    from journey.visit v
    join lateral (select r.type, count(*) from store.resource r where r.visit = v.visit_id and r.patient = v.patient_id
      and r.shard = ${shardSql} and not r.deleted group by r.type) n on true
    group by 1, 2`)
