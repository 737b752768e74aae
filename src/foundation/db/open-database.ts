import pg from 'pg'
import { type Logger, silentLogger } from '#foundation/log'
import { isSpent, wrapped } from './errors.ts'
import { createListener } from './listener.ts'
import { queriesOn } from './queries-on.ts'
import { runTransaction } from './transaction.ts'
import type { Database } from './types.ts'

/** Where a database is. `host` may be the folder of a unix socket. */
export interface Connection {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
  readonly password?: string
}

interface Options {
  /** Either this … */
  readonly connection?: Connection
  /** … or this. */
  readonly connectionString?: string
  readonly max?: number
  readonly log?: Logger
  readonly applicationName?: string
  /** How long a caller waits for a free connection before `DatabaseUnavailable` (busy). */
  readonly waitMs?: number
}

const asText = (text: string): string => text
const textTypes = new Set<number>([
  1082, // date: a day in Vietnam is a day, not an instant
  1114, // timestamp without time zone: nobody here has one; do not guess
])
const textArrayTypes = new Map<number, number>([
  [1182, 1009], // date[] read like text[]
  [1115, 1009],
])

/** int8 and numeric stay strings (a number would lose digits), date stays 'YYYY-MM-DD'. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary') {
      if (textTypes.has(oid)) return asText
      const like = textArrayTypes.get(oid)
      if (like) return pg.types.getTypeParser(like, 'text')
    }
    return pg.types.getTypeParser(oid, format as 'text')
  },
} as pg.CustomTypesConfig

/** Opens a pool. Nothing is connected until the first question. */
export function openDatabase(options: Options): Database {
  const log = (options.log ?? silentLogger).child({ room: 'db' })
  const config: pg.PoolConfig = {
    ...(options.connectionString ? { connectionString: options.connectionString } : options.connection),
    application_name: options.applicationName ?? 'mach',
    max: options.max ?? 16,
    connectionTimeoutMillis: options.waitMs ?? 30_000,
    idleTimeoutMillis: 60_000,
    // What a connection has prepared goes with it.
    maxLifetimeSeconds: 3_600,
    keepAlive: true,
    types,
    // Every session speaks UTC, so that text and copies mean the same everywhere. A statement with a name is one whose plan
    // is right for all values: it is planned once, for a disk without a head, and neither compiled nor spread over processes
    // each time (starting those takes longer than any answer here), whatever the server's own settings. Awaited before the first
    // question.
    onConnect: (client: pg.ClientBase) =>
      client.query(
        `set timezone to 'UTC'; set plan_cache_mode to force_generic_plan; set random_page_cost to 1.1; set jit to off;
         set max_parallel_workers_per_gather to 0`,
      ),
  } as pg.PoolConfig
  const pool = new pg.Pool(config)
  // An idle or borrowed connection that breaks emits 'error': without a listener the process would end.
  pool.on('error', (err) => log.warn({ err }, 'idle connection lost'))
  pool.on('connect', (client) => void client.on('error', () => {}))
  const listener = createListener(config, log)

  const borrow = async <T>(fn: (client: pg.ClientBase) => Promise<T>): Promise<T> => {
    const client = await pool.connect().catch((error: unknown) => {
      throw wrapped(error)
    })
    let broken: unknown
    try {
      return await fn(client)
    } catch (error) {
      const known = wrapped(error)
      if (known !== error || isSpent(error)) broken = error
      throw known
    } finally {
      client.release(broken ? true : undefined)
    }
  }

  let closing: Promise<void> | undefined
  return {
    ...queriesOn(borrow),
    transaction: (fn, opts) => borrow((client) => runTransaction(client, fn, opts)),
    listen: (channel, fn) => listener.listen(channel, fn),
    close: () => {
      closing ??= listener.close().then(() => pool.end())
      return closing
    },
  }
}
