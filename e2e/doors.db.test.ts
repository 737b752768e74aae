/**
 * Acknowledged = stored, exactly once, by whatever door it came. Senders of every door send without pause while the server
 * is killed with -9 at random moments, now and then its PostgreSQL with it. MACH_DOOR_KILLS says how often (6).
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { connectMllp, type MllpClient } from '#doors/mllp'
import { openDatabase } from '#foundation/db'
import { startEmbeddedPostgres } from '#foundation/postgres'
import { projectRoot } from '#foundation/project'
import { aTempDir, freePort } from '#foundation/testkit'
import {
  asUuid,
  dropFile,
  droppedReceipt,
  type FileToSend,
  type Session,
  signIn,
} from '../bench/door-senders.ts'
import { generateVisits } from '../province/index.ts'
import { receiptsOf, recordStates } from './doors.queries.ts'
import { brokenPromises, waiting } from './kill.queries.ts'
import { aKillableServer, seeded } from './killed-server.ts'

const kills = Number(process.env.MACH_DOOR_KILLS ?? 6)
const seed = Number(process.env.MACH_KILL_SEED ?? 20_261_122)

/** Between two files of a sender, in ms. */
const pace = 40

type Door = 'http' | 'gateway' | 'mllp' | 'drop-folder'
interface Sent extends FileToSend {
  readonly door: Door
  readonly sha256: string
}

const scratch = aTempDir('mach-doors-kill')
const dropFolder = join(scratch.path, 'tha')
const [gatewayPort, mllpPort] = [await freePort(), await freePort()]
const gateway = `http://127.0.0.1:${gatewayPort}`
const server = aKillableServer({
  MACH_GATEWAY_HOST: '127.0.0.1',
  MACH_GATEWAY_PORT: String(gatewayPort),
  MACH_MLLP_PORT: String(mllpPort),
  MACH_DROP_FOLDER: dropFolder,
  MACH_DROP_FOLDER_POLL_SECONDS: '0.1',
  MACH_DROP_FOLDER_STILL_SECONDS: '0.1',
})

/** Everything that was ever sent, and the receipt of what was acknowledged (MLLP answers name none). */
const sent = new Map<string, Sent>()
const acknowledged = new Map<string, { readonly file: Sent; readonly receiptId: string | null }>()
let address: Promise<string> = new Promise(() => {})
let isOver = false

before(async () => {
  const build = pathToFileURL(join(projectRoot(), 'scripts/build.mjs')).href
  await ((await import(build)) as { buildIfStale(o: object): Promise<void> }).buildIfStale({ screens: false })
})
after(async () => {
  await server.stop()
  scratch.remove()
})

