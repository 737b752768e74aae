import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type Clock, systemClock } from '#foundation/clock'
import { type Database, type MigrationRoom, sql, type Tx } from '#foundation/db'
import { version } from '#foundation/project'
import {
  columnList,
  listExtensions,
  listReferences,
  listSequences,
  listTables,
  readLedger,
  readSequence,
  serverVersion,
  tableName,
} from './backup.queries.ts'
import { frame, jsonFrame, MAGIC } from './frames.ts'
import {
  type BackupProgress,
  type BackupReport,
  FORMAT,
  type Manifest,
  type TableEnd,
  type TableName,
} from './manifest.ts'
import { orderTables } from './order-tables.ts'

export interface BackupOptions {
  readonly db: Database
  readonly rooms: readonly MigrationRoom[]
  /** Ended when the backup is whole; destroyed when it failed. */
  readonly out: Writable
  readonly onProgress?: (progress: BackupProgress) => void
  readonly clock?: Clock
}

const CHUNK = 512 * 1024

/**
 * Writes every table of the rooms, as of one instant, into one compressed stream; others go on writing meanwhile. Memory does
 * not grow with the data. Throws when the database or the stream fails: the file is then cut off and will be refused.
 */
export async function backup({
  db,
  rooms,
  out,
  onProgress,
  clock = systemClock,
}: BackupOptions): Promise<BackupReport> {
  const gzip = createGzip({ level: 4 })
  gzip.pipe(out)
  gzip.on('error', (error) => out.destroy(error))
  out.on('error', (error) => gzip.destroy(error))
  const write = async (bytes: Buffer) => {
    if (gzip.destroyed) throw gzip.errored ?? new Error('the backup’s stream was closed')
    if (!gzip.write(bytes)) await once(gzip, 'drain')
  }
  try {
    const report = await db.transaction((tx) => writeAll(tx, rooms, clock, write, onProgress), {
      isolation: 'repeatable read',
      readOnly: true,
    })
    gzip.end()
    await finished(out)
    return report
  } catch (error) {
    gzip.destroy()
    out.destroy()
    throw error
  }
}

async function writeAll(
  tx: Tx,
  rooms: readonly MigrationRoom[],
  clock: Clock,
  write: (bytes: Buffer) => Promise<void>,
  onProgress?: (progress: BackupProgress) => void,
): Promise<BackupReport> {
  const manifest = await describe(tx, rooms, clock)
  await write(MAGIC)
  await write(jsonFrame('M', manifest))
  let rows = 0
  let bytes = 0
  for (const [tablesDone, table] of manifest.tables.entries()) {
    await write(jsonFrame('T', table))
    const tell = (more: number, done: number) =>
      onProgress?.({ ...table, tablesDone: done, tables: manifest.tables.length, bytes: bytes + more })
    const end = await writeTable(tx, table, write, (more) => tell(more, tablesDone))
    rows += end.rows
    bytes += end.bytes
    await write(jsonFrame('E', end))
    tell(0, tablesDone + 1)
  }
  await write(jsonFrame('Z', { tables: manifest.tables.length, rows }))
  return { tables: manifest.tables.length, rows, bytes }
}

/** One table as text: text means the same to every version of PostgreSQL. */
async function writeTable(
  tx: Tx,
  table: TableName,
  write: (bytes: Buffer) => Promise<void>,
  tell: (bytes: number) => void,
): Promise<TableEnd> {
  const hash = createHash('sha256')
  let bytes = 0
  let gathered: Buffer[] = []
  let size = 0
  const flush = async () => {
    if (size === 0) return
    const body = Buffer.concat(gathered)
    gathered = []
    size = 0
    hash.update(body)
    bytes += body.length
    await write(frame('D', body))
    tell(bytes)
  }
  const rows = await tx.copyTo(
    sql`copy (select ${columnList(table.columns)} from ${tableName(table)}) to stdout`,
    async (stream) => {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        gathered.push(chunk)
        size += chunk.length
        if (size >= CHUNK) await flush()
      }
      await flush()
    },
  )
  return { rows, bytes, sha256: hash.digest('hex') }
}

async function describe(tx: Tx, rooms: readonly MigrationRoom[], clock: Clock): Promise<Manifest> {
  const schemas = ['foundation', ...rooms.map((room) => room.name)]
  const names = new Set(schemas)
  const sequences: Manifest['sequences'] = []
  for (const sequence of await listSequences(tx, schemas)) {
    const at = await readSequence(tx, tableName({ schema: sequence.schema, table: sequence.name }))
    sequences.push({ ...sequence, ...at })
  }
  return {
    format: FORMAT,
    program: version(),
    server: await serverVersion(tx),
    takenAt: clock.now().toISOString(),
    rooms: rooms.map((room) => room.name),
    extensions: await listExtensions(tx),
    migrations: (await readLedger(tx)).filter((migration) => names.has(migration.room)),
    tables: orderTables(await listTables(tx, schemas), await listReferences(tx, schemas)),
    sequences,
  }
}
