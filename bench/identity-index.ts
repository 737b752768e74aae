import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '#foundation/clock'
import { type Database, ensureExtensions, migrate, openDatabase, retryTransient, sql } from '#foundation/db'
import { seeded } from '#foundation/linkage'
import { startEmbeddedPostgres } from '#foundation/postgres'
import { identityMigrations } from '#record/identity'
import {
  admit,
  type IncomingRecord,
  type LinkContext,
  openAdmission,
  openLinkContext,
} from '#record/identity/links'
import { childrenOf, cpuSecondsOf } from './box-limits.ts'
import { answerFigures } from './identity-index-answers.ts'
import { fillLinks } from './identity-index-fill.ts'
import { arrivals, benchModel } from './identity-index-people.ts'
import { type Figure, type Part, percentile } from './report.ts'

export interface IndexOptions {
  /** Records that are there before. */
  readonly records: number
  readonly seconds: number
  readonly connections: number
  /** Records in one transaction; 0: each asked alone, and whatever is asked meanwhile written together. */
  readonly batches: readonly number[]
}

/**
 * Whose is it, asked of a filled index, each answer durably committed: a quarter are known visits, half known humans at another
 * facility, a quarter nobody knows.
 */
export async function benchIdentityIndex(options: IndexOptions): Promise<Part> {
  const dir = mkdtempSync(join(tmpdir(), 'mach-bench-'))
  chmodSync(dir, 0o711)
  const server = await startEmbeddedPostgres({ dataDir: dir })
  const db = openDatabase({ connection: server.connection, max: options.connections })
  try {
    await ensureExtensions(db, ['pg_trgm', 'btree_gin'])
    const migrated = await migrate(db, [identityMigrations])
    if (!migrated.ok) throw new Error(migrated.problem.message)
    const context = (await openLinkContext(db, benchModel, { now: new Date() })) as LinkContext
    const stock = await fillLinks(db, context, options.records)
    await vacuum(db)
    const figures: Figure[] = [await keyRowFigure(db)]
    const come = arrivals(stock, seeded(1))
    for (const batch of options.batches) {
      const asked = { ...options, server: server.pid, batch }
      await measure(db, context, { ...asked, seconds: warmingUp, next: drawnBefore(come, warmingUp) })
      // As the server does by itself within a minute: a table found empty is read from end to end by every plan made before
      // it is looked at again.
      await vacuum(db)
      const next = drawnBefore(come, options.seconds)
      figures.push(...(await measure(db, context, { ...asked, next })))
    }
    figures.push(...(await answerFigures(db, context, stock.known)), ...(await sizeFigures(db)))
    const part = `identity index: ${options.records} records, ${options.connections} connections`
    return { part, figures, notes: await sizeNotes(db) }
  } finally {
    await db.close()
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

const vacuum = (db: Database) =>
  db.run(sql`vacuum (analyze) identity.record, identity.person, identity.key, identity.crowd, identity.edge,
    identity.held, identity.event, identity.event_also, identity.identifier, identity.review_item, identity.decision`)

const warmingUp = 3

/** Arrivals are made up beforehand, as many as may come: making up a human costs as much as finding one. */
function drawnBefore(come: Iterator<IncomingRecord>, seconds: number): () => IncomingRecord {
  const draw = () => come.next().value as IncomingRecord
  const drawn = Array.from({ length: 2_000 * seconds }, draw)
  return () => drawn.pop() ?? draw()
}

interface Measuring extends IndexOptions {
  readonly server: number
  readonly batch: number
  next(): IncomingRecord
}

const cpuOf = (server: number) => {
  const { user, system } = process.cpuUsage()
  const database = cpuSecondsOf(childrenOf(server))
  return { own: (user + system) / 1e6, database }
}

async function measure(db: Database, context: LinkContext, options: Measuring): Promise<Figure[]> {
  const waits: number[] = []
  const cpu = cpuOf(options.server)
  const until = performance.now() + options.seconds * 1_000
  let done = 0
  const began = performance.now()
  const admitOne = openAdmission(db, context, systemClock)
  const ask = async () => {
    while (performance.now() < until) {
      const records = Array.from({ length: Math.max(1, options.batch) }, options.next)
      const at = performance.now()
      if (options.batch > 0)
        await retryTransient(() => db.transaction((tx) => admit(tx, records, context, new Date())))
      else await admitOne(records[0]!)
      waits.push(performance.now() - at)
      done += records.length
    }
  }
  await Promise.all(Array.from({ length: options.connections }, ask))
  const seconds = (performance.now() - began) / 1_000
  const spent = cpuOf(options.server)
  const sorted = waits.sort((x, y) => x - y)
  const name = options.batch > 0 ? `admit, ${options.batch} a transaction` : 'admit one, together'
  return [
    { name, value: done / seconds, unit: 'records/s', must: { at: 'least', value: 1_000 } },
    { name: `${name}, p50`, value: percentile(sorted, 50), unit: 'ms' },
    {
      ...{ name: `${name}, p99`, value: percentile(sorted, 99), unit: 'ms' },
      ...(options.batch < 2 ? { must: { at: 'most' as const, value: 20 } } : {}),
    },
    // What it costs on a box that others use as well.
    {
      name: `${name}, of the process`,
      value: (1_000 * (spent.own - cpu.own)) / done,
      unit: 'CPU ms a record',
    },
    {
      ...{ name: `${name}, of the database`, unit: 'CPU ms a record' },
      value: (1_000 * (spent.database - cpu.database)) / done,
    },
  ]
}

async function keyRowFigure(db: Database): Promise<Figure> {
  const { size, rows } = await db.one<{ size: string; rows: string }>(
    sql`select pg_total_relation_size('identity.key') as size, (select count(*) from identity.key) as rows`,
  )
  return {
    name: 'a row of keys, index included',
    value: Number(size) / Number(rows),
    unit: 'bytes',
    must: { at: 'most', value: 100 },
  }
}

async function sizeNotes(db: Database): Promise<string[]> {
  const rows = await db.many<{ name: string; rows: string; bytes: string }>(sql`
    select c.relname as name, c.reltuples::bigint as rows, pg_total_relation_size(c.oid) as bytes from pg_class c
    join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'identity' and c.relkind = 'r'
      and pg_total_relation_size(c.oid) > 1000000 order by 3 desc`)
  return rows.map(({ name, rows, bytes }) => `${name}: ${(Number(bytes) / 1e6).toFixed(1)} MB, ${rows} rows`)
}

async function sizeFigures(db: Database): Promise<Figure[]> {
  const { size, records, keys } = await db.one<{ size: string; records: string; keys: string }>(sql`
    select (select sum(pg_total_relation_size(c.oid)) from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'identity' and c.relkind = 'r') as size, (select count(*) from identity.record) as records,
      (select pg_total_relation_size('identity.key')::float8 / count(*) from identity.key) as keys`)
  return [
    {
      name: 'all tables, a record',
      value: Number(size) / Number(records),
      unit: 'bytes',
      must: { at: 'most', value: 2_560 },
    },
    {
      name: 'a row of keys after arrivals',
      value: Number(keys),
      unit: 'bytes',
      must: { at: 'most', value: 100 },
    },
  ]
}
