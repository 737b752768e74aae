/** Builders for tests: the whole road over a database of one's own, files in, records out. Synthetic data only. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fixedClock } from '#foundation/clock'
import { sql } from '#foundation/db'
import { createEvents, eventsMigrations } from '#foundation/events'
import { silentLogger } from '#foundation/log'
import { projectRoot } from '#foundation/project'
import { aTempDir, withDatabase } from '#foundation/testkit'
import { identityMigrations, openIdentityIndex } from '#record/identity'
import { intakeMigrations, keepFile, openDesk, openKeep, type ReceiptAnswer } from '#record/intake'
import { openFhirStore, openStoreReader, storeMigrations } from '#record/store'
import { readSearch } from '#vocabulary/search'
import { journeyMigrations, journeyQueues, journeySubscriptions, runJourney, type Walked } from './index.ts'

const rooms = [eventsMigrations, intakeMigrations, identityMigrations, storeMigrations, journeyMigrations]

export type Road = Awaited<ReturnType<typeof aRoad>>

/** Files are received a second apart, so that "later" never depends on the machine. */
export async function aRoad() {
  const t = await withDatabase(rooms)
  const folder = aTempDir('mach-road')
  const clock = fixedClock('2026-11-21T08:00:00+07:00')
  const events = createEvents({ db: t.db, subscriptions: journeySubscriptions, clock })
  const identity = openIdentityIndex({ db: t.db, clock })
  const deps = openKeep({
    db: t.db,
    clock,
    announce: events.announce,
    limits: { maxBytes: 64 * 1_048_576, maxZipEntries: 100 },
    tempDir: folder.path,
  })

  async function keep(bytes: Uint8Array | string, fileName: string | null = null): Promise<ReceiptAnswer> {
    clock.advance(1_000)
    const kept = await keepFile(deps, { source: oneChunk(bytes), fileName, claimedFacility: null })
    if (!kept.ok) throw new Error(`refused: ${kept.problem.problems.map((p) => p.code).join(', ')}`)
    return kept.value
  }

  /** Walks what waits until nothing does. */
  async function walk(options: { loops?: number; batch?: number; lanes?: number } = {}): Promise<Walked> {
    const sum = { stored: 0, setAside: 0, resources: 0 }
    const stop = new AbortController()
    const loops = Array.from({ length: options.loops ?? 1 }, () =>
      runJourney(
        {
          events: options.loops
            ? createEvents({ db: t.db, subscriptions: journeySubscriptions, clock })
            : events,
          clock,
          identity,
          log: silentLogger,
          batch: options.batch ?? 24,
          concurrency: options.lanes ?? 2,
          onWalked: (walked) => {
            sum.stored += walked.stored
            sum.setAside += walked.setAside
            sum.resources += walked.resources
          },
        },
        stop.signal,
      ),
    )
    while ((await events.queueDepth(t.db, journeyQueues)).ready > 0) await sleep(5)
    stop.abort()
    await Promise.all(loops)
    return sum
  }

  const fhir = openFhirStore(t.db)
  return {
    db: t.db,
    connection: t.connection,
    clock,
    events,
    deps,
    desk: openDesk(t.db, clock),
    /** Whole records; the FHIR core beside it finds and reads one by one. */
    store: openStoreReader(t.db),
    fhir,
    persons: identity.reader,
    /** A search as a client writes it: `find('Encounter', 'date=2026-01')`. */
    async find(type: string, text: string): Promise<readonly { id: string; json: string }[]> {
      const query = readSearch(type, [...new URLSearchParams(text)], { base: '' })
      if (!query.ok) throw new Error(query.problem.message)
      const page = await fhir.search(query.value, { count: 100 })
      if (!page.ok) throw new Error(page.problem.message)
      return page.value.matches
    },
    keep,
    walk,
    /** Keeps a sample by the number its name begins with, then walks. */
    async takeSample(number: string) {
      const { name, bytes } = sample(number)
      const answer = await keep(bytes, name)
      await walk()
      return answer
    },
    /** Keeps and walks. */
    async take(bytes: Uint8Array | string, fileName: string | null = null) {
      const answer = await keep(bytes, fileName)
      await walk()
      return answer
    },
    /** As on the first day, for the next test. */
    async empty() {
      const tables = await t.db.many<{ name: string }>(sql`
        select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname in ('events', 'intake', 'identity', 'store', 'journey') and tablename not in ('secret', 'model_version')`)
      await t.db.transaction((tx) => tx.script(`truncate ${tables.map((each) => each.name).join(', ')}`))
    },
    async close() {
      await t.close()
      folder.remove()
    },
  }
}

async function* oneChunk(bytes: Uint8Array | string) {
  yield typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes
}

const samples = join(projectRoot(), 'fixtures/bhyt')
/** The nine synthetic files that every clone carries. */
export const sampleNames = () =>
  readdirSync(samples)
    .filter((name) => /^\d\d-/.test(name))
    .sort()
export function sample(number: string): { name: string; bytes: Buffer } {
  const name = sampleNames().find((each) => each.startsWith(number))!
  return { name, bytes: readFileSync(join(samples, name)) }
}

/** The same file with tables said otherwise: `change` gets each table's XML, decoded; null leaves the table out. */
export function rewritten(file: Uint8Array, change: (table: string, xml: string) => string | null): Buffer {
  const text = Buffer.from(file).toString('utf8')
  const form = /<FILEHOSO>\s*<LOAIHOSO>(.*?)<\/LOAIHOSO>\s*<NOIDUNGFILE>(.*?)<\/NOIDUNGFILE>\s*<\/FILEHOSO>/gs
  const changed = text.replace(form, (_, table: string, sent: string) => {
    const isInline = sent.trimStart().startsWith('<')
    const next = change(table, isInline ? sent : Buffer.from(sent, 'base64').toString('utf8'))
    if (next === null) return ''
    const content = isInline ? next : Buffer.from(next, 'utf8').toString('base64')
    return `<FILEHOSO><LOAIHOSO>${table}</LOAIHOSO><NOIDUNGFILE>${content}</NOIDUNGFILE></FILEHOSO>`
  })
  return Buffer.from(changed, 'utf8')
}

/** One field of one table's XML said otherwise, in the n-th place it stands (1: first). */
export function saying(xml: string, field: string, value: string, place = 1): string {
  let seen = 0
  return xml.replace(new RegExp(`<${field}>.*?</${field}>|<${field}/>`, 'gs'), (whole) => {
    seen += 1
    return seen === place ? `<${field}>${value}</${field}>` : whole
  })
}
