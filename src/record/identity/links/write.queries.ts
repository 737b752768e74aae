import { type Sql, sql, type Tx } from '#foundation/db'
import type { LinkWrites } from './link-writes.ts'

const rows = (list: readonly unknown[], columns: Sql) =>
  sql`json_to_recordset(${JSON.stringify(list)}::json) as r(${columns})`

const recordColumns = sql`shard int, record bigint, facility text, local_id text, patient_id uuid, version int, state text,
  model int, seen_at timestamptz, said_at timestamptz, admitted_at timestamptz, person_shard int, person_id uuid, linked_at timestamptz,
  linked_by text, keys bigint[], sure bigint[], words json, card json`

/** `[…]` of JSON as an array of PostgreSQL. */
const arrayOf = (list: readonly unknown[]) => `{${list.join(',')}}`
const asRow = <T extends { keys: readonly string[]; sure: readonly string[] }>(row: T) => ({
  ...row,
  keys: arrayOf(row.keys),
  sure: arrayOf(row.sure),
})

/**
 * All that a batch writes, in one statement: the road to the database and back costs more than most of these rows. Says how
 * many records were new and how many changed, so that the caller sees when another writer came first. Open questions about
 * the records are asked again or not at all (what somebody could not tell is not asked again). Of identifiers those who let go
 * come first: the index on active holders looks at each row as it comes.
 */
export const writeLinks = (tx: Tx, writes: LinkWrites, at: string) =>
  tx.one<{ inserted: number; updated: number; model: number }>(sql.named('links.write')`
    with inserted as (
      insert into identity.record (shard, record, facility, local_id, patient_id, version, state, model, seen_at, said_at,
        admitted_at, person_shard, person_id, linked_at, linked_by, keys, sure, words, card)
      select r.* from ${rows(writes.inserted.map(asRow), recordColumns)} order by r.shard, r.record
      on conflict do nothing returning 1
    ), updated as (
      update identity.record o set version = r.version, state = r.state, model = r.model,
        seen_at = greatest(o.seen_at, r.seen_at), said_at = r.said_at,
        person_shard = r.person_shard, person_id = r.person_id, linked_at = r.linked_at, linked_by = r.linked_by,
        keys = r.keys, sure = r.sure, words = r.words, card = r.card
      from ${rows([...writes.updated.values()].map(asRow), recordColumns)}
      where o.shard = r.shard and o.record = r.record returning 1
    ), keys_gone as (
      delete from identity.key k
      using unnest(${writes.keysGone.map((k) => k.hash)}::bigint[], ${writes.keysGone.map((k) => k.record)}::bigint[])
        as r(hash, record)
      where k.hash = r.hash and k.record = r.record
    ), keys as (
      insert into identity.key (hash, record)
      select * from unnest(${writes.keys.map((k) => k.hash)}::bigint[], ${writes.keys.map((k) => k.record)}::bigint[])
    ), crowds as (
      insert into identity.crowd (hash, records, record, since)
      select r.hash, r.records, r.record, ${at}::timestamptz
      from ${rows(writes.crowds, sql`hash bigint, records int, record bigint`)} on conflict do nothing
    ), edges as (
      insert into identity.edge (a, b, model, weight, outcome, parts, guard)
      select r.* from ${rows(
        writes.edges.map((edge) => ({ ...edge, parts: arrayOf(edge.parts) })),
        sql`a bigint, b bigint, model int, weight float8, outcome text, parts float8[], guard text`,
      )}
      on conflict (a, b, model) do update set weight = excluded.weight, outcome = excluded.outcome,
        parts = excluded.parts, guard = excluded.guard
    ), persons as (
      insert into identity.person (shard, person_id, full_name, folded_name, birth_date, sex, citizen_id, insurance_number,
        address, deceased, facilities, last_visit_at, retired_into, golden, created_at)
      select shard, person_id, full_name, folded_name, birth_date, sex, citizen_id, insurance_number, address, deceased,
        facilities, last_visit_at, null, golden, ${at}::timestamptz
      from ${rows(
        writes.persons,
        sql`shard int, person_id uuid, full_name text, folded_name text, birth_date text, sex text, citizen_id text,
          insurance_number text, address text, deceased boolean, facilities text[], last_visit_at timestamptz, golden json`,
      )} order by shard, person_id
      on conflict (shard, person_id) do update set full_name = excluded.full_name, folded_name = excluded.folded_name,
        birth_date = excluded.birth_date, sex = excluded.sex, citizen_id = excluded.citizen_id,
        insurance_number = excluded.insurance_number, address = excluded.address, deceased = excluded.deceased,
        facilities = excluded.facilities, last_visit_at = excluded.last_visit_at, retired_into = null,
        golden = excluded.golden
    ), retired as (
      update identity.person p set retired_into = r.retired_into
      from ${rows(writes.retired, sql`shard int, person_id uuid, retired_into uuid`)}
      where p.shard = r.shard and p.person_id = r.person_id
    ), held as (
      insert into identity.held (record, digest, person_id)
      select r.* from ${rows(writes.held, sql`record bigint, digest text, person_id uuid`)}
      on conflict (record, digest) do update set person_id = excluded.person_id
    ), events as (
      insert into identity.event (shard, person_id, event_id, at, kind, said_by, why, body)
      select r.* from ${rows(
        writes.events,
        sql`shard int, person_id uuid, event_id uuid, at timestamptz, kind text, said_by text, why text, body json`,
      )}
    ), also as (
      insert into identity.event_also (shard, person_id, event_shard, event_id)
      select r.* from ${rows(writes.alsoOf, sql`shard int, person_id uuid, event_shard int, event_id uuid`)}
    ), reviews_gone as (
      delete from identity.review_item where answer is null and reason not in ('overlay', 'facility-word')
        and (left_record = any(${[...writes.asked]}::bigint[]) or right_record = any(${[...writes.asked]}::bigint[]))
        and item_id <> all(${writes.reviews.map((each) => each.item_id)}::uuid[])
    ), reviews as (
      insert into identity.review_item as i (shard, item_id, left_record, right_record, pair_a, pair_b, reason, guard, weight,
        score, rank, asked_at)
      select r.*, ${at}::timestamptz from ${rows(
        writes.reviews,
        sql`shard int, item_id uuid, left_record bigint, right_record bigint, pair_a bigint, pair_b bigint, reason text,
          guard text, weight float8, score float8, rank float8`,
      )} order by r.shard, r.item_id
      on conflict (shard, item_id) do update set pair_a = excluded.pair_a, pair_b = excluded.pair_b,
        reason = excluded.reason, guard = excluded.guard, weight = excluded.weight, score = excluded.score,
        rank = excluded.rank, answer = case when i.answer in ('same', 'different') then null else i.answer end
    ), identifiers as (
      insert into identity.identifier (shard, kind, value, person_shard, person_id, is_exclusive, mentions, level, status,
        first_at, last_at, first_key, replaced_by)
      select r.* from ${rows(
        writes.identifiers,
        sql`shard int, kind text, value text, person_shard int, person_id uuid, is_exclusive boolean, mentions int, level int,
          status text, first_at timestamptz, last_at timestamptz, first_key text, replaced_by text`,
      )}
      order by (r.status = 'active'), r.shard, r.kind, r.value, r.person_id
      on conflict (shard, kind, value, person_id) do update set is_exclusive = excluded.is_exclusive,
        mentions = excluded.mentions, level = excluded.level, status = excluded.status, first_at = excluded.first_at,
        last_at = excluded.last_at, first_key = excluded.first_key, replaced_by = excluded.replaced_by
    )
    select (select count(*) from inserted)::int as inserted, (select count(*) from updated)::int as updated,
      (select number from identity.model_version where state = 'current') as model`)

