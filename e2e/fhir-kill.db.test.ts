/**
 * Acknowledged = stored, whole or not at all. Six senders write transactions and numbered versions over HTTP, and delete, while the
 * server is killed with -9 at random moments, in a third of the rounds its PostgreSQL with it; each time it starts again
 * on the same folder. MACH_FHIR_KILLS says how often (15).
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { Bundle, Resource } from 'fhir/r4'
import { openDatabase } from '#foundation/db'
import { startEmbeddedPostgres } from '#foundation/postgres'
import { projectRoot } from '#foundation/project'
import { brokenStorePromises, numbersSystem, transactionsOf, versionsOf } from './fhir-kill.queries.ts'
import { aKillableServer, seeded } from './killed-server.ts'

const kills = Number(process.env.MACH_FHIR_KILLS ?? 15)
const seed = Number(process.env.MACH_KILL_SEED ?? 20_261_122)
const senders = 6
const documents = 5

type Random = ReturnType<typeof seeded>
const server = aKillableServer()
let address: Promise<string> = new Promise(() => {})
let isOver = false

/** Transactions by number: how many resources each has, and whether we were told that it is stored. */
const sent = new Map<number, { readonly size: number; acknowledged: boolean }>()
/** `Basic/doc-1 7`: what the seventh version was sent with. */
const versions = new Map<string, string>()
const counts = { answered: 0, transactions: 0, puts: 0, lost: 0, conflicts: 0, refused: 0 }

before(async () => {
  const build = pathToFileURL(join(projectRoot(), 'scripts/build.mjs')).href
  await ((await import(build)) as { buildIfStale(o: object): Promise<void> }).buildIfStale({ screens: false })
})
after(() => server.stop())

test(`what was acknowledged is wholly stored after ${kills} kills, and nothing is half stored`, async (t) => {
  const began = Date.now()
  await sendAndKill()
  const postgres = await startEmbeddedPostgres({ dataDir: server.dataDir })
  const db = openDatabase({ connection: postgres.connection, max: 4 })
  t.after(async () => {
    await db.close()
    await postgres.stop()
  })

  await t.test('a transaction is there with all its resources, or with none', async () => {
    const stored = new Map((await transactionsOf(db)).map((row) => [Number(row.number), row]))
    const acknowledged = [...sent.values()].filter((each) => each.acknowledged).length
    assert.ok(acknowledged > kills, `${acknowledged} acknowledged`)
    for (const [number, { size, acknowledged }] of sent) {
      const row = stored.get(number)
      if (acknowledged || row) assert.deepEqual([row?.resources, row?.commits], [size, 1], `number ${number}`)
    }
  })

  await t.test('every acknowledged version is there under its number, as it was sent', async () => {
    const stored = new Map((await versionsOf(db)).map(({ id, ver, note }) => [`${id} ${ver}`, note]))
    assert.ok(versions.size > kills, `${versions.size} versions`)
    for (const [version, note] of versions) assert.equal(stored.get(version), note, version)
  })

  await t.test('versions, history and the log of commits agree', async () => {
    assert.deepEqual(await brokenStorePromises(db), [])
  })

  t.diagnostic(`${kills} kills in ${Math.round((Date.now() - began) / 1000)} s, ${JSON.stringify(counts)}`)
})

async function sendAndKill() {
  const random = seeded(seed)
  const all = Array.from({ length: senders }, (_, n) => send(n, seeded(seed + n + 1)))
  for (let killed = 0; killed < kills; killed += 1) {
    address = server.start()
    await address
    await someAnswers(random.between(0, 16))
    await sleep(random.between(0, 80))
    await server.kill({ postmaster: random.chance(0.34) })
    address = new Promise(() => {})
  }
  isOver = true
  await Promise.race([Promise.all(all), sleep(2_000)])
}

/** Until so many more requests were answered: on a busy box a kill by the clock would meet a server that has done nothing yet. */
async function someAnswers(wanted: number) {
  const from = counts.answered
  for (let waited = 0; counts.answered - from < wanted && waited < 10_000; waited += 5) await sleep(5)
}

async function send(sender: number, random: Random) {
  const seen = new Map<string, number>()
  for (let n = 0; !isOver; n += 1) {
    const url = await Promise.race([address, sleep(100).then(() => null)])
    if (!url) continue
    const base = `${url}/fhir/R4`
    if (random.chance(0.5)) await sendTransaction(base, sender * 1_000_000 + n, random)
    else if (random.chance(0.1)) await ask(`${base}/Basic/doc-${random.between(1, documents)}`, 'DELETE')
    else await sendVersion(base, `doc-${random.between(1, documents)}`, `${sender}-${n}`, seen)
  }
}

async function sendTransaction(base: string, number: number, random: Random) {
  const size = random.between(2, 40)
  const identifier = [{ system: numbersSystem, value: `${number}` }]
  const patient = `urn:uuid:00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
  const observation = (value: number) => ({
    resource: {
      resourceType: 'Observation',
      identifier,
      status: 'final',
      code: { text: 'Mạch' },
      subject: { reference: patient },
      valueQuantity: { value, unit: 'lần/phút' },
    },
    request: { method: 'POST', url: 'Observation' },
  })
  const entry = [
    {
      fullUrl: patient,
      resource: { resourceType: 'Patient', identifier, name: [{ family: 'Nguyễn' }] },
      request: { method: 'POST', url: 'Patient', ifNoneExist: `identifier=${numbersSystem}|${number}` },
    },
    ...Array.from({ length: size - 1 }, (_, i) => observation(60 + i)),
  ]
  const transaction = { size, acknowledged: false }
  sent.set(number, transaction)
  counts.transactions += 1
  const told = await ask(base, 'POST', { resourceType: 'Bundle', type: 'transaction', entry })
  if (told?.status !== 200) return
  assert.equal((told.body as Bundle).entry!.length, size)
  transaction.acknowledged = true
}

/** The next version of a document that all senders write: one of those who knew the same version wins. */
async function sendVersion(base: string, id: string, note: string, seen: Map<string, number>) {
  const known = seen.get(id)
  const headers: Record<string, string> = known === undefined ? {} : { 'if-match': `W/"${known}"` }
  counts.puts += 1
  const body = { resourceType: 'Basic', id, code: { text: note } }
  const told = await ask(`${base}/Basic/${id}`, 'PUT', body, headers)
  if (told?.status === 200 || told?.status === 201) {
    const version = (told.body as Resource).meta!.versionId!
    assert.ok(!versions.has(`${id} ${version}`), `version ${version} of ${id} was given twice`)
    versions.set(`${id} ${version}`, note)
    seen.set(id, Number(version))
  } else {
    if (told?.status === 412) counts.conflicts += 1
    seen.delete(id)
  }
}

/** Null: no answer, or one that a dying server gives. */
async function ask(url: string, method: string, body?: object, headers: Record<string, string> = {}) {
  try {
    const answer = await fetch(url, {
      method,
      headers: { 'content-type': 'application/fhir+json', ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(30_000),
    })
    const text = await answer.text()
    const told = (text === '' ? {} : JSON.parse(text)) as Resource
    counts.answered += 1
    if (answer.status >= 400 && answer.status !== 412) counts.refused += 1
    return { status: answer.status, body: told }
  } catch {
    counts.lost += 1
    return null
  }
}
