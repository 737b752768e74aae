import { type Queries, sql, type Tx } from '#foundation/db'
import type { EdgeRow, RecordRow } from './links.types.ts'
import { instant, recordColumns, shardIn } from './records.queries.ts'

/**
 * Persons of everything that hangs together with these records along what may join: automatic edges of the model, `same`
 * decisions, sure values, and being one person already. Locked in order until the transaction ends: whoever else wants to
 * settle any of this waits here, and sees afterwards what we did. At most so many records are followed.
 */
export const lockPersonsAround = (tx: Tx, records: readonly string[], model: number, limit: number) =>
  tx.many<{ person_id: string }>(
    sql.named('links.around')`
    with recursive reach(record) as (
      select unnest(${records}::bigint[])
      union
      select n.record from reach q cross join lateral (
        select e.b as record from identity.edge e where e.a = q.record and e.model = ${model}::int and e.outcome = 'auto'
        union all
        select e.a from identity.edge e where e.b = q.record and e.model = ${model}::int and e.outcome = 'auto'
        union all
        select d.b from identity.decision d where d.a = q.record and d.says = 'same' and d.revoked_by is null
        union all
        select d.a from identity.decision d where d.b = q.record and d.says = 'same' and d.revoked_by is null
        union all
        select o.record from identity.record r join identity.record o on o.person_id = r.person_id
          where r.shard = ${shardIn(sql`q.record`)} and r.record = q.record
        union all
        select k.record from identity.record r cross join lateral unnest(r.sure) as s(hash)
          join identity.key k on k.hash = s.hash
          where r.shard = ${shardIn(sql`q.record`)} and r.record = q.record
      ) n
    ), met as (
      select distinct r.person_shard, r.person_id from (select record from reach limit ${limit}::int) q
      cross join lateral (select person_shard, person_id from identity.record
        where shard = ${shardIn(sql`q.record`)} and record = q.record limit 1) r
    )
    select p.person_id from identity.person p
    where (p.shard, p.person_id) in (select person_shard, person_id from met)
    order by p.shard, p.person_id for no key update of p`,
  )

export interface DecisionRow {
  readonly decision_id: string
  readonly a: string
  readonly b: string
  readonly says: 'same' | 'different'
  readonly said_by: string
  readonly at: string
  readonly why: string
  readonly statement: string
  readonly side: 'left' | 'right' | 'across'
}

/** What is known of a record's pairs, and which sets that begin with it were persons before. */
export interface Evidence {
  readonly edges: EdgeRow[]
  readonly decisions: DecisionRow[]
  readonly held: { digest: string; person_id: string }[]
}

const evidenceOf = (model: number) => sql`
  (select json_agg(json_build_object('a', e.a::text, 'b', e.b::text, 'model', e.model, 'weight', e.weight,
      'outcome', e.outcome, 'parts', e.parts, 'guard', e.guard)) from (
    select * from identity.edge where a = r.record and model = ${model}::int
    union all
    select * from identity.edge where b = r.record and model = ${model}::int) e) as edges,
  (select json_agg(json_build_object('decision_id', d.decision_id, 'a', d.a::text, 'b', d.b::text, 'says', d.says,
      'said_by', d.said_by, 'at', d.at, 'why', d.why, 'statement', d.statement, 'side', d.side)) from (
    select * from identity.decision where a = r.record and revoked_by is null
    union all
    select * from identity.decision where b = r.record and revoked_by is null) d) as decisions,
  (select json_agg(json_build_object('digest', h.digest, 'person_id', h.person_id))
    from identity.held h where h.record = r.record) as held`

export type Member = RecordRow & { readonly [K in keyof Evidence]: Evidence[K] | null }

/** Every record of these persons, and these records (some twice), each with what is known of it. */
export const findMembers = (
  db: Queries,
  persons: readonly string[],
  records: readonly string[],
  model: number,
) =>
  db.many<Member>(
    sql.named('links.members')`
    select ${recordColumns}, ${evidenceOf(model)} from unnest(${persons}::uuid[]) as k(person_id)
    cross join lateral (select * from identity.record where person_id = k.person_id offset 0) r
    union all
    select ${recordColumns}, ${evidenceOf(model)} from unnest(${records}::bigint[]) as k(record)
    cross join lateral (select * from identity.record
      where shard = ${shardIn(sql`k.record`)} and record = k.record and person_id <> all(${persons}::uuid[]) limit 1) r`,
  )

/** Edges of these records, some twice. */
export const findEdgesOf = (db: Queries, records: readonly string[], model: number) =>
  db.many<EdgeRow>(sql`
    select a, b, model, weight, outcome, parts, guard from identity.edge
    where a = any(${records}::bigint[]) and model = ${model}
    union all
    select a, b, model, weight, outcome, parts, guard from identity.edge
    where b = any(${records}::bigint[]) and model = ${model}`)

/** Answers by their ids, those taken back included. */
export const findDecisions = (db: Queries, ids: readonly string[]) =>
  db.many<DecisionRow & { readonly revoked_by: string | null }>(sql`
    select decision_id, a, b, says, said_by, ${instant(sql`at`)} as at, why, statement, side, revoked_by
    from identity.decision where decision_id = any(${ids}::text[])`)
