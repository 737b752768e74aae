import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '#foundation/clock'
import { type Database, ensureExtensions, migrate, openDatabase, sql } from '#foundation/db'
import { startEmbeddedPostgres } from '#foundation/postgres'
import { type IncomingRecord, identityMigrations, openIdentityIndex } from '#record/identity'
import { arrivalOf, fillIndex, type Progress, workInThreads } from '#record/identity/backfill'
import { generatePopulation } from '../province/index.ts'
import { childrenOf, cpuSecondsOf, measureBox, residentBytes } from './box-limits.ts'
import type { Figure, Part } from './report.ts'

export interface BackfillOptions {
  readonly records: number
  readonly threads: number
}

/** A pretended population into an empty index: each stage, what it costs in processors, memory and disk. */
export async function benchIdentityBackfill({ records, threads }: BackfillOptions): Promise<Part> {
  const dir = mkdtempSync(join(tmpdir(), 'mach-bench-'))
  chmodSync(dir, 0o711)
  const server = await startEmbeddedPostgres({ dataDir: dir })
  const db = openDatabase({ connection: server.connection, max: 4 })
  const folder = join(dir, 'load')
  try {
    await ensureExtensions(db, ['pg_trgm'])
    const migrated = await migrate(db, [identityMigrations])
    if (!migrated.ok) throw new Error(migrated.problem.message)
    const box = await measureBox(server.connection)
    const context = await openIdentityIndex({ db, clock: systemClock }).context()
    const helpers = await workInThreads(db, context, threads)
    const watch = watchStages(server.pid, folder)
    const loaded = await fillIndex(db, context, {
      ...{ name: `${records} records`, folder, helpers, now: () => systemClock.now() },
      arrivals: () => arrivals(records),
      onProgress: watch.see,
    })
    const seen = watch.end()
    await helpers.end()
    if (!loaded.ok) throw new Error(loaded.problem.message)
    const sum = (read: (stage: Seen) => number) => seen.reduce((all, stage) => all + read(stage), 0)
    const [wall, own, database] = [sum((s) => s.wall), sum((s) => s.own), sum((s) => s.database)]
    const figures: Figure[] = [
      ...seen.map(({ name, wall }) => ({ name, value: records / wall, unit: 'records/s' })),
      {
        ...{ name: 'all stages', value: records / wall, unit: 'records/s' },
        must: { at: 'least', value: 5_000 },
      },
      ...seen.map((stage) => ({
        ...{ name: `${stage.name}, processors`, value: (1e6 * (stage.own + stage.database)) / records },
        unit: 'CPU µs a record',
      })),
      { name: 'all, of the process', value: (1e6 * own) / records, unit: 'CPU µs a record' },
      { name: 'all, of the database', value: (1e6 * database) / records, unit: 'CPU µs a record' },
      {
        name: 'memory of the process, peak',
        value: Math.max(...seen.map((s) => s.memory)) / 1e9,
        unit: 'GB',
      },
      {
        name: 'disk meanwhile, peak',
        value: Math.max(...seen.map((s) => s.disk)) / records,
        unit: 'bytes a record',
      },
      ...(await sizeFigures(db)),
    ]
    const { pairs, edges, rows, single } = loaded.value
    return {
      part: `identity backfill: ${records} records, ${threads} threads`,
      figures,
      notes: [
        `${pairs} pairs weighed, ${edges} edges, ${rows.person} persons, ${rows.review_item} questions, ${single} one by one`,
        `COPY of 1.2 kB rows without an index: ${Math.round(box.copyRowsPerSecond)} a second; load ${box.loadAverage.toFixed(1)} before, ${loadavg()[0]!.toFixed(1)} after`,
      ],
    }
  } finally {
    await db.close()
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Record after record until there are enough; two and a quarter are of one human. */
async function* arrivals(records: number): AsyncGenerator<IncomingRecord> {
  let made = 0
  for (const { source, record } of generatePopulation({ persons: records, seed: 5 })) {
    yield arrivalOf(source, record)
    made += 1
    if (made === records) return
  }
}

interface Seen {
  readonly name: string
  readonly wall: number
  readonly own: number
  readonly database: number
  readonly memory: number
  readonly disk: number
}

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
    (sum, entry) => sum + (entry.isFile() ? statSync(join(entry.parentPath, entry.name)).size : 0),
    0,
  )

/** Between one stage's first sign of life and the next one's. Making the pretended people is part of reading. */
function watchStages(server: number, folder: string) {
  const seen: Seen[] = []
  const measure = () => {
    const { user, system } = process.cpuUsage()
    return { at: performance.now(), own: (user + system) / 1e6, database: cpuSecondsOf(childrenOf(server)) }
  }
  let [name, from, memory]: [Progress['stage'], ReturnType<typeof measure>, number] = ['read', measure(), 0]
  const timer = setInterval(() => {
    memory = Math.max(memory, residentBytes(process.pid))
  }, 250)
  const close = () => {
    const to = measure()
    const disk = bytesIn(folder)
    memory = Math.max(memory, residentBytes(process.pid))
    seen.push({
      ...{ name, memory, disk, wall: (to.at - from.at) / 1_000 },
      ...{ own: to.own - from.own, database: to.database - from.database },
    })
    from = to
    memory = 0
  }
  return {
    see: ({ stage }: Progress) => {
      if (stage === name) return
      close()
      name = stage
    },
    end: () => {
      clearInterval(timer)
      const to = measure()
      seen.push({
        ...{ name, memory, disk: 0, wall: (to.at - from.at) / 1_000 },
        ...{ own: to.own - from.own, database: to.database - from.database },
      })
      return seen
    },
  }
}

async function sizeFigures(db: Database): Promise<Figure[]> {
  const { size, key, records, keys } = await db.one<Record<'size' | 'key' | 'records' | 'keys', string>>(sql`
    select (select sum(pg_total_relation_size(c.oid)) from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'identity' and c.relkind = 'r') as size, pg_total_relation_size('identity.key') as key,
      (select count(*) from identity.record) as records, (select count(*) from identity.key) as keys`)
  return [
    { name: 'all tables', value: Number(size) / Number(records), unit: 'bytes a record' },
    {
      ...{ name: 'a row of keys, index included', value: Number(key) / Number(keys), unit: 'bytes' },
      must: { at: 'most', value: 100 },
    },
    { name: 'keys', value: Number(keys) / Number(records), unit: 'a record' },
  ]
}
