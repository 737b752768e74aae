import { type Sql, sql } from '#foundation/db'
import { prepared } from '../prepared.ts'
import type { Reader, StoredRow } from '../read.queries.ts'
import { bareRow, row } from '../read.queries.ts'
import { longDays } from '../row-to-write.ts'
import { column } from '../write.queries.ts'
import { indexedTokenSql, type KeySet, type Predicate } from './predicate.queries.ts'
import { type Snapshot, seenIn } from './snapshot.queries.ts'

/** How rows are found. All give the same rows in the same order; they differ in what they cost. */
export type Strategy = 'keys' | 'patient' | 'tokens' | 'code' | 'value' | 'side' | 'walk' | 'scan'

/** Orders an index can give: newest clinical date first (the default), by last change, by id. */
export type Order = 'dt' | 'dt-asc' | 'updated' | 'updated-asc' | 'id' | 'id-asc'

export interface After {
  readonly value: string | null
  readonly id: string
}

export interface Selection {
  readonly type: number
  readonly strategy: Strategy
  readonly where: Predicate
  readonly order: Order
  readonly after: After | null
  readonly snapshot: Snapshot | null
  readonly limit: number
  /** Of a walk: rows looked at before it gives up. */
  readonly walkLimit?: number
  /** Without the text: for who asks only which they are. */
  readonly isBare?: boolean
  /** Of a set by tokens: the lists that the index is asked for, all of which must be met. */
  readonly leading?: readonly (readonly string[])[]
}

/** `value` is what `After` needs of the row. */
export type Found = StoredRow & {
  readonly value: string | null
  /** The snapshot the statement saw. */
  readonly snapshot: string
}

/** The id as clients see it, in the order of its bytes. */
const idText = sql`coalesce(r.ext_id, r.id::text) collate "C"`

const columns: Record<Order, { key: Sql; order: Sql }> = {
  dt: { key: sql`r.dt`, order: sql`r.dt desc nulls last, r.id` },
  'dt-asc': { key: sql`r.dt`, order: sql`r.dt asc nulls last, r.id` },
  updated: { key: sql`r.last_updated`, order: sql`r.last_updated desc, r.id` },
  'updated-asc': { key: sql`r.last_updated`, order: sql`r.last_updated asc, r.id desc` },
  id: { key: idText, order: sql`${idText} desc, r.id` },
  'id-asc': { key: idText, order: sql`${idText}, r.id` },
}

/** Where the undated rows begin, which stand last whichever way dates run. */
export const beforeUndated: After = { value: null, id: '00000000-0000-0000-0000-000000000000' }

/** Rows behind the last one shown; behind a dated one only dated ones, so that the index is entered where it stands. */
function behind(order: Order, after: After): Sql {
  const id = sql`${after.id}::uuid`
  const at = sql`${after.value}::timestamptz`
  switch (order) {
    case 'dt':
      return after.value === null
        ? sql`r.dt is null and r.id > ${id}`
        : sql`r.dt <= ${at} and (r.dt < ${at} or r.id > ${id})`
    case 'dt-asc':
      return after.value === null
        ? sql`r.dt is null and r.id > ${id}`
        : sql`r.dt >= ${at} and (r.dt > ${at} or r.id > ${id})`
    case 'updated':
      return sql`r.last_updated <= ${at} and (r.last_updated < ${at} or r.id > ${id})`
    case 'updated-asc':
      return sql`r.last_updated >= ${at} and (r.last_updated > ${at} or r.id < ${id})`
    case 'id':
      return sql`${idText} < ${after.value}`
    case 'id-asc':
      return sql`${idText} > ${after.value}`
  }
}

const unnestKeys = (keys: KeySet): Sql =>
  sql`unnest(${column(keys.shards)}::int[], ${column(keys.ids)}::uuid[]) as k(shard, id)`

/** Where rows of these patients lie: with them, and where a resource was when its subject changed. */
const ofPatients = (patients: KeySet): Sql => sql`(
  select k.shard, k.id from ${unnestKeys(patients)}
  union
  select t.row_shard, k.id from ${unnestKeys(patients)} join store.stray t on t.shard = k.shard and t.patient = k.id) k`