/** Known humans were seen again, and said nothing new. */
export const writeSeen = (
  tx: Tx,
  seen: readonly { shard: number; record: string; seen_at: string | null }[],
) =>
  tx.run(sql.named('links.seen')`
    with again as (
      update identity.record o set seen_at = greatest(o.seen_at, r.seen_at)
      from ${rows(seen, sql`shard int, record bigint, seen_at timestamptz`)}
      where o.shard = r.shard and o.record = r.record returning o.person_shard, o.person_id, o.seen_at
    )
    update identity.person p set last_visit_at = greatest(p.last_visit_at, a.seen_at)
    from (select person_shard, person_id, max(seen_at) as seen_at from again group by 1, 2) a
    where p.shard = a.person_shard and p.person_id = a.person_id`)

/**
 * Edges that no longer hold: of records that say something else now, and pairs that share nothing any more. Before the new ones.
 * Looked up one by one: conditions joined by `or` read the whole table (3.6 ms at 13,000 edges, seconds at millions).
 */
export const deleteEdges = (
  tx: Tx,
  of: readonly string[],
  pairs: readonly { a: string; b: string }[],
  model: number,
) =>
  tx.run(sql.named('links.unweigh')`
    delete from identity.edge e using (
      select g.a, g.b from unnest(${of}::bigint[]) as k(record) cross join lateral (
        select a, b from identity.edge where a = k.record
        union all
        select a, b from identity.edge where b = k.record) g
      union
      select * from unnest(${pairs.map((p) => p.a)}::bigint[], ${pairs.map((p) => p.b)}::bigint[])
    ) g
    where e.a = g.a and e.b = g.b and e.model = ${model}::int`)

export const deleteCrowdedKeys = (tx: Tx, hashes: readonly string[]) =>
  tx.run(sql`delete from identity.key where hash = any(${hashes}::bigint[])`)

/** What people said and took back, and sets that are to be forgotten because an event is undone. */
export async function writeDecisions(tx: Tx, writes: LinkWrites): Promise<void> {
  const of = sql`shard int, decision_id text`
  if (writes.decisions.length > 0)
    await tx.run(sql`
      insert into identity.decision (shard, decision_id, a, b, says, said_by, at, why, statement, side, revoked_by)
      select shard, decision_id, a, b, says, said_by, at, why, statement, side, revoked_by from ${rows(
        writes.decisions,
        sql`shard int, decision_id text, a bigint, b bigint, says text, said_by text, at timestamptz, why text,
          statement text, side text, revoked_by uuid`,
      )}`)
  if (writes.decisionsGone.length > 0)
    await tx.run(sql`delete from identity.decision d using ${rows(writes.decisionsGone, of)}
      where d.shard = r.shard and d.decision_id = r.decision_id`)
  if (writes.revoked.length > 0)
    await tx.run(sql`update identity.decision d set revoked_by = r.revoked_by
      from ${rows(writes.revoked, sql`shard int, decision_id text, revoked_by uuid`)}
      where d.shard = r.shard and d.decision_id = r.decision_id`)
  if (writes.heldGone.length > 0)
    await tx.run(sql`delete from identity.held h using ${rows(writes.heldGone, sql`record bigint, digest text`)}
      where h.record = r.record and h.digest = r.digest`)
}
