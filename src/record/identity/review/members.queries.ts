import { type Queries, sql } from '#foundation/db'
import type { RecordRow } from '../links/links.types.ts'
import { instant, recordColumns, shardIn } from '../links/records.queries.ts'

/** Everybody who is one person with one of these, some of each person at most. */
export const findMembersOf = (db: Queries, persons: readonly string[], limit: number) =>
  db.many<RecordRow>(sql`
    select ${recordColumns} from unnest(${persons}::uuid[]) as k(person_id)
    cross join lateral (select * from identity.record where person_id = k.person_id
      order by facility, local_id limit ${limit}) r`)

/** How many records each of these persons has. */
export const countMembers = (db: Queries, persons: readonly string[]) =>
  db.many<{ person_id: string; records: number }>(sql`
    select person_id, count(*)::int as records from identity.record where person_id = any(${persons}::uuid[]) group by 1`)

export interface DecidedRow {
  readonly decision_id: string
  readonly a: string
  readonly b: string
  readonly says: 'same' | 'different'
  readonly said_by: string
  readonly at: string
  readonly why: string
  readonly revoked_by: string | null
}

const decidedColumns = sql`d.decision_id, d.a, d.b, d.says, d.said_by, ${instant(sql`d.at`)} as at, d.why, d.revoked_by`

/** What people said across two groups, what was taken back included; newest first. */
export const findDecidedAcross = (db: Queries, left: readonly string[], right: readonly string[]) =>
  db.many<DecidedRow>(sql`
    select ${decidedColumns} from identity.decision d
    where d.side = 'across' and ((d.a = any(${left}::bigint[]) and d.b = any(${right}::bigint[]))
      or (d.a = any(${right}::bigint[]) and d.b = any(${left}::bigint[])))
    order by d.at desc, d.decision_id limit 20`)

/** What people said of these records and anybody else, with the facility of that one. */
export const findDecidedOf = (db: Queries, records: readonly string[]) =>
  db.many<DecidedRow & { readonly facilities: readonly string[] }>(sql`
    select ${decidedColumns}, (
      select array_agg(distinct r.facility order by r.facility) from unnest(array[d.a, d.b]) as k(record)
      join identity.record r on r.shard = ${shardIn(sql`k.record`)} and r.record = k.record) as facilities
    from identity.decision d where d.side = 'across' and d.decision_id in (
      select decision_id from identity.decision where a = any(${records}::bigint[])
      union select decision_id from identity.decision where b = any(${records}::bigint[]))
    order by d.at desc, d.decision_id limit 100`)
