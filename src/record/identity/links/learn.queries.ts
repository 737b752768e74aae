import { type Queries, sql } from '#foundation/db'
import type { DemographicRecord } from '#vocabulary/demographics'
import { shardIn } from './records.queries.ts'

/** Texts that records of many names hold, as written; at most so many names of each are brought along. */
export const findCommonNumbers = (db: Queries, names: number, namesAtMost: number, limit: number) =>
  db.many<{ field: NumberField; value: string; names: readonly string[] }>(sql`
    select field, value, (array_agg(distinct name))[1:${namesAtMost}::int] as names from identity.record r
    cross join lateral (values ('citizenNumber', words->>'citizenNumber'), ('insuranceNumber', words->>'insuranceNumber'),
      ('passportNumber', words->>'passportNumber'), ('birthCertificateNumber', words->>'birthCertificateNumber'),
      ('phone', words->>'phone')) as v(field, value)
    cross join lateral (select lower(words->>'fullName') as name) n
    where value <> '' and name <> ''
    group by field, value having count(distinct name) > ${names}::int
    order by count(distinct name) desc, field, value limit ${limit}::int`)

export type NumberField =
  | 'citizenNumber'
  | 'insuranceNumber'
  | 'passportNumber'
  | 'birthCertificateNumber'
  | 'phone'

/** Keys with many holders, and those that have become too common to be kept: of each one record that has it. */
export const findCommonHashes = (db: Queries, holders: number, limit: number) =>
  db.many<{ hash: string; records: number; holder: string }>(sql`
    select hash, records, holder from (
      select hash, count(*)::int as records, min(record) as holder from identity.key group by hash having count(*) > ${holders}
      union all
      select hash, records, record from identity.crowd
    ) every order by records desc, hash limit ${limit}`)

/** Of the records in some shards those under one of these keys, kept or too common, with which. */
export const findHoldersWithin = (db: Queries, hashes: readonly string[], from: number, to: number) =>
  db.many<{ hashes: readonly string[]; words: DemographicRecord }>(sql`
    select r.words, m.hashes from (
      select q.shard, q.record, array_agg(h) as hashes from identity.record q cross join lateral unnest(q.keys) as h
      join (select unnest(${hashes}::bigint[]) as hash) k on k.hash = h
      where q.shard >= ${from}::int and q.shard < ${to}::int group by q.shard, q.record
    ) m join identity.record r on r.shard = m.shard and r.record = m.record`)

/** Words of the records after one, in the order of their places. */
export const findWordsAfter = (
  db: Queries,
  after: { readonly shard: number; readonly record: string },
  limit: number,
) =>
  db.many<{ shard: number; record: string; words: DemographicRecord }>(sql`
    select shard, record, words from identity.record
    where (shard, record) > (${after.shard}::int, ${after.record}::bigint) order by shard, record limit ${limit}::int`)

/** Whoever shares a key with one of these, themselves included: each once, in one order. */
export const findMates = async (db: Queries, records: readonly string[]): Promise<string[]> =>
  (
    await db.many<{ record: string }>(sql`
      select distinct k.record from unnest(${records}::bigint[]) as s(record)
      cross join lateral (select keys from identity.record
        where shard = ${shardIn(sql`s.record`)} and record = s.record limit 1) r
      cross join lateral unnest(r.keys) as h
      join identity.key k on k.hash = h order by k.record`)
  ).map((row) => row.record)
