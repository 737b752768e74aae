import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import Fastify from 'fastify'
import { systemClock } from '#foundation/clock'
import { sql } from '#foundation/db'
import { silentLogger } from '#foundation/log'
import { projectRoot } from '#foundation/project'
import { setUpstream } from '../accounts/manage-accounts.ts'
import type { GatewayDelivery, GatewayRelay } from '../api.types.ts'
import { gatewayAdminRoutes, type Simulator, startGatewaySimulator } from '../index.ts'
import { aGateway, anEpisode, md5, sample, type TestGateway, upstreamKey } from '../testing.ts'
import { openRelay, type RelayDeps } from './open-relay.ts'
import { readKey, seal, unseal } from './seal.ts'

const key = readKey(upstreamKey)!
let simulator: Simulator
let gw: TestGateway
const admin = Fastify()
const running: { stop(): Promise<void> }[] = []

before(async () => {
  simulator = await startGatewaySimulator([
    { username: '99901_BV', password: 'that-1', facility: '99901' },
    { username: '99902_BV', password: 'that-2', facility: '99902' },
  ])
  gw = await aGateway({
    clock: systemClock,
    relayOf: (db) =>
      openRelay({
        db,
        clock: systemClock,
        log: silentLogger,
        base: simulator.address,
        key,
        askTimeoutMs: 2_000,
      }),
  })
  await admin.register(
    gatewayAdminRoutes({
      db: gw.db,
      clock: systemClock,
      upstreamKey: key,
      state: () => ({ address: gw.base, upstream: simulator.address }),
    }),
  )
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.stop()))
  await gw.db.run(sql`delete from gateway.outgoing`)
  await gw.db.run(sql`delete from gateway.relay_lane`)
  await gw.db.run(sql`delete from gateway.account`)
  simulator.setAway(false)
})
after(async () => {
  await admin.close()
  await gw.stop()
  await simulator.stop()
})

let visits = 0
const deps = (says: Partial<RelayDeps> = {}): RelayDeps => ({
  db: gw.db,
  clock: systemClock,
  log: silentLogger,
  base: simulator.address,
  key,
  timeoutMs: 1_000,
  lanes: 2,
  pollMs: 10,
  retryMs: 20,
  longestMs: 80,
  ...says,
})
const work = (says: Partial<RelayDeps> = {}) => {
  const worker = openRelay(deps(says)).start()
  running.push(worker)
  return worker
}
async function aFacility(facility: string, upstreamPassword: string | null) {
  const account = await gw.anAccount({ facility, username: `${facility}_BV` })
  if (upstreamPassword !== null)
    await setUpstream({ db: gw.db, clock: systemClock }, account.accountId, {
      username: `${facility}_BV`,
      secret: seal(key, account.accountId, md5(upstreamPassword)),
    })
  return account
}
async function send(account: Awaited<ReturnType<typeof aFacility>>, bytes: Buffer) {
  const session = await gw.session(account)
  const { body } = await gw.post('qd130/guiHoSoXmlQd3176', {
    headers: session.headers,
    body: new URLSearchParams({
      username: account.username,
      loaiHoSo: '130',
      maTinh: '99',
      maCSKCB: account.facility,
      fileHSBase64: bytes.toString('base64'),
    }),
  })
  assert.equal(body.maKetQua, '200', JSON.stringify(body))
  return (body.mach as { receiptId: string }).receiptId
}
const episode = (facility = '99901') =>
  anEpisode(
    { MA_LK: `R${++visits}`, NGAY_VAO: '202601010800', NGAY_RA: '202601010900' },
    { facility, made: '20260102' },
  )
const states = () =>
  gw.db.many<{ state: string; last_code: string | null; attempts: number }>(
    sql`select state, last_code, attempts from gateway.outgoing order by created_at, outgoing_id`,
  )
async function until(isSo: () => Promise<boolean>, what: string) {
  for (let i = 0; i < 6_000; i++) {
    if (await isSo()) return
    await sleep(10)
  }
  assert.fail(`never: ${what}: ${JSON.stringify(await states())}`)
}
const allDelivered = async () => (await states()).every(({ state }) => state === 'delivered')
const relay = async () => (await admin.inject('/api/gateway/relay')).json<GatewayRelay>()
const arrivedAfter = (count: number) => simulator.received.slice(count)

