import { type Database, pgArray, type Sql, sql, type Tx } from '#foundation/db'
import { prepared } from './prepared.ts'
import type { RowToWrite } from './row-to-write.ts'
import { deleteSides, insertSides } from './side-tables.queries.ts'

/** What stands under a key now. */
export interface CurrentRow {
  readonly shard: number
  readonly type: number
  readonly id: string
  readonly ver: number
  readonly deleted: boolean
  readonly last_updated: Date
  /** Bits of the parameters that have a value. */
  readonly present: string
  /** The stored text, to be compared with what came. */
  readonly content: string
}

export interface Key {
  readonly shard: number
  readonly type: number
  readonly id: string
}

/** The number of this transaction, which readers of the ledger compare with the oldest one still running. */
export const currentTx = async (tx: Tx): Promise<string> =>
  tx.number ?? (await tx.one<{ tx: string }>(sql`select pg_current_xact_id()::text as tx`)).tx

/** Numbers, uuids and times as an array literal: nothing in them needs a quote. */
export const column = (values: readonly (string | number | boolean | bigint | null)[]) =>
  `{${values.map((value) => (value === null ? 'NULL' : value)).join(',')}}`

/** Keys as rows of shard, type and id. */
export const unnestPlaces = (keys: readonly Key[]): Sql =>
  sql`unnest(${column(keys.map((k) => k.shard))}::int[], ${column(keys.map((k) => k.type))}::smallint[],
    ${column(keys.map((k) => k.id))}::uuid[])`

const unnestRows = (rows: readonly RowToWrite[]): Sql => sql`unnest(
    ${column(rows.map((r) => r.shard))}::int[], ${column(rows.map((r) => r.type))}::smallint[],
    ${column(rows.map((r) => r.id))}::uuid[], ${column(rows.map((r) => r.ver))}::int[],
    ${column(rows.map((r) => r.deleted))}::boolean[], ${pgArray(rows.map((r) => r.extId))}::text[],
    ${column(rows.map((r) => r.patient))}::uuid[], ${column(rows.map((r) => r.visit))}::uuid[],
    ${column(rows.map((r) => r.found.dt))}::timestamptz[], ${column(rows.map((r) => r.found.dtHi))}::timestamptz[],
    ${column(rows.map((r) => r.found.isLong))}::boolean[], ${column(rows.map((r) => r.found.code))}::bigint[],
    ${column(rows.map((r) => r.found.num))}::float8[], ${column(rows.map((r) => r.found.numHi))}::float8[],
    ${column(rows.map((r) => r.found.present))}::bigint[],
    ${pgArray(rows.map((r) => r.found.tok))}::text[], ${pgArray(rows.map((r) => r.content))}::text[]
  ) as n(shard, type, id, ver, deleted, ext_id, patient, visit, dt, dt_hi, is_long, code, num, num_hi, present, tok, content)`

/**
 * Multi-row insert: one statement for a whole batch (14,500 against 284 rows/s one at a time, ADR 0003). Fewer rows than
 * given: another writer stored the same keys a moment ago.
 */
const insertPart = (rows: readonly RowToWrite[], at: string, txNumber: Sql): Sql => sql`
  inserted as (
    insert into store.resource
      (shard, type, id, ver, deleted, ext_id, patient, visit, dt, dt_hi, is_long, code, num, num_hi, last_updated, tx,
       present, tok, content)
    select n.shard, n.type, n.id, n.ver, n.deleted, n.ext_id, n.patient, n.visit, n.dt, n.dt_hi, n.is_long, n.code,
           n.num, n.num_hi, ${at}::timestamptz, ${txNumber}, n.present, n.tok::bigint[], n.content
    from ${unnestRows(rows)}
    on conflict (shard, type, id) do nothing
    returning 1)`

/** Moves the present version to history and puts the next in its place; rows whose version moved on are not touched. */
const supersedePart = (rows: readonly RowToWrite[], at: string, txNumber: Sql): Sql => sql`
  next as (select * from ${unnestRows(rows)}),
  old as (
    select o.* from store.resource o join next n on o.shard = n.shard and o.type = n.type and o.id = n.id
    where o.ver = n.ver - 1),
  kept as (
    insert into store.history (shard, type, id, ver, deleted, ext_id, last_updated, tx, tx_end, content)
    select shard, type, id, ver, deleted, ext_id, last_updated, tx, ${txNumber}, content from old),
  updated as (
    update store.resource r
    set ver = n.ver, deleted = n.deleted, ext_id = n.ext_id, patient = n.patient, visit = n.visit, dt = n.dt,
        dt_hi = n.dt_hi, is_long = n.is_long, code = n.code, num = n.num, num_hi = n.num_hi,
        last_updated = ${at}::timestamptz, tx = ${txNumber}, present = n.present, tok = n.tok::bigint[],
        content = n.content
    from next n
    where r.shard = n.shard and r.type = n.type and r.id = n.id and r.ver = n.ver - 1
    returning 1)`

export interface RowsToWrite {
  readonly inserts: readonly RowToWrite[]
  readonly updates: readonly RowToWrite[]
  /** What the side tables hold of the versions that go. */
  readonly former: readonly RowToWrite[]
  readonly at: string
  readonly origin: string
}

export interface Written {
  readonly inserted: number
  readonly updated: number
}

/**
 * All rows of a transaction and its line in the ledger, in one statement. Answers how many of the inserts and of the
 * updates were really made. `copied`: rows that are there already, for the ledger.
 */
export const writeInOneStatement = (
  tx: Tx,
  rows: RowsToWrite,
  txNumber: string,
  copied: readonly RowToWrite[],
): Promise<Written> => tx.one<Written>(statementOf(rows, sql`${txNumber}::bigint`, copied))

