import { type Queries, sql, type Tx } from '#foundation/db'
import type { Crowd } from './link-writes.ts'
import type { EdgeRow, RecordRow } from './links.types.ts'
import { recordColumns } from './records.queries.ts'

export interface Progress {
  readonly state: 'coming' | 'current' | 'past'
  readonly phase: 'weigh' | 'settle' | 'done'
  readonly at_shard: number
  readonly at_record: string
}

/** Locked: two who re-evaluate take turns. */
export const lockProgress = (tx: Tx, model: number) =>
  tx.maybe<Progress>(sql`
    select state, phase, at_shard, at_record from identity.model_version where number = ${model} for update`)

export const noteProgress = (
  tx: Tx,
  model: number,
  phase: Progress['phase'],
  at: { readonly shard: number; readonly record: string } | null,
) =>
  tx.run(sql`update identity.model_version set phase = ${phase}, at_shard = ${at?.shard ?? -1},
    at_record = ${at?.record ?? '0'}::bigint where number = ${model}`)

export const findNextRecords = (tx: Tx, after: Progress, limit: number) =>
  tx.many<RecordRow>(sql`
    select ${recordColumns} from identity.record r
    where (r.shard, r.record) > (${after.at_shard}::int, ${after.at_record}::bigint)
    order by r.shard, r.record limit ${limit} ${after.phase === 'weigh' ? sql`${held} skip locked` : sql.empty}`)

/** `free`: those of which somebody says something else at this moment are left for later. */
export const findUnweighed = (tx: Tx, model: number, limit: number, which: 'free' | 'all') =>
  tx.many<RecordRow>(sql`
    select ${recordColumns} from identity.record r where r.model <> ${model} order by r.shard, r.record
    limit ${limit} ${held} ${which === 'free' ? sql`skip locked` : sql.empty}`)

export const countUnweighed = async (tx: Tx, model: number, atMost: number): Promise<number> =>
  Number(
    (
      await tx.one<{ n: string }>(sql`
        select count(*) as n from (select 1 from identity.record where model <> ${model} limit ${atMost}) r`)
    ).n,
  )

/**
 * Nobody says something else of these until they are noted as weighed. Nor does weighing wait for whoever does: an arrival holds
 * its keys and waits for a row, and would be waited for in turn. To settle, persons are locked first and all is read anew.
 */
const held = sql`for no key update of r`

/** The keys of the old model are kept; an arrival that changes the record puts it back among the unweighed. */
export const noteWeighed = (
  tx: Tx,
  rows: readonly {
    readonly shard: number
    readonly record: string
    readonly keys: readonly string[]
    readonly sure: readonly string[]
  }[],
  model: number,
) =>
  tx.run(sql`update identity.record o set model = ${model}, keys = r.keys, sure = r.sure
    from json_to_recordset(${JSON.stringify(
      rows.map((row) => ({ ...row, keys: `{${row.keys.join(',')}}`, sure: `{${row.sure.join(',')}}` })),
    )}::json) as r(shard int, record bigint, keys bigint[], sure bigint[])
    where o.shard = r.shard and o.record = r.record`)

export const addKeys = (tx: Tx, keys: readonly { hash: string; record: string }[]) =>
  tx.run(sql`insert into identity.key (hash, record)
    select r.hash, r.record
    from unnest(${keys.map((k) => k.hash)}::bigint[], ${keys.map((k) => k.record)}::bigint[]) as r(hash, record)
    where not exists (select from identity.key k where k.hash = r.hash and k.record = r.record)`)

export const addCrowds = (tx: Tx, crowds: readonly Crowd[], at: string) =>
  tx.run(sql`insert into identity.crowd (hash, records, record, since)
    select hash, records, record, ${at}::timestamptz from json_to_recordset(${JSON.stringify(crowds)}::json)
      as r(hash bigint, records int, record bigint)
    on conflict do nothing`)

export const removeKeys = (tx: Tx, keys: readonly { hash: string; record: string }[]) =>
  tx.run(sql`delete from identity.key k
    using unnest(${keys.map((k) => k.hash)}::bigint[], ${keys.map((k) => k.record)}::bigint[]) as r(hash, record)
    where k.hash = r.hash and k.record = r.record`)

export const upsertEdges = (tx: Tx, edges: readonly EdgeRow[]) =>
  tx.run(sql`insert into identity.edge (a, b, model, weight, outcome, parts, guard)
    select * from json_to_recordset(${JSON.stringify(
      edges.map((edge) => ({ ...edge, parts: `{${edge.parts.join(',')}}` })),
    )}::json) as r(a bigint, b bigint, model int, weight float8, outcome text, parts float8[], guard text)
    on conflict (a, b, model) do update set weight = excluded.weight, outcome = excluded.outcome,
      parts = excluded.parts, guard = excluded.guard`)

/** Edges of all others. Who was being weighed meanwhile begins anew, for some of those edges were his. */
export async function dropOtherEdges(tx: Tx, model: number): Promise<void> {
  await tx.run(sql`delete from identity.edge where model <> ${model}`)
  await tx.run(sql`update identity.model_version set at_shard = -1, at_record = 0 where state = 'coming'`)
}

/** A version that was in force once may be put in force again, from the first record on. */
export const reopenPast = (db: Queries, model: number) =>
  db.run(sql`update identity.model_version set state = 'coming', phase = 'weigh', at_shard = -1, at_record = 0
    where number = ${model} and state = 'past'`)

/** How many records there are, and how many of them a re-evaluation has passed. */
export const countPassed = (db: Queries, model: number) =>
  db.one<{ records: number; passed: number }>(sql`
    select count(*)::int as records,
      (count(*) filter (where (r.shard, r.record) <= (v.at_shard, v.at_record)))::int as passed
    from identity.model_version v left join identity.record r on true where v.number = ${model}
    group by v.number`)

export async function makeCurrent(tx: Tx, model: number, at: string): Promise<void> {
  await tx.run(sql`update identity.model_version set state = 'past' where state = 'current'`)
  await tx.run(sql`update identity.model_version set state = 'current', current_since = ${at}::timestamptz
    where number = ${model}`)
}

export const saveLearned = (db: Queries, model: number, learned: unknown) =>
  db.run(sql`update identity.model_version set learned = ${JSON.stringify(learned)}::jsonb
    where number = ${model} and learned = '{}'`)