test('what facilities send arrives at the real gateway byte for byte and in order, and its code is kept', async () => {
  const [one, two] = [await aFacility('99901', 'that-1'), await aFacility('99902', 'that-2')]
  const before = simulator.received.length
  const sent = new Map<string, Buffer[]>([
    ['99901', []],
    ['99902', []],
  ])
  let receipt = ''
  for (let i = 0; i < 5; i++)
    for (const account of [one, two]) {
      const bytes = episode(account.facility)
      sent.get(account.facility)!.push(bytes)
      receipt = await send(account, bytes)
    }
  work()
  await until(allDelivered, 'ten files delivered')
  for (const [facility, files] of sent) {
    const arrived = arrivedAfter(before).filter((file) => file.facility === facility)
    assert.deepEqual(
      arrived.map(({ bytes }) => bytes),
      files,
    )
    assert.ok(arrived.every(({ path, kind }) => path === 'qd130/guiHoSoXmlQd3176' && kind === '130'))
  }
  const { items } = (await admin.inject(`/api/gateway/receipts/${receipt}`)).json<{
    items: GatewayDelivery[]
  }>()
  assert.deepEqual([items[0]!.state, items[0]!.code], ['delivered', '200'])
  assert.match(items[0]!.transactionCode!, /^GIALAP/)
  const bodies = await gw.db.one<{ n: string }>(sql`select count(body) as n from gateway.outgoing`)
  assert.equal(bodies.n, '0', 'delivered bytes are let go')
  assert.ok((await relay()).lanes.every((lane) => lane.waiting === 0 && lane.deliveredToday === 5))
})

test('the same file sent twice is forwarded once', async () => {
  const account = await aFacility('99901', 'that-1')
  const before = simulator.received.length
  const bytes = episode()
  await send(account, bytes)
  await send(account, bytes)
  work()
  await until(allDelivered, 'delivered')
  await send(account, bytes)
  await sleep(60)
  assert.equal(arrivedAfter(before).length, 1)
})

test('every trouble of the way is tried again, in order, until it goes', async () => {
  const account = await aFacility('99901', 'that-1')
  const before = simulator.received.length
  const files = [episode(), episode(), episode()]
  for (const bytes of files) await send(account, bytes)
  simulator.fail(
    { kind: 'hang-up' },
    { kind: 'status', status: 503 },
    { kind: 'status', status: 408 },
    { kind: 'garbage' },
    { kind: 'code', code: '500' },
    { kind: 'slow', ms: 400 },
  )
  work({ timeoutMs: 250 })
  await until(allDelivered, 'delivered in spite of all')
  // The slow one was taken after we had given up, and sent again: at least once, never out of order, never lost.
  const arrived = arrivedAfter(before).map(({ bytes }) => bytes.toString())
  assert.deepEqual([...new Set(arrived)], files.map(String))
})

test('a half answer, or none after the file was taken, is asked again: at least once', async () => {
  const account = await aFacility('99901', 'that-1')
  const before = simulator.received.length
  const bytes = episode()
  await send(account, bytes)
  simulator.fail({ kind: 'cut' }, { kind: 'taken-then-hang-up' })
  work()
  await until(allDelivered, 'delivered')
  assert.ok(arrivedAfter(before).every((file) => file.bytes.equals(bytes)))
})

test('a gateway that is away for a while loses nothing, and the screen says what is waited for', async () => {
  const account = await aFacility('99901', 'that-1')
  simulator.setAway(true)
  await send(account, episode())
  await send(account, episode())
  work()
  await until(async () => (await relay()).lanes[0]?.trouble !== null, 'trouble shown')
  const [lane] = (await relay()).lanes
  assert.equal(lane!.waiting, 2)
  assert.match(lane!.trouble!, /Cổng giám định/)
  simulator.setAway(false)
  await until(allDelivered, 'delivered when it is back')
})