/** Where the rows come from, as the strategy has it. The type is in every hash: where hashes lead it need not be asked. */
function source(s: Selection): Sql {
  const { where, strategy } = s
  const type = sql.literal(s.type)
  if (strategy === 'keys' && where.keys)
    return sql`${unnestKeys(where.keys)} join store.resource r on r.shard = k.shard and r.type = ${type} and r.id = k.id`
  if (strategy === 'patient' && where.patients)
    return sql`${ofPatients(where.patients)} join store.resource r on r.shard = k.shard and r.patient = k.id and r.type = ${type}`
  if (strategy === 'side' && where.side)
    return sql`(select distinct s.shard, s.id, s.ver from (${where.side}) s) s
      join store.resource r on r.shard = s.shard and r.type = ${type} and r.id = s.id and r.ver = s.ver`
  return sql`store.resource r`
}

function filters(s: Selection, lead: Sql | null): Sql {
  const parts = lead ? [lead] : [sql`r.type = ${sql.literal(s.type)}`]
  parts.push(sql`not r.deleted`, s.strategy === 'side' ? (s.where.beside ?? sql`true`) : s.where.sql)
  if (s.where.bound) parts.push(s.where.bound)
  if (s.after) parts.push(behind(s.order, s.after))
  if (s.snapshot) parts.push(seenIn(sql`r.tx`, s.snapshot))
  return sql.join(parts, sql` and `)
}

function leadOf(s: Selection): Sql | null {
  if (s.strategy === 'tokens' && s.leading) return sql.join(s.leading.map(indexedTokenSql), sql` and `)
  return s.strategy === 'value' && s.where.value
    ? sql`r.type = ${sql.literal(s.type)} and ${s.where.value}`
    : null
}

/** A page of rows, each with what `After` needs of it. Statements of one form are prepared once per connection. */
export const selectRows = (db: Reader, s: Selection): Promise<Found[]> =>
  db.many<Found>(prepared(statementOf(s)))

/** A row as a page needs it. */
const columnsOf = (s: Selection): Sql =>
  sql`${s.isBare ? bareRow : row}, ${columns[s.order].key}::text as value, ${snapshotNow}`

function statementOf(s: Selection): Sql {
  if (s.strategy === 'code' && s.where.codes) return byCode(s, s.where.codes)
  const limit = sql.literal(s.limit)
  if (s.strategy === 'walk') return alongIndex(s, sql`r.type = ${sql.literal(s.type)}`)
  if (s.strategy === 'patient' && s.where.patients && s.order === 'dt') return byPatient(s, s.where.patients)
  // The order is one that no index has, or PostgreSQL would walk instead of taking the set.
  return sql`
    select ${columnsOf(s)} from ${source(s)} where ${filters(s, leadOf(s))}
    order by ${s.strategy === 'scan' ? columns[s.order].order : setOrder[s.order]} limit ${limit}`
}

/** The newest of each patient along their own index, then the newest of all. */
function byPatient(s: Selection, patients: KeySet): Sql {
  const limit = sql.literal(s.limit)
  const lead = sql`r.shard = k.shard and r.patient = k.id and r.type = ${sql.literal(s.type)}`
  return sql`
    select r.* from ${ofPatients(patients)}, lateral (
      select ${columnsOf(s)} from store.resource r where ${filters(s, lead)} order by ${columns.dt.order} limit ${limit}) r
    order by r.value::timestamptz desc nulls last, r.id limit ${limit}`
}

/** Through a side table or by value, unless that names more than `most` rows: null. */
export async function selectFew(db: Reader, s: Selection, most: number): Promise<Found[] | null> {
  const limit = sql.literal(s.limit)
  const few =
    s.strategy === 'side' && s.where.side
      ? s.where.side
      : sql`select r.shard, r.id, r.ver from store.resource r where ${leadOf(s)} and not r.deleted`
  const found = await db.many<Found & { named: number; id: string | null }>(
    prepared(sql`
      with few as materialized (select * from (${few}) s limit ${sql.literal(most + 1)})
      select n.named, r.* from (select count(*)::int as named from few) n left join lateral (
        select ${columnsOf(s)} from (select distinct shard, id, ver from few) s
          join store.resource r on r.shard = s.shard and r.type = ${sql.literal(s.type)} and r.id = s.id and r.ver = s.ver
        where n.named <= ${sql.literal(most)} and ${filters(s, null)} order by ${setOrder[s.order]} limit ${limit}) r on true`),
  )
  if ((found[0]?.named ?? 0) > most) return null
  return found.filter((each) => each.id !== null)
}

