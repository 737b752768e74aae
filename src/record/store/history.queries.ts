import { type Sql, sql } from '#foundation/db'
import type { Reader, StoredRow } from './read.queries.ts'

export interface HistoryQuery {
  readonly type: number | null
  readonly key: { readonly shard: number; readonly id: string } | null
  readonly since: Date | null
  readonly until: Date | null
  readonly after: { readonly at: string; readonly id: string; readonly ver: number } | null
  readonly limit: number
}

export type PastRow = StoredRow & { readonly at: string }

/** Versions, newest first: those that stand and those that are past, from the two tables as one list. */
export const findVersions = (db: Reader, q: HistoryQuery) => {
  const order = q.key ? byVersion : byChange
  const part = (table: Sql) => sql`
    (select r.shard, r.type, r.id, r.ver, r.deleted, r.ext_id, null::uuid as patient, r.last_updated, r.content,
      r.last_updated::text as at
    from ${table} r where ${filters(q)}
    order by ${order} limit ${q.limit})`
  return db.many<PastRow>(sql`
    select * from (${part(sql`store.resource`)} union all ${part(sql`store.history`)}) r
    order by ${order} limit ${q.limit}`)
}

/** Two writers of one resource may hold clocks a moment apart: its versions are what orders them. */
const byVersion = sql`r.ver desc`
const byChange = sql`r.last_updated desc, r.id, r.ver desc`

function filters(q: HistoryQuery): Sql {
  const parts: Sql[] = []
  if (q.type !== null) parts.push(sql`r.type = ${q.type}`)
  if (q.key) parts.push(sql`r.shard = ${q.key.shard} and r.id = ${q.key.id}::uuid`)
  if (q.since) parts.push(sql`r.last_updated >= ${q.since.toISOString()}::timestamptz`)
  if (q.until) parts.push(sql`r.last_updated < ${q.until.toISOString()}::timestamptz`)
  if (q.after && q.key) parts.push(sql`r.ver < ${q.after.ver}`)
  else if (q.after) {
    const { at, id, ver } = q.after
    parts.push(sql`(r.last_updated < ${at}::timestamptz or (r.last_updated = ${at}::timestamptz
      and (r.id > ${id}::uuid or (r.id = ${id}::uuid and r.ver < ${ver}))))`)
  }
  return parts.length > 0 ? sql.join(parts, sql` and `) : sql`true`
}

export const countVersions = async (db: Reader, key: { shard: number; type: number; id: string }) =>
  Number(
    (
      await db.one<{ n: string }>(sql`
        select (select count(*) from store.resource where shard = ${key.shard} and type = ${key.type} and id = ${key.id}::uuid)
             + (select count(*) from store.history where shard = ${key.shard} and type = ${key.type} and id = ${key.id}::uuid) as n`)
    ).n,
  )
