/**
 * Acknowledged = stored, exactly once. Six senders post visits without pause while the server is killed with -9 at
 * random moments, in a third of the rounds its PostgreSQL with it; each time it starts again by itself on the same
 * folder. MACH_KILLS says how often (50).
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { openDatabase } from '#foundation/db'
import { startEmbeddedPostgres } from '#foundation/postgres'
import { projectRoot } from '#foundation/project'
import { identifierSystems } from '#vocabulary/fhir'
import { generateVisits } from '../province/index.ts'
import { aRoad, rewritten, saying } from '../src/record/journey/testing.ts'
import { brokenPromises, contentsOf, currentReceipts, waiting } from './kill.queries.ts'
import { aKillableServer, seeded } from './killed-server.ts'

const kills = Number(process.env.MACH_KILLS ?? 50)
const seed = Number(process.env.MACH_KILL_SEED ?? 20_261_121)
const senders = 6

interface Body {
  readonly facility: string
  readonly visit: string
  readonly bytes: Uint8Array
  readonly sha256: string
}
interface Acknowledged extends Body {
  readonly receiptId: string
}

const server = aKillableServer()
const acknowledged = new Map<string, Acknowledged>()
const sent = { posts: 0, unanswered: 0, repeats: 0, corrections: 0 }
let address: Promise<string> = new Promise(() => {})
let isOver = false

before(async () => {
  const build = pathToFileURL(join(projectRoot(), 'scripts/build.mjs')).href
  await ((await import(build)) as { buildIfStale(o: object): Promise<void> }).buildIfStale({ screens: false })
})
after(() => server.stop())

test(`what was acknowledged is stored exactly once after ${kills} kills, and nothing is half stored`, async (t) => {
  const began = Date.now()
  await sendAndKill()
  const sentFor = Date.now() - began

  await t.test(
    'before anything is mended: every receipt is whole and every accepted record stored or waiting',
    async () => {
      const postgres = await startEmbeddedPostgres({ dataDir: server.dataDir })
      const db = openDatabase({ connection: postgres.connection, max: 4 })
      assert.deepEqual(await brokenPromises(db), [])
      await db.close()
      await postgres.stop()
    },
  )

  address = server.start()
  const postgres = await startEmbeddedPostgres({ dataDir: server.dataDir, keepRunning: true })
  const db = openDatabase({ connection: postgres.connection, max: 4 })
  t.after(() => db.close())
  while ((await waiting(db)) > 0) await sleep(50)
  const current = new Map((await currentReceipts(db)).map((row) => [`${row.facility}|${row.visit}`, row]))

  await t.test('after the queue has drained the promises still hold', async () => {
    assert.deepEqual(await brokenPromises(db), [])
  })

  await t.test(
    'every acknowledged visit has its one Encounter, and its receipt gives back the very bytes',
    async () => {
      assert.ok(acknowledged.size > 0)
      await inParallel([...acknowledged.values()], 8, async (body) => {
        const url = await address
        const raw = await fetch(`${url}/intake/receipts/${body.receiptId}/raw`)
        assert.equal(raw.status, 200, body.receiptId)
        assert.equal(sha256(new Uint8Array(await raw.arrayBuffer())), body.sha256, body.receiptId)
        const value = encodeURIComponent(`${identifierSystems.visit(body.facility)}|${body.visit}`)
        const found = (await (await fetch(`${url}/fhir/R4/Encounter?identifier=${value}`)).json()) as {
          entry: unknown[]
        }
        assert.equal(found.entry.length, 1, body.visit)
        const receipt = (await (await fetch(`${url}/intake/receipts/${body.receiptId}`)).json()) as Receipt
        const isCurrent = current.get(`${body.facility}|${body.visit}`)?.receipt_id === body.receiptId
        for (const file of receipt.files) {
          assert.equal(file.attempts, 1)
          // A version that a newer one overtook may have been walked late; the newest is stored.
          assert.ok(
            file.status === 'stored' || (file.status === 'superseded' && !isCurrent),
            `${file.status} ${body.visit}`,
          )
        }
      })
    },
  )

  await t.test('each visit holds what a run without accidents makes of the same bytes', async () => {
    const road = await aRoad()
    t.after(() => road.close())
    const byReceipt = new Map([...acknowledged.values()].map((body) => [body.receiptId, body]))
    for (const row of current.values()) {
      const body = byReceipt.get(row.receipt_id)
      if (body) await road.keep(body.bytes, `${body.visit}.xml`)
    }
    await road.walk({ lanes: 2 })
    const clean = new Map(
      (await contentsOf(road.db)).map((row) => [`${row.facility}|${row.visit}`, row.content]),
    )
    const here = new Map((await contentsOf(db)).map((row) => [`${row.facility}|${row.visit}`, row.content]))
    assert.ok(clean.size > 0)
    for (const [key, content] of clean) assert.equal(here.get(key), content, key)
  })

  const seconds = Math.round((Date.now() - began) / 1000)
  t.diagnostic(
    `${kills} kills in ${Math.round(sentFor / 1000)} s (all in ${seconds} s), ${JSON.stringify(sent)}, `,
  )
  t.diagnostic(`${acknowledged.size} receipts acknowledged, ${current.size} visits stored`)
})

interface Receipt {
  readonly files: readonly { readonly status: string; readonly attempts: number }[]
}

async function sendAndKill() {
  const random = seeded(seed)
  const bodies = bodiesToSend()
  const all = Array.from({ length: senders }, (_, n) => send(bodies, seeded(seed + n + 1)))
  // A slow machine answers little between two kills: then there are more of them, so that there is something to lose.
  const isEnough = (killed: number) => killed >= kills && (acknowledged.size > kills || killed >= 2 * kills)
  for (let killed = 0; !isEnough(killed); killed += 1) {
    address = server.start()
    await address
    await sleep(random.between(20, 400))
    await server.kill({ postmaster: random.chance(0.34) })
    address = new Promise(() => {})
  }
  isOver = true
  await Promise.race([Promise.all(all), sleep(2_000)])
}

/** Generated visits without end; now and then one twice with the same bytes, now and then a corrected version. */
function* bodiesToSend(): Generator<Body> {
  const random = seeded(seed + 100)
  for (let round = 0; ; round += 1) {
    const options = {
      persons: 150,
      visits: 5_000,
      from: '2026-01-01',
      to: '2026-10-30',
      resourcesPerVisit: 10,
    }
    for (const visit of generateVisits({ seed: seed + round, ...options })) {
      const body = {
        facility: visit.facilityCode,
        visit: `${visit.visitLinkId}`,
        bytes: visit.bytes,
        sha256: sha256(visit.bytes),
      }
      yield body
      if (random.chance(0.1)) {
        sent.repeats += 1
        yield body
      }
      for (let version = 2; random.chance(0.15) && version < 5; version += 1) {
        sent.corrections += 1
        yield corrected(body, version)
      }
    }
  }
}