test(`what any door acknowledged is stored exactly once after ${kills} kills`, async (t) => {
  const began = Date.now()
  const sessions = await sendAndKill()
  const sentFor = Math.round((Date.now() - began) / 1000)

  await t.test('before anything is mended nothing is half stored', async () => {
    const postgres = await startEmbeddedPostgres({ dataDir: server.dataDir })
    const db = openDatabase({ connection: postgres.connection, max: 2 })
    assert.deepEqual(await brokenPromises(db), [])
    await db.close()
    await postgres.stop()
  })

  const url = await server.start()
  const postgres = await startEmbeddedPostgres({ dataDir: server.dataDir, keepRunning: true })
  const db = openDatabase({ connection: postgres.connection, max: 4 })
  t.after(() => db.close())

  await t.test(
    'every file that was dropped is answered and put away, nothing is left lying about',
    async () => {
      const dropped = [...sent.values()].filter(({ door }) => door === 'drop-folder')
      assert.ok(dropped.length > 0)
      for (const file of dropped) {
        let receipt = droppedReceipt(dropFolder, file)
        for (; !receipt; receipt = droppedReceipt(dropFolder, file)) await sleep(20)
        acknowledged.set(file.sha256, { file, receiptId: receipt.receiptId })
      }
      const home = join(dropFolder, dropped[0]!.facility)
      // The answer is written just before the file is put away.
      for (let n = 0; n < 600 && filesBelow(join(home, '.dang-nhan')).length > 0; n += 1) await sleep(100)
      assert.deepEqual(filesBelow(join(home, '.dang-nhan')), [])
      const put = filesBelow(join(home, 'da-nhan')).filter((name) => !name.endsWith('.bien-nhan.json'))
      assert.deepEqual(put.sort(), dropped.map(({ name }) => name).sort())
    },
  )

  await t.test('what was not acknowledged is sent again, taken, and has one receipt', async () => {
    const again = [...sent.values()].filter((file) => !acknowledged.has(file.sha256))
    const mllp = await connectMllp({ port: mllpPort })
    for (const file of again) {
      const receiptId = await sendBy(file, { url, session: sessions.get(file.facility), mllp })
      assert.notEqual(receiptId, 'refused', `${file.door} ${file.name}`)
      acknowledged.set(file.sha256, { file, receiptId })
    }
    await mllp.close()
    t.diagnostic(`${again.length} sent again`)
  })

  while ((await waiting(db)) > 0) await sleep(50)

  await t.test(
    'each acknowledged file is there once, its records are stored, its bytes are the very ones',
    async () => {
      for (const { file, receiptId } of acknowledged.values()) {
        const receipts = await receiptsOf(db, Buffer.from(file.sha256, 'hex'))
        assert.equal(receipts.length, 1, `${file.door} ${file.name}`)
        const [receipt] = receipts
        if (receiptId !== null) assert.equal(receipt!.receipt_id, receiptId, `${file.door} ${file.name}`)
        const raw = await fetch(`${url}/intake/receipts/${receipt!.receipt_id}/raw`)
        assert.equal(digestOf(new Uint8Array(await raw.arrayBuffer())), file.sha256)
      }
      const states = await recordStates(db)
      assert.deepEqual(
        states.map(({ status }) => status),
        ['stored'],
      )
      assert.equal(states[0]!.n, sent.size)
    },
  )

  await t.test('after the queue has drained the promises still hold', async () => {
    assert.deepEqual(await brokenPromises(db), [])
  })

  const byDoor = (of: Iterable<Sent>) => {
    const counts: Partial<Record<Door, number>> = {}
    for (const { door } of of) counts[door] = (counts[door] ?? 0) + 1
    return JSON.stringify(counts)
  }
  t.diagnostic(
    `${kills} kills in ${sentFor} s, all in ${Math.round((Date.now() - began) / 1000)} s; ${byDoor(sent.values())}`,
  )
})

async function sendAndKill(): Promise<Map<string, Session>> {
  const random = seeded(seed)
  let url = await server.start()
  const sessions = new Map<string, Session>()
  for (const facility of ['99911', '99912']) sessions.set(facility, await signIn(url, gateway, facility))
  const senders = [
    send(visitsOf('http', '99901')),
    send(visitsOf('http', '99902')),
    send(visitsOf('gateway', '99911'), sessions.get('99911')),
    send(visitsOf('gateway', '99912'), sessions.get('99912')),
    send(messagesOf('99921')),
    send(messagesOf('99922')),
    drop(visitsOf('drop-folder', '99931')),
  ]
  const doors = () => new Set([...acknowledged.values()].map(({ file }) => file.door)).size
  // On a slow machine there are more kills, until every door has something to lose.
  for (let killed = 0; killed < kills || (doors() < 4 && killed < 4 * kills); killed += 1) {
    if (killed > 0) url = await server.start()
    address = Promise.resolve(url)
    await sleep(random.between(100, 1_200))
    await server.kill({ postmaster: random.chance(0.34) })
    address = new Promise(() => {})
  }
  isOver = true
  await Promise.race([Promise.all(senders), sleep(5_000)])
  return sessions
}

function* visitsOf(door: Door, facility: string): Generator<Sent> {
  const options = {
    persons: 100,
    visits: 20_000,
    from: '2025-01-01',
    to: '2026-08-30',
    resourcesPerVisit: 10,
  }
  const facilities = [{ code: facility, habit: 'plain' as const }]
  for (const { bytes, fileName } of generateVisits({ seed: seed + Number(facility), facilities, ...options }))
    yield { door, facility, name: fileName, bytes, sha256: digestOf(bytes) }
}

