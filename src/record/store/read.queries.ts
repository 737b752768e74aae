import { type Database, pgArray, sql, type Tx } from '#foundation/db'
import { prepared } from './prepared.ts'
import { column, type Key, unnestPlaces } from './write.queries.ts'

export type Reader = Database | Tx

export interface StoredRow {
  readonly shard: number
  readonly type: number
  readonly id: string
  readonly ver: number
  readonly deleted: boolean
  readonly ext_id: string | null
  readonly patient: string | null
  readonly last_updated: Date
  readonly content: string
}

export const row = sql`r.shard, r.type, r.id, r.ver, r.deleted, r.ext_id, r.patient, r.last_updated, r.content`
/** A row of which only the key is wanted. */
export const bareRow = sql`r.shard, r.type, r.id, r.ver, r.deleted, r.ext_id, r.patient, r.last_updated, ''::text as content`
const pastRow = sql`r.shard, r.type, r.id, r.ver, r.deleted, r.ext_id, null::uuid as patient, r.last_updated, r.content`

export const readResource = (db: Reader, { shard, type, id }: Key) =>
  db.maybe<StoredRow>(sql.named('store.read')`
    select ${row} from store.resource r where r.shard = ${shard} and r.type = ${type} and r.id = ${id}::uuid`)

/** Each of several, deleted ones too; `nth` counts from 1 in the order asked. */
export const readEach = (db: Reader, keys: readonly Key[]) =>
  db.many<StoredRow & { readonly nth: number }>(
    prepared(sql`
      select ${row}, k.nth::int as nth from store.resource r
      join ${unnestPlaces(keys)} with ordinality
        as k(shard, type, id, nth) on r.shard = k.shard and r.type = k.type and r.id = k.id`),
  )

export const readVersion = (db: Reader, { shard, type, id }: Key, version: number) =>
  db.maybe<StoredRow>(sql.named('store.vread')`
    select ${row} from store.resource r
    where r.shard = ${shard} and r.type = ${type} and r.id = ${id}::uuid and r.ver = ${version}
    union all
    select ${pastRow} from store.history r
    where r.shard = ${shard} and r.type = ${type} and r.id = ${id}::uuid and r.ver = ${version}`)

export const readMany = (db: Reader, keys: readonly Key[]) =>
  db.many<StoredRow>(
    prepared(sql`
    select ${row} from store.resource r
    join ${unnestPlaces(keys)} as k(shard, type, id)
      on r.shard = k.shard and r.type = k.type and r.id = k.id
    where not r.deleted`),
  )

/** What one visit wrote, by its own id and its patient's. */
export const readVisit = (db: Reader, patient: { shard: number; id: string }, visitId: string) =>
  db.many<StoredRow>(sql`
    select ${row} from store.resource r
    where r.shard = ${patient.shard} and r.patient = ${patient.id}::uuid and r.visit = ${visitId}::uuid and not r.deleted
    order by r.type, r.id`)

/** A person's life: every present resource of the patients that are linked to them. */
export const readPatients = (
  db: Reader,
  patients: readonly { shard: number; id: string }[],
  types: readonly number[] | null,
  limit: number,
) =>
  db.many<StoredRow>(sql`
    select ${row} from store.resource r
    where r.shard = any(${patients.map((p) => p.shard)}::int[]) and r.patient = any(${patients.map((p) => p.id)}::uuid[])
      and (${types}::smallint[] is null or r.type = any(${types}::smallint[])) and not r.deleted
    order by r.dt desc nulls last limit ${limit}`)

/** Whether a label among them holds back is for the gate to say. Found in a person's own rows, a few thousand at most. */
export const readLabelled = (db: Reader, patients: readonly { shard: number; id: string }[]) =>
  db.many<StoredRow>(sql`
    select ${row} from store.resource r
    where r.shard = any(${patients.map((p) => p.shard)}::int[]) and r.patient = any(${patients.map((p) => p.id)}::uuid[])
      and not r.deleted and r.content like '%"security":[%' limit 500`)

export const findInDirectory = (
  db: Reader,
  keys: readonly { shard: number; type: number; extId: string }[],
) =>
  db.many<{ type: number; ext_id: string; target_shard: number }>(
    prepared(sql`
    select d.type, d.ext_id, d.target_shard from store.directory d
    join unnest(${column(keys.map((k) => k.shard))}::int[], ${column(keys.map((k) => k.type))}::smallint[],
                ${pgArray(keys.map((k) => k.extId))}::text[]) as k(shard, type, ext_id)
      on d.shard = k.shard and d.type = k.type and d.ext_id = k.ext_id`),
  )

/** The planner's estimate: exact enough for a headline, and it costs nothing. */
export const estimateResources = async (db: Reader): Promise<number> => {
  const { n } = await db.one<{ n: string }>(sql`
    select greatest(0, coalesce(n_live_tup, 0))::bigint as n from pg_stat_user_tables
    where schemaname = 'store' and relname = 'resource'`)
  return Number(n)
}
