import pg from 'pg'
import {
  type Connection,
  type Database,
  ensureExtensions,
  type MigrationRoom,
  migrate,
  migrationsHash,
  openDatabase,
  readMigrations,
} from '#foundation/db'
import { type TestCluster, testCluster } from './test-cluster.ts'

export interface TestDatabase {
  readonly db: Database
  readonly connection: Connection
  /** Drops the database; the last one in a process also stops a cluster the process started itself. */
  close(): Promise<void>
}

export interface WithDatabaseOptions {
  readonly extensions?: readonly string[]
  readonly max?: number
}

let own: Promise<TestCluster> | undefined
let users = 0

/**
 * A database of one's own with all migrations of the rooms applied, cloned from a template that is made once per set of
 * migrations. `const t = await withDatabase([storeMigrations]); after(() => t.close())`
 */
export async function withDatabase(
  rooms: readonly MigrationRoom[] = [],
  options: WithDatabaseOptions = {},
): Promise<TestDatabase> {
  users++
  const cluster = await clusterConnection()
  const extensions = options.extensions ?? ['pg_trgm', 'btree_gin']
  const template = await templateFor(cluster, rooms, extensions)
  const name = `t_${process.pid}_${Math.random().toString(36).slice(2, 10)}`
  await asAdmin(cluster, (admin) => admin.query(`create database ${name} template ${template}`))
  const connection = { ...cluster, database: name }
  const db = openDatabase({ connection, max: options.max ?? 8, applicationName: 'mach test' })
  let closing: Promise<void> | undefined
  return {
    db,
    connection,
    close: () => {
      closing ??= dropIt(cluster, db, name)
      return closing
    },
  }
}

async function clusterConnection(): Promise<Connection> {
  const given = process.env.MACH_TEST_CLUSTER
  if (given) return JSON.parse(given) as Connection
  own ??= testCluster()
  return (await own).connection
}

async function dropIt(cluster: Connection, db: Database, name: string): Promise<void> {
  await db.close()
  await asAdmin(cluster, (admin) => admin.query(`drop database if exists ${name} with (force)`))
  if (--users > 0 || !own) return
  const last = own
  own = undefined
  await (await last).stop()
}

async function templateFor(
  cluster: Connection,
  rooms: readonly MigrationRoom[],
  extensions: readonly string[],
): Promise<string> {
  const hash = migrationsHash([
    ...(await readMigrations(rooms)),
    ...extensions.map((name) => ({ room: 'extension', name, sha256: '', text: '' })),
  ])
  const template = `tpl_${hash.slice(0, 20)}`
  await asAdmin(cluster, async (admin) => {
    // One builder at a time; the name appears only when the template is whole.
    await admin.query('select pg_advisory_lock(7700100)')
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [template])
    if (rowCount === 0) await buildTemplate(cluster, admin, template, rooms, extensions)
    await admin.query('select pg_advisory_unlock(7700100)')
  })
  return template
}

async function buildTemplate(
  cluster: Connection,
  admin: pg.Client,
  template: string,
  rooms: readonly MigrationRoom[],
  extensions: readonly string[],
): Promise<void> {
  const building = `${template}_new`
  await admin.query(`drop database if exists ${building} with (force)`)
  await admin.query(`create database ${building}`)
  const db = openDatabase({ connection: { ...cluster, database: building }, max: 1 })
  try {
    const extended = await ensureExtensions(db, extensions)
    if (!extended.ok) throw new Error(extended.problem.message)
    const migrated = await migrate(db, rooms)
    if (!migrated.ok) throw new Error(migrated.problem.message)
  } finally {
    await db.close()
  }
  await admin.query(`alter database ${building} rename to ${template}`)
}

async function asAdmin<T>(cluster: Connection, fn: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ ...cluster, database: 'postgres' })
  await admin.connect()
  try {
    return await fn(admin)
  } finally {
    await admin.end()
  }
}
