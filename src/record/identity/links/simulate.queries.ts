import { type Queries, sql } from '#foundation/db'
import type { RecordRow } from './links.types.ts'
import { recordColumns, shardIn } from './records.queries.ts'

/** Persons of so many records from a shard on, and of everybody who shares a key with these. */
export const findSample = (db: Queries, fromShard: number, records: number) =>
  db.one<{ persons: string[] }>(sql`
    with taken as (
      select record, person_id, keys from identity.record where shard >= ${fromShard}::int
      order by shard, record limit ${records}::int
    ), beside as (
      select distinct k.record from taken s cross join lateral unnest(s.keys) as h(hash)
      join identity.key k on k.hash = h.hash
    )
    select coalesce(array_agg(distinct person_id), '{}') as persons from (
      select person_id from taken
      union all
      select r.person_id from beside b
      join identity.record r on r.shard = ${shardIn(sql`b.record`)} and r.record = b.record
    ) every`)

export const findMembersOf = (db: Queries, persons: readonly string[]) =>
  db.many<RecordRow>(sql`
    select ${recordColumns} from identity.record r where r.person_id = any(${persons}::uuid[])
    order by r.shard, r.record`)

export const findDecisionsAmong = (db: Queries, records: readonly string[]) =>
  db.many<{ decision_id: string; a: string; b: string; says: 'same' | 'different' }>(sql`
    select decision_id, a, b, says from identity.decision
    where revoked_by is null and a = any(${records}::bigint[]) and b = any(${records}::bigint[])`)

export const findReviewsAmong = (db: Queries, records: readonly string[]) =>
  db.many<{ left_record: string; right_record: string }>(sql`
    select left_record, right_record from identity.review_item where answer is null and reason not in ('overlay', 'facility-word')
      and left_record = any(${records}::bigint[]) and right_record = any(${records}::bigint[])`)

export const findCrowdHashes = async (db: Queries): Promise<string[]> =>
  (await db.many<{ hash: string }>(sql`select hash from identity.crowd`)).map((row) => row.hash)