test('a file the gateway refuses is a dead letter with an owner and an age; the next one passes it', async () => {
  const account = await aFacility('99901', 'that-1')
  await send(account, episode())
  await send(account, episode())
  await send(account, episode())
  simulator.fail({ kind: 'code', code: '205' }, { kind: 'code', code: '402' })
  work()
  await until(async () => (await states()).every(({ state }) => state !== 'waiting'), 'all judged')
  assert.deepEqual(
    (await states()).map(({ state, last_code, attempts }) => [state, last_code, attempts]),
    [
      ['dead', '205', 1],
      ['dead', '402', 1],
      ['delivered', '200', 1],
    ],
  )
  const { dead } = await relay()
  assert.deepEqual(
    dead.map(({ owner, code }) => [owner, code]),
    [
      ['facility', '205'],
      ['department', '402'],
    ],
  )
  assert.ok(dead.every(({ deadAt, sentAt }) => Date.parse(deadAt) >= Date.parse(sentAt)))
  const retry = await admin.inject({
    method: 'POST',
    url: '/api/gateway/relay/retry',
    payload: { outgoingId: dead[0]!.outgoingId },
  })
  assert.deepEqual(retry.json(), { retried: 1 })
  await until(
    async () => (await states()).filter(({ state }) => state === 'delivered').length === 2,
    'sent again',
  )
  const all = await admin.inject({
    method: 'POST',
    url: '/api/gateway/relay/retry',
    payload: { facility: '99901' },
  })
  assert.deepEqual(all.json(), { retried: 1 })
  await until(allDelivered, 'all sent')
})

test('a session that ended early is taken anew; a refused account waits and buries nothing', async () => {
  const one = await aFacility('99901', 'that-1')
  work()
  await send(one, episode())
  await until(allDelivered, 'first')
  simulator.fail({ kind: 'forget-sessions' })
  await send(one, episode())
  await until(allDelivered, 'with a new session')
  const wrong = await aFacility('99902', 'sai-roi')
  await send(wrong, episode('99902'))
  await until(async () => (await relay()).lanes.some(({ trouble }) => /401/.test(trouble ?? '')), 'told why')
  assert.ok((await states()).some(({ state }) => state === 'waiting'))
  await setUpstream({ db: gw.db, clock: systemClock }, wrong.accountId, {
    username: '99902_BV',
    secret: seal(key, wrong.accountId, md5('that-2')),
  })
  await until(allDelivered, 'with the right password')
})

test('a facility without a credential waits; others go on', async () => {
  const [none, one] = [await aFacility('99902', null), await aFacility('99901', 'that-1')]
  await send(none, episode('99902'))
  await send(one, episode())
  work({ lanes: 1 })
  await until(async () => (await states()).some(({ state }) => state === 'delivered'), 'the other went')
  await until(
    async () => (await relay()).lanes.some(({ trouble }) => /Chưa có tài khoản/.test(trouble ?? '')),
    'said why',
  )
})

test('two processes never send for one facility at the same time, and a dead one’s lane is taken over', async () => {
  const account = await aFacility('99901', 'that-1')
  const before = simulator.received.length
  const files = Array.from({ length: 12 }, () => episode())
  for (const bytes of files) await send(account, bytes)
  // A process that was killed while it held the lane: its lease has not run out yet.
  const lease = new Date(Date.now() + 1_500)
  await gw.db.run(sql`
    insert into gateway.relay_lane (facility, holder, lease_until)
    values ('99901', '00000000-0000-4000-8000-000000000001'::uuid, ${lease})`)
  work({ lanes: 3 })
  work({ lanes: 3 })
  await until(allDelivered, 'taken over')
  assert.ok(Date.now() >= lease.getTime(), 'not before the lease ended')
  assert.deepEqual(
    arrivedAfter(before).map(({ bytes }) => bytes),
    files,
  )
})