/** Along an index in its order, until there are enough; with a limit on the rows looked at. */
function alongIndex(s: Selection, lead: Sql): Sql {
  const ends = s.where.endsFrom
  if (!ends || (s.order !== 'dt' && s.order !== 'dt-asc')) return inOneWalk(s, lead)
  // What is not long and ends behind that hour began within a month before it.
  const near = sql`not r.is_long and r.dt >= ${ends} - ${monthBefore}`
  const far = sql`r.is_long and r.dt_hi >= ${ends}`
  return sql`
    select * from ((${inOneWalk(s, sql`${lead} and ${near}`)}) union all (${inOneWalk(s, sql`${lead} and ${far}`)})) r
    order by r.value::timestamptz ${s.order === 'dt' ? sql`desc` : sql.empty} nulls last, r.id limit ${sql.literal(s.limit)}`
}

const monthBefore = sql`${`${longDays} days`}::interval`

function inOneWalk(s: Selection, lead: Sql): Sql {
  const { order } = columns[s.order]
  const limit = sql.literal(s.limit)
  if (s.walkLimit === undefined)
    return sql`
      select ${columnsOf(s)} from store.resource r where ${filters(s, lead)}
      order by ${order} limit ${limit}`
  return sql`
    select ${columnsOf(s)} from (
      select * from store.resource r where ${lead} and not r.deleted
        ${s.where.bound ? sql`and ${s.where.bound}` : sql.empty} ${s.after ? sql`and ${behind(s.order, s.after)}` : sql.empty}
      order by ${order} limit ${sql.literal(s.walkLimit)}) r
    where ${filters(s, lead)} order by ${order} limit ${limit}`
}

/** Each code along its own index, and the few rows that have one of them as a further code; together in order. */
function byCode(s: Selection, codes: NonNullable<Predicate['codes']>): Sql {
  const parts = codes.map(({ first }) => sql`(${alongIndex(s, sql`r.code = ${first}::bigint`)})`)
  // Who has one of the codes first was found by it already.
  const further = sql`${indexedTokenSql(codes.map((each) => each.further))}
    and (r.code is null or r.code <> all(${`{${codes.map((each) => each.first).join(',')}}`}::bigint[]))`
  parts.push(sql`(
    select ${columnsOf(s)} from store.resource r where ${filters(s, further)}
    order by ${setOrder[s.order]} limit ${sql.literal(s.limit)})`)
  return sql`
    select * from (${sql.join(parts, sql` union all `)}) r
    order by r.value::timestamptz desc nulls last, r.id limit ${sql.literal(s.limit)}`
}

const snapshotNow = sql`pg_current_snapshot()::text as snapshot`

const setOrder: Record<Order, Sql> = {
  dt: sql`(r.dt + interval '0') desc nulls last, r.id`,
  'dt-asc': sql`(r.dt + interval '0') asc nulls last, r.id`,
  updated: sql`(r.last_updated + interval '0') desc, r.id`,
  'updated-asc': sql`(r.last_updated + interval '0') asc, r.id desc`,
  id: columns.id.order,
  'id-asc': columns['id-asc'].order,
}

/** How many rows there are; only for exact predicates. */
export const countRows = async (db: Reader, s: Selection): Promise<number> =>
  Number(
    (await db.one<{ n: string }>(sql`select count(*) as n from ${source(s)} where ${filters(s, leadOf(s))}`))
      .n,
  )

/** Versions that stood in a snapshot and have been superseded since: the small set a later page must add. */
export const findSuperseded = (db: Reader, type: number, snapshot: Snapshot) =>
  db.many<StoredRow>(
    prepared(sql`
    select r.shard, r.type, r.id, r.ver, r.deleted, r.ext_id, null::uuid as patient, r.last_updated, r.content
    from store.history r
    where r.type = ${type} and r.tx_end >= ${snapshot.xmin}::bigint and not ${seenIn(sql`r.tx_end`, snapshot)}
      and ${seenIn(sql`r.tx`, snapshot)} and not r.deleted
    order by r.id limit 20001`),
  )

export const currentSnapshot = async (db: Reader): Promise<string> =>
  (await db.one<{ s: string }>(sql`select pg_current_snapshot()::text as s`)).s

/** What page tokens are signed with; made with the tables. */
export const pageKey = async (db: Reader): Promise<string> =>
  (await db.one<{ value: string }>(sql`select value from store.secret where shard = 0 and name = 'page'`))
    .value
