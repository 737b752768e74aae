import pg from 'pg'
import type { Connection } from '#foundation/db'

export type Reply =
  | { readonly state: 'answers'; readonly serverVersion: string; readonly dataDirectory: string }
  | { readonly state: 'starting' | 'stopping' | 'silent' }

/** Asks a server whether it is there: ready is who answers, not who logged a line. */
export async function answer(connection: Connection): Promise<Reply> {
  const client = new pg.Client({
    ...connection,
    connectionTimeoutMillis: 5000,
    application_name: 'mach launcher',
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string; folder: string }>(
      `select current_setting('server_version') as version, current_setting('data_directory') as folder`,
    )
    return { state: 'answers', serverVersion: rows[0]!.version, dataDirectory: rows[0]!.folder }
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string }
    if (code === '57P03') return { state: /shutting down/.test(message ?? '') ? 'stopping' : 'starting' }
    return { state: 'silent' }
  } finally {
    await client.end().catch(() => {})
  }
}

/** The one database of a data folder, made at its first start. */
export async function ensureDatabase(connection: Connection): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [
      connection.database,
    ])
    if (rowCount === 0) await client.query(`create database "${connection.database}"`)
  } finally {
    await client.end()
  }
}
