import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import {
  applyMigrations,
  type Database,
  ensureExtensions,
  lockMigrations,
  type MigrationFile,
  type MigrationRoom,
  readMigrations,
  sql,
  type Tx,
} from '#foundation/db'
import { fail, ok, type Problem, type Result } from '#foundation/result'
import { backupProblems } from './backup.problems.ts'
import {
  columnList,
  existingSchemas,
  hasLedger,
  hasRows,
  listTables,
  restoreLedgerTimes,
  setSequence,
  tableName,
} from './backup.queries.ts'
import { BrokenBackup, type Frame, readFrames } from './frames.ts'
import {
  type BackupProgress,
  endSchema,
  FORMAT,
  type Manifest,
  manifestSchema,
  type TableName,
  tableEndSchema,
} from './manifest.ts'

export interface RestoreOptions {
  readonly db: Database
  readonly rooms: readonly MigrationRoom[]
  readonly in: Readable
  /** Replaces what is there. Without it a database that holds anything is refused. */
  readonly force?: boolean
  readonly onProgress?: (progress: BackupProgress) => void
}

export interface RestoreReport {
  readonly manifest: Manifest
  readonly tables: number
  readonly rows: number
}

/** Carries a problem out of the transaction, so that everything is rolled back. */
class Refused extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.code)
    this.problem = problem
  }
}

/**
 * Reads a backup into a database, in one transaction: whole and verified, or not at all. The schema is built by this version's
 * own migrations, up to those the backup knew; run `migrate` afterwards for the newer ones.
 */
export async function restore(options: RestoreOptions): Promise<Result<RestoreReport>> {
  const gunzip = createGunzip()
  options.in.on('error', (error) => gunzip.destroy(error))
  const frames = readFrames(options.in.pipe(gunzip))
  try {
    const manifest = await readManifest(frames)
    const files = checkMigrations(manifest, await readMigrations(options.rooms))
    const extended = await ensureExtensions(options.db, manifest.extensions)
    if (!extended.ok) return extended
    const rows = await options.db.transaction((tx) => fill(tx, manifest, files, frames, options))
    return ok({ manifest, tables: manifest.tables.length, rows })
  } catch (error) {
    if (error instanceof Refused) return fail(error.problem)
    if (error instanceof BrokenBackup) return fail(brokenProblem(error))
    if (/^(Z_|ERR_STREAM_PREMATURE)/.test(String((error as { code?: unknown } | null)?.code))) {
      return fail(backupProblems.broken('gzip'))
    }
    throw error
  } finally {
    options.in.destroy()
    gunzip.destroy()
  }
}

const brokenProblem = (error: BrokenBackup): Problem =>
  error.message === 'not a backup of Mạch' ? backupProblems.notABackup : backupProblems.broken(error.message)

async function readManifest(frames: AsyncGenerator<Frame>): Promise<Manifest> {
  let json: unknown
  try {
    json = JSON.parse((await next(frames, 'M')).body.toString('utf8'))
  } catch (error) {
    // A file that is no gzip at all is no backup; one that breaks later is a broken backup.
    if (/^Z_DATA_ERROR/.test(String((error as { code?: unknown }).code)))
      throw new Refused(backupProblems.notABackup)
    throw error instanceof SyntaxError ? new BrokenBackup('manifest') : error
  }
  const { format, program } = json as { format?: unknown; program?: unknown }
  if (typeof format === 'number' && format > FORMAT) throw new Refused(backupProblems.newer(String(program)))
  const parsed = manifestSchema.safeParse(json)
  if (!parsed.success) throw new BrokenBackup('manifest')
  return parsed.data
}

/** Every migration of the backup must be here, unchanged. */
function checkMigrations(manifest: Manifest, files: readonly MigrationFile[]): MigrationFile[] {
  const key = (each: { room: string; name: string; sha256: string }) =>
    `${each.room}/${each.name} ${each.sha256}`
  const here = new Set(files.map(key))
  const strange = manifest.migrations.filter((migration) => !here.has(key(migration)))
  if (strange.length > 0) {
    throw new Refused(backupProblems.otherMigrations(strange.map(({ room, name }) => `${room}/${name}`)))
  }
  const wanted = new Set(manifest.migrations.map(key))
  return files.filter((file) => wanted.has(key(file)))
}