function corrected(body: Body, version: number): Body {
  const bytes = rewritten(body.bytes, (table, xml) => {
    if (table === 'XML1') return saying(xml, 'LY_DO_VV', `Đau đầu (sửa lần ${version})`)
    return table === 'XML4' && version > 2 ? null : xml
  })
  return { ...body, bytes, sha256: sha256(bytes) }
}

/** What is not answered is sent again half of the time, as a hospital's software would; the rest is given up. */
async function send(bodies: Generator<Body>, random: ReturnType<typeof seeded>) {
  for (let again: Body | null = null; !isOver; ) {
    const body: Body = again ?? bodies.next().value
    const url = await Promise.race([address, sleep(100).then(() => null)])
    if (!url) {
      again = body
      continue
    }
    sent.posts += 1
    const receiptId = await post(url, body).catch(() => null)
    if (receiptId === null) sent.unanswered += 1
    again = receiptId === null && random.chance(0.5) ? body : null
    if (receiptId === null) continue
    const before = acknowledged.get(body.sha256)
    if (before) assert.equal(receiptId, before.receiptId, 'the same bytes have one receipt')
    acknowledged.set(body.sha256, { ...body, receiptId })
  }
}

async function post(url: string, body: Body): Promise<string | null> {
  const answer = await fetch(`${url}/intake/bhyt-xml?fileName=${body.visit}.xml`, {
    method: 'POST',
    headers: { 'content-type': 'application/xml' },
    body: body.bytes,
    signal: AbortSignal.timeout(10_000),
  })
  const text = await answer.text()
  if (answer.status !== 202) return null
  return (JSON.parse(text) as { receiptId: string }).receiptId
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function inParallel<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>) {
  const left = items.values()
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of left) await work(item)
    }),
  )
}
