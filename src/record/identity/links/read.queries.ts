import { type Queries, sql } from '#foundation/db'
import type { DecisionRow } from './component.queries.ts'
import type { EdgeRow } from './links.types.ts'
import { instant, shardIn } from './records.queries.ts'

interface Value {
  readonly shard: number
  readonly kind: string
  readonly value: string
}

/** Who holds or claims these values, holders first; at most so many. What was rejected finds nobody. */
export const findClaimants = (db: Queries, values: readonly Value[], limit: number) =>
  db.many<{ person_id: string; status: string }>(sql`
    select i.person_id, i.status from unnest(${values.map((v) => v.shard)}::int[], ${values.map((v) => v.kind)}::text[],
      ${values.map((v) => v.value)}::text[]) as k(shard, kind, value)
    cross join lateral (select person_id, status, mentions from identity.identifier
      where shard = k.shard and kind = k.kind and value = k.value and status <> 'rejected'
      order by (status = 'active') desc, mentions desc, person_id limit 200) i
    order by (i.status = 'active') desc, (i.status = 'historic') desc, i.mentions desc, i.person_id limit ${limit}`)

export const findRecordsOfPerson = (db: Queries, personId: string) =>
  db.many<{ patient_id: string; facility: string; local_id: string; linked_by: 'computed' | 'decided' }>(sql`
    select patient_id, facility, local_id, linked_by from identity.record where person_id = ${personId}::uuid
    order by facility, local_id`)

/** Ids alone: what the records say is not read. */
export const findPlaces = (db: Queries, records: readonly string[]) =>
  db.many<{ patient_id: string; person_id: string; facility: string; local_id: string }>(
    sql.named('links.places')`
    select r.patient_id, r.person_id, r.facility, r.local_id from unnest(${records}::bigint[]) as k(record)
    cross join lateral (select patient_id, person_id, facility, local_id from identity.record
      where shard = ${shardIn(sql`k.record`)} and record = k.record limit 1) r`,
  )

export interface HeldIdentifier {
  readonly kind: string
  readonly value: string
  readonly status: 'active' | 'historic' | 'disputed' | 'rejected'
  readonly level: number
  readonly mentions: number
  readonly replacedBy: string | null
}

export const findMentions = (db: Queries, personId: string) =>
  db.many<{ kind: string; value: string }>(sql`
    select distinct m->>'kind' as kind, m->>'value' as value
    from identity.record r cross join lateral json_array_elements(r.card->'identifiers') m
    where r.person_id = ${personId}::uuid`)

export const findHeldBy = (db: Queries, values: readonly Value[], personId: string) =>
  db.many<HeldIdentifier>(sql`
    select i.kind, i.value, i.status, i.level, i.mentions, i.replaced_by as "replacedBy"
    from unnest(${values.map((v) => v.shard)}::int[], ${values.map((v) => v.kind)}::text[],
      ${values.map((v) => v.value)}::text[]) as k(shard, kind, value)
    join identity.identifier i on i.shard = k.shard and i.kind = k.kind and i.value = k.value
      and i.person_id = ${personId}::uuid
    order by i.kind, i.value`)

export const findReviewsOf = (db: Queries, personId: string) =>
  db.many<{ at: Date; reason: string }>(sql`
    select i.asked_at as at, i.reason from identity.record r
    cross join lateral (
      select * from identity.review_item where left_record = r.record and answer is null
      union all
      select * from identity.review_item where right_record = r.record and answer is null) i
    where r.person_id = ${personId}::uuid order by 1 desc limit 20`)

export const findEdge = (db: Queries, a: string, b: string, model: number) =>
  db.maybe<EdgeRow>(sql`
    select a, b, model, weight, outcome, parts, guard from identity.edge
    where a = ${a}::bigint and b = ${b}::bigint and model = ${model}`)

export const findDecisionsBetween = (db: Queries, a: string, b: string) =>
  db.many<DecisionRow & { readonly revoked_by: string | null }>(sql`
    select decision_id, a, b, says, said_by, ${instant(sql`at`)} as at, why, statement, side, revoked_by
    from identity.decision where (a = ${a}::bigint and b = ${b}::bigint) or (a = ${b}::bigint and b = ${a}::bigint)
    order by at`)

export const isAsked = async (db: Queries, item: { readonly shard: number; readonly item_id: string }) =>
  (await db.maybe(sql`
    select 1 from identity.review_item where shard = ${item.shard} and item_id = ${item.item_id}::uuid`)) !==
  undefined
