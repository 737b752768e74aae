import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import Fastify from 'fastify'
import { sql } from '#foundation/db'
import { answerProblems } from '#foundation/http'
import type { GatewayAccounts, GatewayEvents, GatewayPassword } from '../api.types.ts'
import { gatewayAdminRoutes } from '../index.ts'
import { readKey } from '../relay/seal.ts'
import { aGateway, anEpisode, md5, type TestGateway, upstreamKey } from '../testing.ts'

let gw: TestGateway
const app = Fastify()
before(async () => {
  gw = await aGateway({ env: { MACH_GATEWAY_TWO_ADDRESSES: 'refuse' } })
  answerProblems(app)
  await app.register(
    gatewayAdminRoutes({
      db: gw.db,
      clock: gw.clock,
      upstreamKey: readKey(upstreamKey),
      state: () => ({ address: gw.base, upstream: null }),
    }),
  )
})
beforeEach(() => gw.forgetEvents())
after(async () => {
  await app.close()
  await gw.stop()
})

const ask = async <T>(method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) => {
  const answer = await app.inject({ method, url: `/api/gateway/${url}`, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.json<T>() }
}
let numbers = 10
const create = async (says: Record<string, unknown> = {}) => {
  const facility = `999${numbers++}`
  const { status, body } = await ask<GatewayPassword>('POST', 'accounts', {
    facility,
    username: `${facility}_BV`,
    vendor: 'HIS mẫu A',
    channels: ['check-in', 'episode'],
    ...says,
  })
  assert.equal(status, 201)
  return { ...body.account, password: body.password }
}
type Made = Awaited<ReturnType<typeof create>>
const change = (a: Made, says: Record<string, unknown>) =>
  ask<unknown>('PUT', `accounts/${a.accountId}`, {
    vendor: a.vendor,
    channels: a.channels,
    addresses: a.addresses,
    mayReadHistory: a.mayReadHistory,
    state: a.state,
    expiresOn: a.expiresOn,
    ...says,
  })
const signIn = async (username: string, password: string) =>
  (await gw.post('token/take', { body: new URLSearchParams({ username, password: md5(password) }) })).body
    .maKetQua

test('an account’s password is shown once, opens the door, and stands nowhere in the database', async () => {
  const made = await create()
  assert.match(made.password, /^[A-HJ-NP-Za-hjkmnp-z2-9]{16}$/)
  assert.equal(await signIn(made.username, made.password), '200')
  const tables = await gw.db.many<{ row: string }>(sql`
    select a::text as row from gateway.account a union all select t::text from gateway.token t
    union all select e::text from gateway.event e union all select f::text from gateway.failure f`)
  const all = tables.map(({ row }) => row).join('\n')
  for (const secret of [made.password, md5(made.password), md5(made.password, 'lower')])
    assert.ok(!all.includes(secret) && !all.includes(Buffer.from(secret).toString('hex')))
  const list = await ask<GatewayAccounts>('GET', 'accounts')
  assert.ok(!JSON.stringify(list.body).includes(made.password))
  assert.ok(list.body.items.find((a) => a.accountId === made.accountId)?.lastSignInAt)
})

test('several accounts of one facility are several vendors; one name is one account, however it is spelled', async () => {
  const made = await create()
  const second = await create({
    facility: made.facility,
    username: `${made.facility}_LIS`,
    vendor: 'LIS mẫu B',
  })
  assert.equal(await signIn(second.username, second.password), '200')
  const again = await ask<{ code: string }>('POST', 'accounts', {
    facility: made.facility,
    username: made.username.toLowerCase(),
    channels: ['episode'],
  })
  assert.deepEqual([again.status, again.body.code], [409, 'GATEWAY_USERNAME_TAKEN'])
  for (const wrong of [
    { facility: '999' },
    { username: 'a b' },
    { channels: [] },
    { addresses: ['10.0.0.300'] },
  ])
    assert.equal(
      (
        await ask('POST', 'accounts', {
          facility: '99901',
          username: 'x_y_z',
          channels: ['episode'],
          ...wrong,
        })
      ).status,
      400,
    )
})

test('while a password is changed both count, then the new one only; without overlap open sessions end', async () => {
  const made = await create()
  const session = await gw.session(made)
  const next = await ask<GatewayPassword>('POST', `accounts/${made.accountId}/password`, { overlapHours: 24 })
  assert.equal(await signIn(made.username, made.password), '200')
  assert.equal(await signIn(made.username, next.body.password), '200')
  const send = () =>
    gw.post('qd130/guiHoSoXmlQD4750', {
      headers: session.headers,
      body: new URLSearchParams({
        fileHSBase64: anEpisode({}, { facility: made.facility }).toString('base64'),
      }),
    })
  assert.equal((await send()).body.maKetQua, '200')
  const last = await ask<GatewayPassword>('POST', `accounts/${made.accountId}/password`, {})
  assert.equal((await send()).body.maKetQua, '401')
  assert.equal(await signIn(made.username, next.body.password), '401')
  assert.equal(await signIn(made.username, last.body.password), '200')
  await ask('POST', `accounts/${made.accountId}/password`, { overlapHours: 1 })
  gw.clock.advance(61 * 60_000)
  assert.equal(await signIn(made.username, last.body.password), '401', 'the overlap is over')
})

test('five wrong passwords lock a name for a while, whether the name exists or not', async () => {
  const made = await create()
  for (const name of [made.username, 'khong_co_that']) {
    await gw.forgetEvents()
    const codes: unknown[] = []
    for (let i = 0; i < 6; i++) codes.push(await signIn(name, 'sai'))
    assert.deepEqual(codes, ['401', '401', '401', '401', '401', '403'], name)
    assert.equal(await signIn(name, name === made.username ? made.password : 'x'), '403', 'the right one too')
    gw.clock.advance(61_000)
    assert.equal(await signIn(name, 'sai'), '401')
    assert.equal(await signIn(name, 'sai'), '403', 'twice as long the next time')
    gw.clock.advance(61_000)
    assert.equal(await signIn(name, 'sai'), '403')
  }
  gw.clock.advance(3 * 60_000)
  assert.equal(await signIn(made.username, made.password), '200')
  gw.clock.advance(3 * 3_600_000)
})

test('an unknown name takes as long as a wrong password', async () => {
  const made = await create()
  const time = async (name: string) => {
    const from = performance.now()
    await signIn(name, 'sai')
    return performance.now() - from
  }
  let [known, unknown] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  // By turns, so that what else the machine does slows both; the quickest of each counts.
  for (let i = 0; i < 4; i++) {
    known = Math.min(known, await time(made.username))
    unknown = Math.min(unknown, await time('ai_do_khac'))
  }
  // Both are one scrypt of some 40 ms: without it an unknown name would answer in a tenth of that.
  assert.ok(unknown > known / 4 && known > unknown / 4, `${known} ms and ${unknown} ms`)
  gw.clock.advance(3 * 3_600_000)
})

test('a locked or expired account is told so only when the password is right, and its sessions end', async () => {
  const made = await create({ expiresOn: '2026-12-31' })
  const session = await gw.session(made)
  assert.equal((await change(made, { state: 'locked' })).status, 200)
  assert.equal(await signIn(made.username, made.password), '403')
  assert.equal(await signIn(made.username, 'sai'), '401')
  const asked = await gw.post(`egw/nhanKQTiepNhanHS4210?token=${session.token}`, {})
  assert.equal(asked.body.maKetQua, '401', 'its session has ended')
  await change(made, { state: 'open', expiresOn: '2026-11-20' })
  assert.equal(await signIn(made.username, made.password), '403')
  assert.ok((await gw.events()).includes('account-expired'))
  assert.equal((await change({ ...made, accountId: '00000000-0000-8000-8000-000000000000' }, {})).status, 404)
})

test('an account with a list of addresses is refused from anywhere else', async () => {
  const made = await create({ addresses: ['10.1.0.0/16'] })
  assert.equal(await signIn(made.username, made.password), '403')
  await change(made, { addresses: ['10.1.0.0/16', '127.0.0.1'] })
  assert.equal(await signIn(made.username, made.password), '200')
  assert.ok((await gw.events()).includes('address-refused'))
})

test('one token from two addresses ends for both when that is the rule', async () => {
  const made = await create()
  const session = await gw.session(made)
  // As if it had been taken elsewhere.
  await gw.db.run(sql`update gateway.token set address = '10.9.9.9' where revoked_at is null`)
  const send = async () =>
    (
      await gw.post('qd130/guiHoSoXmlQD4750', {
        headers: session.headers,
        body: new URLSearchParams({ fileHSBase64: 'AAAA' }),
      })
    ).body
  assert.match(String((await send()).thongDiep), /hai địa chỉ/)
  assert.equal((await send()).maKetQua, '401')
  assert.deepEqual((await gw.events()).sort(), ['revoked-token', 'two-addresses'])
})

test('a thousand refused calls are one row that counts, and the screen reads why', async () => {
  for (let i = 0; i < 20; i++) await gw.post('egw/nhanKQTiepNhanHS4210?token=khong-co-that', {})
  const rows = await gw.db.one<{ n: string }>(
    sql`select count(*) as n from gateway.event where kind = 'unknown-token'`,
  )
  assert.equal(rows.n, '1')
  const { body } = await ask<GatewayEvents>('GET', 'events?only=refused')
  const [event] = body.items
  assert.deepEqual([event!.kind, event!.times, event!.severity], ['unknown-token', 20, 'error'])
  assert.match(event!.message, /token không có thật/)
  assert.ok(!JSON.stringify(body).includes('khong-co-that'))
})

test('a credential of the real gateway is kept sealed and only with a key', async () => {
  const made = await create()
  const set = await ask<{ upstreamUsername: string }>('PUT', `accounts/${made.accountId}/upstream`, {
    username: '99902_BV',
    password: 'mat-khau-that',
  })
  assert.equal(set.body.upstreamUsername, '99902_BV')
  const { secret } = await gw.db.one<{ secret: Buffer }>(
    sql`select upstream_secret as secret from gateway.account where account_id = ${made.accountId}::uuid`,
  )
  assert.ok(!secret.toString('latin1').includes(md5('mat-khau-that')))
  const without = Fastify()
  await without.register(
    gatewayAdminRoutes({
      db: gw.db,
      clock: gw.clock,
      upstreamKey: null,
      state: () => ({ address: null, upstream: null }),
    }),
  )
  const refused = await without.inject({
    method: 'PUT',
    url: `/api/gateway/accounts/${made.accountId}/upstream`,
    payload: { username: 'a', password: 'b' },
  })
  assert.equal(refused.statusCode, 503)
  await without.close()
})
