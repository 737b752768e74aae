import { type Queries, type Sql, sql } from '#foundation/db'
import type { Manifest, TableName } from './manifest.ts'

/** Tables of the rooms with the columns that hold values of their own. A partition is part of its parent. */
export const listTables = (tx: Queries, schemas: readonly string[]) =>
  tx.many<TableName>(sql`
    select n.nspname::text as schema, c.relname::text as table,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any(${schemas}::text[]) and c.relkind in ('r', 'p') and not c.relispartition
      and (n.nspname, c.relname) <> ('foundation', 'migration')
    order by n.nspname collate "C", c.relname collate "C"`)

/** Which table must be filled before which. */
export const listReferences = (tx: Queries, schemas: readonly string[]) =>
  tx.many<{ child: string; parent: string }>(sql`
    select distinct cn.nspname || '.' || c.relname as child, pn.nspname || '.' || p.relname as parent
    from pg_constraint k
      join pg_class c on c.oid = k.conrelid join pg_namespace cn on cn.oid = c.relnamespace
      join pg_class p on p.oid = k.confrelid join pg_namespace pn on pn.oid = p.relnamespace
    where k.contype = 'f' and k.conparentid = 0 and k.conrelid <> k.confrelid and cn.nspname = any(${schemas}::text[])`)

export const listSequences = (tx: Queries, schemas: readonly string[]) =>
  tx.many<{ schema: string; name: string }>(sql`
    select n.nspname::text as schema, c.relname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any(${schemas}::text[]) and c.relkind = 'S' order by 1, 2`)

export const readSequence = (tx: Queries, name: Sql) =>
  tx.one<{ value: string; called: boolean }>(
    sql`select last_value as value, is_called as called from ${name}`,
  )

export const setSequence = (tx: Queries, { schema, name, value, called }: Manifest['sequences'][number]) =>
  tx.run(
    sql`select setval(format('%I.%I', ${schema}::text, ${name}::text)::regclass, ${value}::bigint, ${called})`,
  )

export const readLedger = (tx: Queries) =>
  tx.many<Manifest['migrations'][number]>(sql`
    select room, name, sha256, to_char(applied_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "appliedAt"
    from foundation.migration order by room collate "C", name collate "C"`)

/** A restored ledger says when a migration was first applied. */
export const restoreLedgerTimes = (tx: Queries, migrations: Manifest['migrations']) =>
  tx.run(sql`
    update foundation.migration m set applied_at = g.at from unnest(${migrations.map((m) => m.room)}::text[],
      ${migrations.map((m) => m.name)}::text[], ${migrations.map((m) => m.appliedAt)}::timestamptz[]) as g(room, name, at)
    where m.room = g.room and m.name = g.name`)

export const listExtensions = async (tx: Queries) =>
  (
    await tx.many<{ name: string }>(
      sql`select extname::text as name from pg_extension where extname not in ('plpgsql', 'citus', 'citus_columnar') order by 1`,
    )
  ).map((row) => row.name)

export const serverVersion = async (tx: Queries) =>
  (await tx.one<{ version: string }>(sql`select current_setting('server_version') as version`)).version

/** Does the ledger exist? */
export const hasLedger = async (tx: Queries) =>
  (await tx.one<{ there: boolean }>(sql`select to_regclass('foundation.migration') is not null as there`))
    .there

/** Schemas of these names that exist. */
export const existingSchemas = async (tx: Queries, schemas: readonly string[]) =>
  (
    await tx.many<{ name: string }>(
      sql`select nspname::text as name from pg_namespace where nspname = any(${schemas}::text[])`,
    )
  ).map((row) => row.name)

/** `schema.table`, quoted. Names come from the catalogue or from a manifest checked against it. */
export const tableName = ({ schema, table }: { schema: string; table: string }): Sql =>
  sql`${sql.ident(schema, [schema])}.${sql.ident(table, [table])}`

export const columnList = (columns: readonly string[]): Sql =>
  sql.join(columns.map((name) => sql.ident(name, columns)))

export const hasRows = async (tx: Queries, table: TableName) =>
  (await tx.one<{ any: boolean }>(sql`select exists (select from ${tableName(table)}) as any`)).any
