import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Logger, silentLogger } from '#foundation/log'
import { projectRoot } from '#foundation/project'
import { fail, ok, type Problem, type Result } from '#foundation/result'
import { quoteIdent, sql, trustedText } from './sql.ts'
import type { Database, Queries, Tx } from './types.ts'

/** A room with tables: its name is its schema. */
export interface MigrationRoom {
  readonly name: string
  readonly dir: string
}

export interface MigrationFile {
  readonly room: string
  readonly name: string
  readonly sha256: string
  readonly text: string
}

interface LedgerRow {
  room: string
  name: string
  sha256: string
}

/** `roomMigrations('identity', 'record/identity')`: found from the project's root, so a bundle finds them too. */
export const roomMigrations = (name: string, folder: string): MigrationRoom => ({
  name,
  dir: join(projectRoot(), 'src', folder, 'migrations'),
})

/** All migration files of the rooms: rooms in the given order, files by name. */
export async function readMigrations(rooms: readonly MigrationRoom[]): Promise<MigrationFile[]> {
  const perRoom = await Promise.all(rooms.map(readRoom))
  return perRoom.flat()
}

async function readRoom({ name: room, dir }: MigrationRoom): Promise<MigrationFile[]> {
  if (!/^[a-z][a-z0-9_]*$/.test(room)) throw new Error(`${room}: a room's schema is lower case`)
  const names = (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort()
  const numbers = new Set<string>()
  return Promise.all(
    names.map(async (name) => {
      const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1]
      if (!number || numbers.has(number))
        throw new Error(`${room}/${name}: migrations are NNNN_verb_object.sql, each number once`)
      numbers.add(number)
      // Windows checkouts change line ends; that is not a change of the migration.
      const text = (await readFile(join(dir, name), 'utf8')).replaceAll('\r\n', '\n')
      return { room, name, text, sha256: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

/** One hash over all migrations: the key of a template database. */
export const migrationsHash = (files: readonly MigrationFile[]): string =>
  createHash('sha256')
    .update(files.map((f) => `${f.room}/${f.name} ${f.sha256}`).join('\n'))
    .digest('hex')

/** Files not yet applied, or the problem that stands in the way. Changes nothing. */
export async function pendingMigrations(
  db: Queries,
  rooms: readonly MigrationRoom[],
): Promise<Result<readonly MigrationFile[]>> {
  return compare(await readMigrations(rooms), await readLedger(db))
}

/**
 * Brings every room's schema up to date. One process at a time; each file in its own transaction, written to the ledger
 * `foundation.migration` in the same transaction. An edited or vanished file stops everything before anything is changed.
 */
export async function migrate(
  db: Database,
  rooms: readonly MigrationRoom[],
  log: Logger = silentLogger,
): Promise<Result<{ readonly applied: readonly string[] }>> {
  const files = await readMigrations(rooms)
  const first = compare(files, await readLedger(db))
  if (!first.ok) return first
  const applied: string[] = []
  for (const file of first.value) {
    const done = await db.transaction(async (tx): Promise<Result<boolean>> => {
      await lockMigrations(tx)
      // Another process may have been quicker while we waited for the lock.
      const still = compare(files, await readLedger(tx))
      if (!still.ok) return still
      if (!still.value.some((each) => each.room === file.room && each.name === file.name)) return ok(false)
      await applyMigrations(tx, [file])
      return ok(true)
    })
    if (!done.ok) return done
    if (done.value) {
      applied.push(`${file.room}/${file.name}`)
      log.info({ room: file.room, migration: file.name }, 'migration applied')
    }
  }
  return ok({ applied })
}

/** Holds off every other migrating or restoring process until this transaction ends. */
export async function lockMigrations(tx: Tx): Promise<void> {
  // A number nobody else uses in this database. On Citus it holds on the coordinator, where everybody migrates.
  await tx.run(sql`select pg_advisory_xact_lock(${'5575932013463110'}::bigint)`)
}

/** Applies files inside a transaction and writes the ledger. For `migrate` and for restoring a backup. */
export async function applyMigrations(tx: Tx, files: readonly MigrationFile[]): Promise<void> {
  await tx.script(`
    create schema if not exists foundation;
    create table if not exists foundation.migration (
      room text not null,
      name text not null,
      sha256 text not null,
      applied_at timestamptz not null,
      primary key (room, name)
    )`)
  for (const file of files) {
    try {
      await tx.run(trustedText(`create schema if not exists ${quoteIdent(file.room)}`))
      await tx.script(file.text)
    } catch (error) {
      throw new Error(`migration ${file.room}/${file.name}${lineOf(error, file.text)} failed`, {
        cause: error,
      })
    }
    await tx.run(sql`
      insert into foundation.migration (room, name, sha256, applied_at)
      values (${file.room}, ${file.name}, ${file.sha256}, clock_timestamp())`)
  }
}

function lineOf(error: unknown, text: string): string {
  const { position, message, code } = error as { position?: string; message?: string; code?: string }
  const line = position ? `:${text.slice(0, Number(position)).split('\n').length}` : ''
  return `${line} (${code ?? ''} ${message ?? ''})`
}

async function readLedger(db: Queries): Promise<LedgerRow[]> {
  const there = await db.one<{ there: boolean }>(
    sql`select to_regclass('foundation.migration') is not null as there`,
  )
  return there.there ? db.many<LedgerRow>(sql`select room, name, sha256 from foundation.migration`) : []
}

function compare(
  files: readonly MigrationFile[],
  ledger: readonly LedgerRow[],
): Result<readonly MigrationFile[]> {
  const key = (row: { room: string; name: string }) => `${row.room}/${row.name}`
  const onDisk = new Map(files.map((file) => [key(file), file]))
  const rooms = new Set(files.map((file) => file.room))
  const changed = ledger.filter((row) => onDisk.has(key(row)) && onDisk.get(key(row))!.sha256 !== row.sha256)
  if (changed.length > 0) return fail(migrationChanged(changed.map(key)))
  const vanished = ledger.filter((row) => rooms.has(row.room) && !onDisk.has(key(row)))
  if (vanished.length > 0) return fail(databaseNewer(vanished.map(key)))
  const applied = new Set(ledger.map(key))
  return ok(files.filter((file) => !applied.has(key(file))))
}

const migrationChanged = (names: readonly string[]): Problem => ({
  code: 'DB_MIGRATION_CHANGED',
  kind: 'conflict',
  message:
    `Tệp migration đã chạy nhưng nội dung bị sửa: ${names.join(', ')}. Hãy khôi phục tệp gốc và viết thay đổi thành tệp mới ` +
    '(an applied migration file was edited; restore it and add a new file).',
})

const databaseNewer = (names: readonly string[]): Problem => ({
  code: 'DB_NEWER_THAN_PROGRAM',
  kind: 'conflict',
  message:
    `Cơ sở dữ liệu mới hơn chương trình: có migration mà bản này không có (${names.join(', ')}). Hãy chạy bản Mạch mới hơn ` +
    '(the database was migrated by a newer version).',
})
