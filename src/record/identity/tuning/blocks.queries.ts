import { type Queries, sql } from '#foundation/db'
import type { DemographicRecord } from '#vocabulary/demographics'
import { shardIn } from '../links/records.queries.ts'

/** How many records hold each key; of a key that finds nobody any more, none. */
export const countHolders = (db: Queries, hashes: readonly string[]) =>
  db.many<{ hash: string; holders: number; is_crowd: boolean }>(sql`
    select k.h as hash, (select count(*)::int from identity.key where hash = k.h) as holders,
      exists (select from identity.crowd where hash = k.h) as is_crowd
    from unnest(${hashes}::bigint[]) as k(h)`)

/** How many others each record is compared with. */
export const countCandidates = (db: Queries, records: readonly string[]) =>
  db.many<{ record: string; candidates: number }>(sql`
    select s.record, m.candidates from unnest(${records}::bigint[]) as s(record)
    cross join lateral (select keys from identity.record
      where shard = ${shardIn(sql`s.record`)} and record = s.record limit 1) r
    cross join lateral (select count(distinct k.record)::int as candidates from unnest(r.keys) as h
      join identity.key k on k.hash = h where k.record <> s.record) m`)

/** The other records of the persons of these, beside each. */
export const findCompanions = (db: Queries, records: readonly string[]) =>
  db.many<{ record: string; other: string; words: DemographicRecord }>(sql`
    select s.record, o.record as other, o.words from unnest(${records}::bigint[]) as s(record)
    cross join lateral (select person_id from identity.record
      where shard = ${shardIn(sql`s.record`)} and record = s.record limit 1) r
    join identity.record o on o.person_id = r.person_id and o.record <> s.record
    order by s.record, o.record`)

/** Keys that too many records share, the most common first. `holder`: one of them, for whoever wants to know what the key says. */
export const findLargestCrowds = (db: Queries, limit: number) =>
  db.many<{ hash: string; records: number; record: string; since: Date }>(sql`
    select hash, records, record, since from identity.crowd order by records desc, hash limit ${limit}`)

export const countCrowds = async (db: Queries): Promise<number> =>
  (await db.one<{ crowds: number }>(sql`select count(*)::int as crowds from identity.crowd`)).crowds
