import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { request } from 'node:https'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '#foundation/clock'
import { readConfig } from '#foundation/config'
import { sql } from '#foundation/db'
import { silentLogger } from '#foundation/log'
import { aTempDir, withDatabase } from '#foundation/testkit'
import { setUpstream } from './accounts/manage-accounts.ts'
import { gatewayConfig, gatewayMigrations, openGateway, startGatewaySimulator } from './index.ts'
import { readKey, seal } from './relay/seal.ts'
import { aGateway, anEpisode, md5, upstreamKey } from './testing.ts'

const configOf = (env: Record<string, string>) => {
  const read = readConfig([gatewayConfig], env)
  assert.ok(read.ok, read.ok ? '' : read.problem.message)
  return read.value.config
}
async function opened(env: Record<string, string>) {
  const t = await withDatabase([gatewayMigrations])
  const folder = aTempDir('mach-open-gateway')
  const result = await openGateway(configOf(env), {
    db: t.db,
    clock: systemClock,
    log: silentLogger,
    tempDir: folder.path,
    keep: async () => {
      throw new Error('nobody sends here')
    },
    lookUpCard: async () => null,
  })
  return {
    result,
    close: async () => {
      if (result.ok) await result.value.stop()
      await t.close()
      folder.remove()
    },
  }
}

test('nothing listens unless an address is set', async () => {
  const { result, close } = await opened({})
  assert.ok(result.ok)
  assert.equal(result.value.address, null)
  await close()
})

test('beyond this machine it wants TLS, or a plain word that it shall do without', async () => {
  const refused = await opened({ MACH_GATEWAY_HOST: '0.0.0.0', MACH_GATEWAY_PORT: '0' })
  assert.ok(!refused.result.ok)
  assert.equal(refused.result.problem.code, 'GATEWAY_NO_TLS')
  await refused.close()
  const plain = await opened({
    MACH_GATEWAY_HOST: '0.0.0.0',
    MACH_GATEWAY_PORT: '0',
    MACH_GATEWAY_TLS: 'off',
  })
  assert.ok(plain.result.ok)
  await plain.close()
  const noFiles = await opened({
    MACH_GATEWAY_HOST: '127.0.0.1',
    MACH_GATEWAY_PORT: '0',
    MACH_GATEWAY_TLS_CERT: '/khong/co',
    MACH_GATEWAY_TLS_KEY: '/khong/co',
  })
  assert.ok(!noFiles.result.ok && noFiles.result.problem.code === 'GATEWAY_TLS_FILES')
  await noFiles.close()
  const noKey = await opened({ MACH_GATEWAY_UPSTREAM: 'http://127.0.0.1:1' })
  assert.ok(!noKey.result.ok && noKey.result.problem.code === 'GATEWAY_NO_UPSTREAM_KEY')
  await noKey.close()
})

test('it speaks TLS with the certificate it was given', async (t) => {
  if (spawnSync('openssl', ['version']).status !== 0) return t.skip('no openssl here')
  const folder = aTempDir('mach-gateway-tls')
  const [cert, key] = [join(folder.path, 'c.pem'), join(folder.path, 'k.pem')]
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      key,
      '-out',
      cert,
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
    ],
    { stdio: 'ignore' },
  )
  const { result, close } = await opened({
    MACH_GATEWAY_HOST: '127.0.0.1',
    MACH_GATEWAY_PORT: '0',
    MACH_GATEWAY_TLS_CERT: cert,
    MACH_GATEWAY_TLS_KEY: key,
  })
  assert.ok(result.ok)
  const status = await new Promise((resolve, reject) => {
    const call = request(`${result.value.address}/healthz`, { rejectUnauthorized: false }, (r) => {
      r.resume()
      resolve(r.statusCode)
    })
    call.on('error', reject).end()
  })
  assert.equal(status, 200)
  await close()
  folder.remove()
})

test('with the real gateway configured, a file goes from a facility through here to there', async () => {
  const simulator = await startGatewaySimulator([
    { username: '99901_BV', password: 'that-1', facility: '99901' },
  ])
  const gw = await aGateway({
    clock: systemClock,
    env: { MACH_GATEWAY_UPSTREAM: simulator.address, MACH_GATEWAY_UPSTREAM_KEY: upstreamKey },
  })
  const account = await gw.anAccount()
  const secret = seal(readKey(upstreamKey)!, account.accountId, md5('that-1'))
  await setUpstream({ db: gw.db, clock: systemClock }, account.accountId, { username: '99901_BV', secret })
  const { headers } = await gw.session(account)
  const bytes = anEpisode({ NGAY_VAO: '202601010800', NGAY_RA: '202601010900' }, { made: '20260102' })
  const { body } = await gw.post('qd130/guiHoSoXmlQD4750', {
    headers,
    body: new URLSearchParams({
      username: account.username,
      loaiHoSo: '130',
      maCSKCB: '99901',
      fileHSBase64: bytes.toString('base64'),
    }),
  })
  assert.equal(body.maKetQua, '200')
  for (let i = 0; i < 6_000 && simulator.received.length === 0; i++) await sleep(10)
  assert.deepEqual(simulator.received[0]?.bytes, bytes)
  await gw.stop()
  await simulator.stop()
})

test('a hundred callers at once are answered, and more than may be are told to come back', async () => {
  const gw = await aGateway({ env: { MACH_GATEWAY_UPLOADS: '4' } })
  const account = await gw.anAccount()
  const { headers } = await gw.session(account)
  const send = async (i: number) =>
    (
      await gw.post('qd130/guiHoSoXmlQD4750', {
        headers,
        body: new URLSearchParams({ fileHSBase64: anEpisode({ MA_LK: `P${i}` }).toString('base64') }),
      })
    ).body.maKetQua
  const codes = await Promise.all(Array.from({ length: 60 }, (_, i) => send(i)))
  const kept = await gw.db.one<{ n: string }>(sql`select count(*) as n from intake.receipt`)
  assert.equal(codes.filter((code) => code === '200').length, Number(kept.n))
  assert.ok(codes.every((code) => code === '200' || code === '500'))
  assert.ok(Number(kept.n) > 0)
  await gw.stop()
})
