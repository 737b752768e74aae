import { readFileSync } from 'node:fs'
import { openDatabase, sql } from '#foundation/db'
import { validateResource } from '#vocabulary/validation'
import { childrenOf, cpuSecondsOf, measureBox } from './box-limits.ts'
import { type Answer, type FhirClient, fhirClient, type MixResult, runMix } from './fhir-client.ts'
import {
  copyOf,
  hasSamples,
  hospitals,
  practitioners,
  type SampleBundle,
  sampleBundles,
} from './fhir-data.ts'
import { crudMix, dice, everything, readOne, sampleValues, searchKinds, searchMix } from './fhir-mixes.ts'
import { type Figure, type Part, percentile } from './report.ts'
import { type RunningMach, runMach } from './run-mach.ts'

export interface FhirBenchOptions {
  /** Resources to load before the mixes run. */
  readonly resources: number
  /** Seconds of each mix. */
  readonly seconds: number
  /** Another FHIR server's base URL: loaded and asked in the same way, its process not looked at. */
  readonly base?: string
}

/** The FHIR core over HTTP: loading, CRUD, search, everything, export, import; what it costs in CPU, disk and memory. */
export async function benchFhir(options: FhirBenchOptions): Promise<Part> {
  if (!hasSamples())
    return { part: 'fhir', figures: [], notes: ['skipped: ../shared/reference/fhir/synthea is not here'] }
  const figures: Figure[] = []
  const notes: string[] = []
  if (!options.base) figures.push(await validation())
  const mach = options.base ? null : await runMach()
  const base = options.base ?? `${mach!.address}/fhir/R4`
  const client = fhirClient(base, 64)
  try {
    const box = mach ? await measureBox(mach.connection) : null
    if (box) {
      const { httpPostsPerSecond, copyRowsPerSecond, fsyncsPerSecond, jsonParseMBPerCpuSecond, loadAverage } =
        box
      notes.push(
        `box: ${Math.round(httpPostsPerSecond)} bare HTTP posts/s, ${Math.round(copyRowsPerSecond)} COPY rows/s, ${Math.round(fsyncsPerSecond)} fsync/s, JSON.parse ${Math.round(jsonParseMBPerCpuSecond)} MB/cpu-s, load ${loadAverage.toFixed(1)} at the start`,
      )
    }
    const loaded = await load(client, options.resources, mach)
    figures.push({
      name: 'transaction ingest, validated, 4 clients',
      value: loaded.perSecond,
      unit: 'resources/s',
      must: { at: 'least', value: 5_000 },
      ...(box ? { limit: { name: 'COPY rows/s', value: box.copyRowsPerSecond } } : {}),
    })
    notes.push(...loaded.notes)
    if (mach) {
      await analyze(mach.connection)
      figures.push(await diskPerResource(mach.connection))
    }
    const sampled = await sampleValues(client)
    const random = dice(7)
    const limit = box ? { limit: { name: 'bare HTTP posts/s', value: box.httpPostsPerSecond } } : {}
    const reads = await warmThen(options.seconds, 32, () => readOne(client, sampled, random))
    figures.push(
      { name: 'read', value: reads.perSecond, unit: 'req/s', must: { at: 'least', value: 4_000 }, ...limit },
      p99('read p99', reads, 15),
    )
    const crud = await warmThen(options.seconds, 64, () => crudMix(client, sampled, random))
    figures.push(
      {
        name: 'CRUD mix, 64 workers',
        value: crud.perSecond,
        unit: 'req/s',
        must: { at: 'least', value: 2_000 },
        ...limit,
      },
      p99('CRUD mix p99', crud, 100),
      { name: 'CRUD mix errors', value: crud.errors, unit: '', must: { at: 'most', value: 0 } },
    )
    const search = await warmThen(options.seconds, 16, () => searchMix(client, sampled, random))
    figures.push(
      {
        name: 'search mix, 16 workers',
        value: search.perSecond,
        unit: 'req/s',
        must: { at: 'least', value: 1_500 },
        ...limit,
      },
      { name: 'search mix p50', value: percentile(search.latencies, 50), unit: 'ms' },
      p99('search mix p99', search, 60),
      {
        name: 'search mix slowest',
        value: search.latencies.at(-1) ?? 0,
        unit: 'ms',
        must: { at: 'most', value: 500 },
      },
    )
    for (const [name, mix] of Object.entries({ read: reads, CRUD: crud, search }))
      if (mix.firstError) notes.push(`${name}: ${mix.errors} errors, the first: ${mix.firstError}`)
    notes.push(await eachKind(client, sampled))
    if (loaded.medium.length > 0) {
      const whole = await warmThen(Math.min(10, options.seconds), 4, () =>
        everything(client, loaded.medium, random),
      )
      figures.push(p99('$everything of about 500 resources p99, 4 clients', whole, 150))
      if (whole.firstError) notes.push(`$everything: ${whole.firstError}`)
    } else notes.push('$everything left out: no life of about 500 resources was loaded')
    if (mach) {
      for (const bulk of [exportRate, importRate])
        await bulk(client).then(
          (figure) => figures.push(figure),
          (error: Error) => notes.push(error.message),
        )
      figures.push(memory(mach.pid))
    }
    return { part: 'fhir', figures, notes }
  } finally {
    client.close()
    await mach?.stop()
  }
}