/** Outpatients registered, one message each. */
function* messagesOf(facility: string): Generator<Sent> {
  for (let n = 1; ; n += 1) {
    const visit = `V${facility}-${n}`
    const bytes = Buffer.from(
      [
        `MSH|^~\\&|HIS|${facility}|MACH|SYT|20260903073000+0700||ADT^A04^ADT_A01|M${visit}|P|2.5.1|||||||UNICODE UTF-8`,
        'EVN|A04|20260903073000+0700',
        `PID|1||BN${n}^^^${facility}^MR||NGUYỄN^THỊ THỬ||19${50 + (n % 50)}0315|F`,
        `PV1|1|O|KKB^^^${facility}${'|'.repeat(16)}${visit}${'|'.repeat(25)}20260903073000+0700`,
      ].join('\r'),
    )
    yield { door: 'mllp', facility, name: visit, bytes, sha256: digestOf(bytes) }
  }
}

/** Sends one after the other; a connection is made anew after each accident. */
async function send(files: Generator<Sent>, session?: Session): Promise<void> {
  let mllp: MllpClient | null = null
  while (!isOver) {
    const url = await Promise.race([address, sleep(50).then(() => null)])
    if (!url) continue
    const file = files.next().value as Sent
    if (file.door === 'mllp') mllp ??= await connectMllp({ port: mllpPort }).catch(() => null)
    if (file.door === 'mllp' && !mllp) continue
    sent.set(file.sha256, file)
    const receiptId = await sendBy(file, { url, session, mllp }).catch(() => 'refused')
    if (receiptId === 'refused') mllp = null
    else acknowledged.set(file.sha256, { file, receiptId })
    // Accidents are what is tried here, not how much gets through.
    await sleep(pace)
  }
}

interface Way {
  readonly url: string
  readonly session: Session | undefined
  readonly mllp: MllpClient | null
}

/** The receipt; null when the answer names none; 'refused' for any other answer. */
async function sendBy(file: Sent, { url, session, mllp }: Way): Promise<string | null> {
  const body = file.bytes as Uint8Array<ArrayBuffer>
  // While the server is being killed a sender gives up soon; in the end it waits for a slow machine.
  const patience = isOver ? 60_000 : 10_000
  const signal = AbortSignal.timeout(patience)
  switch (file.door) {
    case 'mllp': {
      const answer = await Promise.race([mllp!.send(file.bytes), sleep(patience).then(() => '')])
      return /\rMSA\|[AC]A\|/.test(answer.toString()) ? null : 'refused'
    }
    case 'gateway': {
      const { username, headers } = session!
      const says = { username, loaiHoSo: '130', maTinh: '99', maCSKCB: file.facility }
      const fileHSBase64 = Buffer.from(file.bytes).toString('base64')
      const form = { headers, body: new URLSearchParams({ ...says, fileHSBase64 }) }
      const answer = await fetch(`${gateway}/api/qd130/guiHoSoXmlQD4750`, { method: 'POST', signal, ...form })
      const told = (await answer.json()) as { maKetQua: string; maGiaoDich: string }
      return told.maKetQua === '200' ? asUuid(told.maGiaoDich) : 'refused'
    }
    default: {
      const answer = await fetch(`${url}/intake/files?fileName=${file.name}`, {
        method: 'POST',
        signal,
        body,
      })
      const told = (await answer.json()) as { receiptId: string }
      return answer.status === 202 ? told.receiptId : 'refused'
    }
  }
}

/** Whoever drops files does not know whether the server lives. */
async function drop(files: Generator<Sent>): Promise<void> {
  while (!isOver) {
    const file = files.next().value as Sent
    sent.set(file.sha256, file)
    dropFile(dropFolder, file)
    await sleep(4 * pace)
    if (droppedReceipt(dropFolder, file)) acknowledged.set(file.sha256, { file, receiptId: null })
  }
}

const filesBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
    : []

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
