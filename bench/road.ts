import { openDatabase, sql } from '#foundation/db'
import { generateVisits } from '../province/index.ts'
import { childrenOf, cpuSecondsOf, measureBox } from './box-limits.ts'
import { type Part, percentile } from './report.ts'
import { type RunningMach, runMach } from './run-mach.ts'
import { drained, sendAll } from './senders.ts'

export interface RoadOptions {
  readonly visits: number
  readonly senders: number
}

/** From an HTTP body to committed, indexed, searchable FHIR resources with Provenance; sender and database included. */
export async function benchRoad(options: RoadOptions): Promise<Part> {
  const bodies = [
    ...generateVisits({
      seed: 11,
      persons: Math.ceil(options.visits / 3),
      visits: options.visits,
      from: '2025-02-01',
      to: '2026-06-30',
      // Counted with the shared ones; about thirty (29) are new with each visit.
      resourcesPerVisit: 34,
    }),
  ].map((visit) => visit.bytes)
  const mach = await runMach()
  const db = openDatabase({ connection: mach.connection, max: 2 })
  try {
    await sendAll(mach.address, bodies.slice(0, 100), options.senders)
    await drained(mach.address)
    const before = await sizeOf(db)
    const cpuBefore = cpuOf(mach)
    const began = performance.now()
    const { latencies, notAccepted } = await sendAll(mach.address, bodies.slice(100), options.senders)
    const sent = (performance.now() - began) / 1000
    await drained(mach.address)
    const seconds = (performance.now() - began) / 1000
    const cpu = cpuOf(mach) - cpuBefore
    const after = await sizeOf(db)
    const box = await measureBox(mach.connection)
    const visits = bodies.length - 100
    const resources = after.resources - before.resources
    const sorted = latencies.sort((a, b) => a - b)
    return {
      part: `road: ${visits} visits, ${options.senders} senders`,
      figures: [
        {
          name: 'visits',
          value: visits / seconds,
          unit: 'visits/s',
          must: { at: 'least', value: 150 },
          limit: { name: 'bare HTTP posts/s', value: box.httpPostsPerSecond },
        },
        {
          name: 'resources stored',
          value: resources / seconds,
          unit: 'resources/s',
          must: { at: 'least', value: 4_500 },
          limit: { name: 'COPY rows/s', value: box.copyRowsPerSecond },
        },
        {
          name: 'receipts while sending',
          value: visits / sent,
          unit: 'receipts/s',
          limit: { name: 'fsyncs/s', value: box.fsyncsPerSecond },
        },
        { name: 'receipt p50', value: percentile(sorted, 50), unit: 'ms' },
        { name: 'receipt p99', value: percentile(sorted, 99), unit: 'ms', must: { at: 'most', value: 250 } },
        { name: 'receipt max', value: sorted.at(-1) ?? 0, unit: 'ms' },
        {
          name: 'CPU (server and PostgreSQL)',
          value: (cpu * 1000) / (resources / 1000),
          unit: 'ms per 1,000 resources',
        },
        {
          name: 'disk, all included',
          value: (after.bytes - before.bytes) / resources,
          unit: 'bytes per resource',
          must: { at: 'most', value: 2_500 },
        },
        { name: 'resources per visit', value: resources / visits, unit: '' },
      ],
      notes: [
        `not accepted: ${notAccepted}; load average ${box.loadAverage.toFixed(1)}; JSON.parse ${Math.round(box.jsonParseMBPerCpuSecond)} MB per CPU-s`,
        `disk by table: ${after.tables}`,
      ],
    }
  } finally {
    await db.close()
    await mach.stop()
  }
}

const cpuOf = (mach: RunningMach) =>
  cpuSecondsOf([mach.pid, mach.postgresPid, ...childrenOf(mach.postgresPid)])

async function sizeOf(db: ReturnType<typeof openDatabase>) {
  await db.run(sql`checkpoint`)
  const { resources } = await db.one<{ resources: string }>(sql`
    select (select count(*) from store.resource where not deleted)::text as resources`)
  const { bytes } = await db.one<{ bytes: string }>(
    sql`select pg_database_size(current_database())::text as bytes`,
  )
  const tables = await db.many<{ name: string; size: string }>(sql`
    select relid::regclass::text as name, pg_size_pretty(pg_total_relation_size(relid)) as size
    from pg_stat_user_tables order by pg_total_relation_size(relid) desc limit 7`)
  return {
    resources: Number(resources),
    bytes: Number(bytes),
    tables: tables.map((t) => `${t.name} ${t.size}`).join(', '),
  }
}