const p99 = (name: string, mix: MixResult, most: number): Figure => ({
  name,
  value: percentile(mix.latencies, 99),
  unit: 'ms',
  must: { at: 'most', value: most },
})

/** A second of warming, then the measured run. */
async function warmThen(seconds: number, workers: number, make: () => (worker: number) => Promise<Answer>) {
  const work = make()
  await runMix(1, workers, work)
  return runMix(seconds, workers, work)
}

/** Structure, bindings and invariants of every sample resource, in this process. */
async function validation(): Promise<Figure> {
  const resources = sampleBundles().flatMap(({ text }) =>
    (JSON.parse(text) as { entry: { resource: unknown }[] }).entry.map((each) => each.resource),
  )
  for (const resource of resources.slice(0, 3_000)) validateResource(resource)
  const before = process.cpuUsage()
  for (const resource of resources) validateResource(resource)
  const { user, system } = process.cpuUsage(before)
  return {
    name: 'validation with invariants and bindings',
    value: resources.length / ((user + system) / 1e6),
    unit: 'resources/cpu-s',
    must: { at: 'least', value: 30_000 },
  }
}

async function load(client: FhirClient, wanted: number, mach: RunningMach | null) {
  const bundles = sampleBundles()
  for (const text of [hospitals(), practitioners(bundles)]) {
    const answer = await client.ask('POST', '', text)
    if (answer.status !== 200) throw new Error(`load: ${answer.status} ${answer.body.slice(0, 500)}`)
  }
  const perRound = bundles.reduce((sum, bundle) => sum + bundle.entries, 0)
  const medium: string[] = []
  let sent = 0
  let k = 0
  const jobs = function* (): Generator<{ bundle: SampleBundle; k: number }> {
    for (; sent < wanted; k += 1) for (const bundle of bundles) if (sent < wanted) yield { bundle, k }
  }
  const queue = jobs()
  const cpu = () =>
    mach
      ? [cpuSecondsOf([mach.pid]), cpuSecondsOf([mach.postgresPid, ...childrenOf(mach.postgresPid)])]
      : [0, 0]
  const before = cpu()
  const began = performance.now()
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let job = queue.next(); !job.done; job = queue.next()) {
        const { bundle, k: copy } = job.value
        sent += bundle.entries
        const answer = await client.ask('POST', '', copyOf(bundle.text, copy))
        if (answer.status !== 200) throw new Error(`load: ${answer.status} ${answer.body.slice(0, 500)}`)
        if (bundle.entries > 350 && bundle.entries < 700 && medium.length < 200) {
          const id = /"location":"[^"]*Patient\/([^/"]+)/.exec(answer.body)?.[1]
          if (id) medium.push(id)
        }
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  const notes = [`${sent} resources in ${seconds.toFixed(0)} s; a round of the samples is ${perRound}`]
  if (mach) {
    const [node, postgres] = cpu().map((now, i) => (((now - before[i]!) * 1e6) / sent).toFixed(0))
    notes.push(`ingest: CPU ms per 1,000 resources: node ${node}, PostgreSQL ${postgres}`)
  }
  return { perSecond: sent / seconds, medium, notes }
}

async function analyze(connection: Parameters<typeof measureBox>[0]) {
  const db = openDatabase({ connection, max: 1 })
  await db.run(sql`vacuum analyze store.resource`)
  for (const table of [sql`store.num`, sql`store.dts`, sql`store.str`]) await db.run(sql`analyze ${table}`)
  await db.close()
  // The server looks at the frequencies again once a minute.
  await new Promise((done) => setTimeout(done, 61_000))
}

async function diskPerResource(connection: Parameters<typeof measureBox>[0]): Promise<Figure> {
  const db = openDatabase({ connection, max: 1 })
  const { bytes, n } = await db.one<{ bytes: string; n: string }>(sql`
    select (select sum(pg_total_relation_size(c.oid)) from pg_class c join pg_namespace s on s.oid = c.relnamespace
            where s.nspname = 'store' and c.relkind = 'r')::text as bytes,
           (select count(*) from store.resource)::text as n`)
  await db.close()
  return {
    name: 'disk per resource, indexes and history included',
    value: Number(bytes) / Number(n) / 1000,
    unit: 'kB',
    must: { at: 'most', value: 2 },
  }
}

/** What each kind of search costs alone, one after the other. */
async function eachKind(
  client: FhirClient,
  sampled: Awaited<ReturnType<typeof sampleValues>>,
): Promise<string> {
  const random = dice(11)
  const shown: string[] = []
  for (const [name, make] of Object.entries(searchKinds)) {
    const times: number[] = []
    for (let i = 0; i < 40; i += 1) times.push((await client.ask('GET', make(sampled, random))).ms)
    times.sort((a, b) => a - b)
    shown.push(`${name} ${percentile(times, 50).toFixed(1)}/${times.at(-1)!.toFixed(0)}`)
  }
  return `searches one at a time, p50/slowest ms: ${shown.join(', ')}`
}

/** The job of the Bulk Data specification: ask, poll, read the file. */
async function exportRate(client: FhirClient): Promise<Figure> {
  const began = performance.now()
  const started = await client.ask('GET', '/$export?_type=Observation,Condition,Encounter')
  const lines = started.status === 202 ? await poll(client, started) : 0
  const seconds = (performance.now() - began) / 1000
  return {
    name: '$export',
    value: lines / seconds,
    unit: 'resources/s',
    must: { at: 'least', value: 50_000 },
  }
}

async function poll(client: FhirClient, started: Answer): Promise<number> {
  const place = new URL(started.contentLocation ?? '')
  const path = place.pathname.slice(place.pathname.indexOf('/fhir/R4') + 8) + place.search
  for (;;) {
    const answer = await client.ask('GET', path)
    if (answer.status === 200) {
      const { output } = JSON.parse(answer.body) as { output: { count?: number }[] }
      return output.reduce((sum, file) => sum + (file.count ?? 0), 0)
    }
    if (answer.status !== 202) throw new Error(`export: ${answer.status} ${answer.body.slice(0, 300)}`)
    await new Promise((done) => setTimeout(done, 50))
  }
}

/** New observations of one synthetic patient, as lines. */
async function importRate(client: FhirClient): Promise<Figure> {
  const lines: string[] = []
  const count = 60_000
  for (let i = 0; i < count; i += 1)
    lines.push(
      JSON.stringify({
        resourceType: 'Observation',
        id: `import-${i}`,
        status: 'final',
        code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
        subject: { reference: `Patient/import-${i % 500}` },
        effectiveDateTime: `2026-0${1 + (i % 9)}-11T08:00:00+07:00`,
        valueQuantity: {
          value: 100 + (i % 60),
          unit: 'mmHg',
          system: 'http://unitsofmeasure.org',
          code: 'mm[Hg]',
        },
      }),
    )
  const body = Buffer.from(lines.join('\n'))
  const began = performance.now()
  const started = await client.ask('POST', '/$import', body, 'application/fhir+ndjson')
  if (started.status !== 202) throw new Error(`import: ${started.status} ${started.body.slice(0, 300)}`)
  await poll(client, started)
  const seconds = (performance.now() - began) / 1000
  return {
    name: '$import',
    value: count / seconds,
    unit: 'resources/s',
    must: { at: 'least', value: 10_000 },
  }
}

function memory(pid: number): Figure {
  const kB = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0)
  return { name: 'resident memory after all of it', value: kB / 1024, unit: 'MB' }
}