/**
 * One row, the same as a transaction of its own. Nothing is written when the version that an update replaces stands no more.
 * The number is asked for once, by itself: over a cluster it must be the coordinator's.
 */
export const writeOneRow = (db: Database, rows: RowsToWrite): Promise<Written> =>
  db.one<Written>(
    statementOf(rows, sql`(select tx from own)`, [], {
      first: [sql`own as materialized (select pg_current_xact_id()::text::bigint as tx)`],
      condition: rows.updates.length > 0 ? sql`where exists (select from updated)` : sql.empty,
    }),
  )

const plain = { first: [], condition: sql.empty }

function statementOf(
  rows: RowsToWrite,
  txNumber: Sql,
  copied: readonly RowToWrite[],
  { first, condition }: { readonly first: readonly Sql[]; readonly condition: Sql } = plain,
): Sql {
  const { inserts, updates, at, origin } = rows
  const written = [...inserts, ...updates]
  const all = [...copied, ...written]
  const types = [...new Set(all.map((row) => row.type))].sort((a, b) => a - b)
  const parts = [...first]
  if (inserts.length > 0) parts.push(insertPart(inserts, at, txNumber))
  if (updates.length > 0) parts.push(supersedePart(updates, at, txNumber))
  parts.push(...deleteSides(rows.former), ...insertSides(written, condition))
  parts.push(sql`logged as (
    insert into store.tx_log (shard, tx, at, origin, written, types)
    select 0, ${txNumber}, ${at}::timestamptz, ${origin}::text, ${all.length}::int, ${types}::smallint[] ${condition}
    on conflict (shard, tx) do update set written = tx_log.written + excluded.written,
      types = tx_log.types || excluded.types)`)
  return prepared(sql`
    with ${sql.join(parts)}
    select ${inserts.length > 0 ? sql`(select count(*)::int from inserted)` : sql`0`} as inserted,
           ${updates.length > 0 ? sql`(select count(*)::int from updated)` : sql`0`} as updated`)
}

/** What is stored now under these keys, locked so that two writers cannot both take the next version. */
export const findCurrent = (tx: Tx, keys: readonly Key[]) =>
  tx.many<CurrentRow>(
    prepared(sql`
      select r.shard, r.type, r.id, r.ver, r.deleted, r.last_updated, r.present::text as present, r.content
      from store.resource r
      join ${unnestPlaces(keys)} as k(shard, type, id)
        on r.shard = k.shard and r.type = k.type and r.id = k.id
      order by r.shard, r.type, r.id
      for update of r`),
  )

/** The same without a lock, for a write that says itself which version it replaces; `nth` counts from 1. */
export const findCurrentEach = (db: Database, keys: readonly Key[]) =>
  db.many<CurrentRow & { readonly nth: number }>(
    prepared(sql`
      select r.shard, r.type, r.id, r.ver, r.deleted, r.last_updated, r.present::text as present, r.content, k.nth::int as nth
      from store.resource r
      join ${unnestPlaces(keys)} with ordinality
        as k(shard, type, id, nth) on r.shard = k.shard and r.type = k.type and r.id = k.id`),
  )

/** Everything stored for one visit, found through its patient (a patient has hundreds of rows, not millions). */
export const findOfVisit = (tx: Tx, shard: number, patient: string, visit: string) =>
  tx.many<CurrentRow>(sql`
    select shard, type, id, ver, deleted, last_updated, present::text as present, content from store.resource
    where shard = ${shard} and patient = ${patient}::uuid and visit = ${visit}::uuid
    order by shard, type, id for update`)

/** Writers with one criterion wait here for each other; the row goes with the transaction that made it. */
export const holdGuards = (tx: Tx, guards: readonly { shard: number; h: string }[]) =>
  tx.run(sql`
    insert into store.guard (shard, h)
    select * from unnest(${column(guards.map((g) => g.shard))}::int[], ${column(guards.map((g) => g.h))}::bigint[])
    on conflict (shard, h) do update set h = excluded.h`)

export const releaseGuards = (tx: Tx, guards: readonly { shard: number; h: string }[]) =>
  tx.run(sql`
    delete from store.guard g using unnest(${column(guards.map((g) => g.shard))}::int[],
      ${column(guards.map((g) => g.h))}::bigint[]) as o(shard, h) where g.shard = o.shard and g.h = o.h`)

export interface Placed {
  readonly shard: number
  readonly type: number
  readonly ext_id: string
  readonly target_shard: number
}

/** Where resources with foreign ids lie; the first writer of an id decides. */
export const placeInDirectory = (tx: Tx, rows: readonly Placed[]) =>
  tx.many<Placed>(sql`
    with given as (
      select * from unnest(${column(rows.map((r) => r.shard))}::int[], ${column(rows.map((r) => r.type))}::smallint[],
        ${pgArray(rows.map((r) => r.ext_id))}::text[], ${column(rows.map((r) => r.target_shard))}::int[])
        as g(shard, type, ext_id, target_shard)
    )
    insert into store.directory (shard, type, ext_id, target_shard)
    select shard, type, ext_id, target_shard from given order by shard, type, ext_id
    on conflict (shard, type, ext_id) do update set target_shard = directory.target_shard
    returning shard, type, ext_id, target_shard`)

export const noteStrays = (tx: Tx, rows: readonly { shard: number; patient: string; rowShard: number }[]) =>
  tx.run(sql`
    insert into store.stray (shard, patient, row_shard)
    select distinct * from unnest(${column(rows.map((r) => r.shard))}::int[], ${column(rows.map((r) => r.patient))}::uuid[],
      ${column(rows.map((r) => r.rowShard))}::int[])
    on conflict do nothing`)