async function fill(
  tx: Tx,
  manifest: Manifest,
  files: readonly MigrationFile[],
  frames: AsyncGenerator<Frame>,
  { rooms, force = false, onProgress }: RestoreOptions,
): Promise<number> {
  await lockMigrations(tx)
  await clear(tx, rooms, force)
  await applyMigrations(tx, files)
  const there = await listTables(tx, ['foundation', ...rooms.map((room) => room.name)])
  checkTables(manifest, there)
  // What migrations put in is in the backup too.
  if (there.length > 0) await tx.run(sql`truncate ${sql.join(there.map(tableName))} cascade`)
  await tx.run(sql`set constraints all deferred`)
  let rows = 0
  let bytes = 0
  for (const [index, table] of manifest.tables.entries()) {
    const tell = (more: number, done: number) =>
      onProgress?.({ ...table, tablesDone: done, tables: manifest.tables.length, bytes: bytes + more })
    const read = await fillTable(tx, table, frames, (more) => tell(more, index))
    rows += read.rows
    bytes += read.bytes
    tell(0, index + 1)
  }
  const end = endSchema.safeParse(JSON.parse((await next(frames, 'Z')).body.toString('utf8')))
  if (!end.success || end.data.rows !== rows || end.data.tables !== manifest.tables.length) {
    throw new BrokenBackup('totals differ')
  }
  // Reads to the very end, so that gzip checks its own sum.
  if (!(await frames.next()).done) throw new BrokenBackup('something after the end')
  for (const sequence of manifest.sequences) await setSequence(tx, sequence)
  await restoreLedgerTimes(tx, manifest.migrations)
  return rows
}

/** Refuses a database that holds rows, unless forced; then drops the rooms' schemas. All inside the transaction. */
async function clear(tx: Tx, rooms: readonly MigrationRoom[], force: boolean): Promise<void> {
  const names = rooms.map((room) => room.name)
  const schemas = await existingSchemas(tx, names)
  if (!force) {
    for (const table of await listTables(tx, schemas)) {
      if (await hasRows(tx, table))
        throw new Refused(backupProblems.notEmpty(`${table.schema}.${table.table}`))
    }
  }
  for (const schema of schemas) await tx.run(sql`drop schema ${sql.ident(schema, names)} cascade`)
  if (await hasLedger(tx))
    await tx.run(sql`delete from foundation.migration where room = any(${names}::text[])`)
}

/** Names from the file are used in SQL only after the catalogue has confirmed them. */
function checkTables(manifest: Manifest, there: readonly TableName[]): void {
  const shape = ({ schema, table, columns }: TableName) =>
    `${schema}.${table}(${columns.toSorted().join(',')})`
  const known = new Set(there.map(shape))
  const strange = manifest.tables.find((table) => !known.has(shape(table)))
  if (strange) throw new BrokenBackup(`${strange.schema}.${strange.table}`)
}

async function fillTable(
  tx: Tx,
  table: TableName,
  frames: AsyncGenerator<Frame>,
  tell: (bytes: number) => void,
) {
  const name = `${table.schema}.${table.table}`
  const begin = JSON.parse((await next(frames, 'T')).body.toString('utf8')) as TableName
  if (`${begin.schema}.${begin.table}` !== name) throw new BrokenBackup(`${name} is missing`)
  const hash = createHash('sha256')
  let bytes = 0
  let end: Buffer | undefined
  async function* data(): AsyncGenerator<Buffer> {
    for (;;) {
      const { kind, body } = await next(frames, 'D', 'E')
      if (kind === 'E') {
        end = body
        return
      }
      hash.update(body)
      bytes += body.length
      tell(bytes)
      yield body
    }
  }
  const rows = await copyIn(tx, table, data())
  const told = tableEndSchema.safeParse(JSON.parse(end?.toString('utf8') ?? 'null'))
  if (
    !told.success ||
    told.data.rows !== rows ||
    told.data.bytes !== bytes ||
    told.data.sha256 !== hash.digest('hex')
  ) {
    throw new BrokenBackup(name)
  }
  return { rows, bytes }
}

async function copyIn(tx: Tx, table: TableName, data: AsyncGenerator<Buffer>): Promise<number> {
  try {
    return await tx.copyFrom(sql`copy ${tableName(table)} (${columnList(table.columns)}) from stdin`, data)
  } catch (error) {
    // 22…: a value PostgreSQL cannot read; 23…: a row its keys refuse. Either way the file does not hold what it says.
    if (/^2[23]/.test(String((error as { code?: unknown }).code)))
      throw new BrokenBackup(`${table.schema}.${table.table}`)
    throw error
  }
}

async function next(frames: AsyncGenerator<Frame>, ...kinds: readonly Frame['kind'][]): Promise<Frame> {
  const { value, done } = await frames.next()
  if (done) throw new BrokenBackup('cut off')
  if (!kinds.includes(value.kind)) throw new BrokenBackup('frames out of order')
  return value
}