test('a process killed in the middle of sending loses nothing: another sends what it held, in order', async () => {
  const account = await aFacility('99901', 'that-1')
  const before = simulator.received.length
  const files = [episode(), episode(), episode()]
  for (const bytes of files) await send(account, bytes)
  // The second call hangs long enough to be killed in.
  simulator.fail({ kind: 'slow', ms: 0 }, { kind: 'slow', ms: 5_000 })
  const calls = simulator.calls.length
  const script = `
    import { systemClock } from '#foundation/clock'
    import { openDatabase } from '#foundation/db'
    import { silentLogger } from '#foundation/log'
    import { openRelay } from ${JSON.stringify(join(import.meta.dirname, 'open-relay.ts'))}
    const { connection, base, key } = JSON.parse(process.env.MACH_TEST_RELAY)
    const deps = { db: openDatabase({ connection }), clock: systemClock, log: silentLogger, base }
    const pace = { timeoutMs: 30_000, lanes: 1, pollMs: 10, leaseMs: 900 }
    openRelay({ ...deps, ...pace, key: Buffer.from(key, 'hex') }).start()`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: projectRoot(),
    env: {
      ...process.env,
      MACH_TEST_RELAY: JSON.stringify({
        connection: gw.connection,
        base: simulator.address,
        key: upstreamKey,
      }),
    },
    stdio: 'ignore',
  })
  const gone = once(child, 'exit')
  const sends = () => simulator.calls.slice(calls).filter((path) => path !== 'token/take').length
  await until(async () => sends() === 2, 'the second is on its way')
  child.kill('SIGKILL')
  await gone
  assert.deepEqual(
    (await states()).map(({ state }) => state),
    ['delivered', 'waiting', 'waiting'],
  )
  work()
  await until(allDelivered, 'sent by another process')
  const arrived = arrivedAfter(before).map(({ bytes }) => bytes.toString())
  assert.deepEqual([...new Set(arrived)], files.map(String))
})

test('certificates, the driver form and 4210 go on in the shapes that belong to them', async () => {
  const two = await aFacility('99902', 'that-2')
  const before = simulator.received.length
  const session = await gw.session(two)
  const death = sample('08-giay-bao-tu-gbt.xml')
  const paper = await gw.post('hososuckhoe/guiGiayToDienTu', {
    body: new URLSearchParams({
      maCskcb: '99902',
      token: session.token,
      id_token: session.idToken,
      username: two.username,
      password: session.passwordHash,
      loaiHs: '60',
      fileBase64Str: death.toString('base64'),
    }),
  })
  assert.equal(paper.body.MaKetQua, '200')
  const old = episode('99902')
  const query = new URLSearchParams({
    token: session.token,
    id_token: session.idToken,
    loaiHoSo: '3',
    maTinh: '99',
    maCSKCB: '99902',
  })
  await gw.post(`egw/guiHoSoGiamDinh4210?${query}`, { body: new Uint8Array(old) })
  query.set('loaiHoSo', '6')
  const book = Buffer.from([0x50, 0x4b, 3, 4, 9, 9])
  const report = await gw.post(`egw/guiHoSoGiamDinh4210?${query}`, { body: new Uint8Array(book) })
  assert.match(String(report.body.thongDiep), /chuyển tiếp/)
  work()
  await until(allDelivered, 'delivered')
  assert.deepEqual(
    arrivedAfter(before).map(({ path, kind, bytes }) => [path, kind, bytes.toString('latin1')]),
    [
      ['hososuckhoe/guiGiayToDienTu', '60', death.toString('latin1')],
      ['egw/guiHoSoGiamDinh4210', '3', old.toString('latin1')],
      ['egw/guiHoSoGiamDinh4210', '6', book.toString('latin1')],
    ],
  )
})

test('a card is asked of the real gateway, and of our own knowledge while that is away', async () => {
  const account = await aFacility('99901', 'that-1')
  const session = await gw.session(account)
  const ask = async () =>
    (
      await gw.post(`egw/KQNhanLichSuKCB2024?token=${session.token}&id_token=${session.idToken}`, {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          maThe: 'GD4797999000001',
          hoTen: 'Nguyễn Thị Thử Nghiệm',
          ngaySinh: '15/03/1990',
          hoTenCb: 'A',
          cccdCb: '079190999001',
        }),
      })
    ).body
  assert.match(String((await ask()).ghiChu), /giả lập/)
  simulator.setAway(true)
  assert.equal((await ask()).maKetQua, '050')
})

test('a sealed password opens with its key and for its account only', () => {
  const sealed = seal(key, 'a', 'bí mật')
  assert.deepEqual(unseal(key, 'a', sealed), { ok: true, value: 'bí mật' })
  assert.equal(unseal(key, 'b', sealed).ok, false)
  assert.equal(unseal(Buffer.alloc(32, 1), 'a', sealed).ok, false)
  sealed[30]! ^= 1
  assert.equal(unseal(key, 'a', sealed).ok, false)
  assert.equal(unseal(key, 'a', Buffer.alloc(5)).ok, false)
  assert.equal(readKey('ngắn'), null)
})
