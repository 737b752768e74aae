import { type Queries, sql, type Tx } from '#foundation/db'
import type { Change } from './version.types.ts'

export interface VersionRow {
  readonly list: string
  readonly version: number
  readonly lineage: readonly number[]
  readonly label: string
  readonly note: string | null
  readonly effective_from: string
  readonly mode: 'replace' | 'amend'
  readonly file_name: string | null
  readonly total: number
  readonly added: number
  readonly changed: number
  readonly ended: number
  readonly committed_at: Date
  readonly committed_by: string
  readonly undone_at: Date | null
}

/** All imported versions of all lists: some hundreds in an installation's life. */
export const findVersions = (db: Queries) =>
  db.many<VersionRow>(sql`
    select list, version, lineage, label, note, effective_from, mode, file_name, total, added, changed, ended,
      committed_at, committed_by, undone_at
    from catalogues.version order by list, version`)

export const findVersionsOf = (db: Queries, list: string) =>
  db.many<VersionRow>(sql`
    select list, version, lineage, label, note, effective_from, mode, file_name, total, added, changed, ended,
      committed_at, committed_by, undone_at
    from catalogues.version where list = ${list} order by version`)

/** What the named versions changed, the oldest first. */
export const findChanges = (db: Queries, list: string, versions: readonly number[]) =>
  db.many<Change>(sql`
    select code, ended, name, fields from catalogues.entry
    where list = ${list} and version = any(${versions}::int[]) order by version`)

/** One import, undo or decision about a list at a time, over all processes; let go at the end of the transaction. */
export const lockList = (tx: Tx, list: string) =>
  tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`catalogues ${list}`}, 0))`)

export const insertVersion = (
  tx: Tx,
  row: Omit<VersionRow, 'committed_at' | 'undone_at'> & { committed_at: string; sha256: Buffer | null },
) =>
  tx.run(sql`
    insert into catalogues.version (list, version, lineage, label, note, effective_from, mode, file_name, sha256,
      total, added, changed, ended, committed_at, committed_by)
    values (${row.list}, ${row.version}, ${row.lineage}::int[], ${row.label}, ${row.note}, ${row.effective_from}::date,
      ${row.mode}, ${row.file_name}, ${row.sha256}, ${row.total}, ${row.added}, ${row.changed}, ${row.ended},
      ${row.committed_at}::timestamptz, ${row.committed_by})`)

export const insertChanges = (tx: Tx, list: string, version: number, changes: readonly Change[]) =>
  tx.run(sql`
    insert into catalogues.entry (list, version, code, ended, name, fields)
    select ${list}, ${version}, c.code, c.ended, c.name, c.fields
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb)
      as c(code text, ended boolean, name text, fields jsonb)`)

export const insertEvent = (
  tx: Tx,
  event: {
    list: string
    version: number
    at: string
    event: 'committed' | 'undone' | 'restored'
    by: string
  },
) =>
  tx.run(sql`
    insert into catalogues.version_event (list, version, at, event, by)
    values (${event.list}, ${event.version}, ${event.at}::timestamptz, ${event.event}, ${event.by})
    on conflict (list, version, at) do update set event = excluded.event, by = excluded.by`)

/** Undoes (an instant) or restores (null); nothing when it is so already. */
export const markUndone = (tx: Tx, list: string, version: number, undoneAt: string | null) =>
  tx.run(sql`
    update catalogues.version set undone_at = ${undoneAt}::timestamptz
    where list = ${list} and version = ${version} and (undone_at is null) <> (${undoneAt}::timestamptz is null)`)
