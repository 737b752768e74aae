import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import Fastify from 'fastify'
import { systemClock } from '#foundation/clock'
import { readConfig } from '#foundation/config'
import { answerProblems } from '#foundation/http'
import type {
  AskedVerification,
  VerificationDetail,
  VerificationHistory,
  VerificationQueue,
} from './api.types.ts'
import { openVerification } from './open-verification.ts'
import { aVerificationDesk, clients, somePeople, type VerificationDesk } from './testing.ts'
import { verificationConfig } from './verification.config.ts'
import { verificationRoutes } from './verification.routes.ts'

let desk: VerificationDesk
const app = Fastify()
before(async () => {
  desk = await aVerificationDesk()
  answerProblems(app)
  await app.register(
    verificationRoutes({
      ...desk.deps(),
      askerOf: ({ headers }) =>
        typeof headers['x-facility'] === 'string' ? { facility: headers['x-facility'], by: 'tk-1' } : null,
    }),
  )
})
afterEach(() => desk.empty())
after(async () => {
  await app.close()
  await desk.stop()
})

const call = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object, facility = '99901') =>
  app.inject({ method, url, ...(payload ? { payload } : {}), headers: { 'x-facility': facility } })
const aRecord = () => void desk.records.set('R1', somePeople(1)[0]!)

test('a nurse asks, reads what came of it, and sees who asked why; another facility sees nothing of it', async () => {
  aRecord()
  const asked = await call('POST', '/api/identity/records/R1/verifications', { reason: 'admission' })
  assert.equal(asked.statusCode, 200, asked.body)
  assert.equal(asked.headers['cache-control'], 'no-store')
  const { verification } = asked.json<AskedVerification>()
  assert.match(verification.message, /khớp/)
  const one = await call('GET', `/api/identity/verifications/${verification.verificationId}`)
  assert.deepEqual(
    one.json<VerificationDetail>().steps.map(({ kind, by, reason }) => [kind, by, reason]),
    [
      ['asked', 'tk-1', 'admission'],
      ['answered', null, null],
    ],
  )
  const document = await call('POST', '/api/identity/records/R1/documents', { reason: 'review' })
  assert.equal(document.statusCode, 201)
  const history = (await call('GET', '/api/identity/records/R1/verifications')).json<VerificationHistory>()
  assert.deepEqual(
    history.items.map((item) => item.verification.method),
    ['document', 'population'],
  )
  assert.deepEqual([history.standing.level, history.standing.vetoes], ['population-verified', true])
  const other = await call('GET', '/api/identity/records/R1/verifications', undefined, '99902')
  assert.deepEqual(other.json<VerificationHistory>(), {
    notice: null,
    standing: { level: 'declared', vetoes: false, doubt: null, until: null },
    items: [],
  })
  const hidden = await call(
    'GET',
    `/api/identity/verifications/${verification.verificationId}`,
    undefined,
    '99902',
  )
  assert.equal(hidden.statusCode, 404)
})

test('while the gateway is away the question waits, is shown as waiting, and can be taken back', async () => {
  aRecord()
  desk.simulator.setAway(true)
  const asked = await call('POST', '/api/identity/records/R1/verifications', { reason: 'conflict' })
  assert.equal(asked.statusCode, 202)
  const { verification } = asked.json<AskedVerification>()
  assert.match(verification.message, /cứ tiếp tục đón tiếp/)
  const queue = (await call('GET', '/api/identity/verification-queue')).json<VerificationQueue>()
  assert.deepEqual([queue.isConfigured, queue.waiting], [true, 1])
  const url = `/api/identity/verifications/${verification.verificationId}`
  assert.equal((await call('DELETE', url, undefined, '99902')).statusCode, 404)
  assert.equal((await call('DELETE', url)).statusCode, 200)
  assert.equal((await call('DELETE', url)).statusCode, 409)
  const after = (await call('GET', '/api/identity/verification-queue')).json<VerificationQueue>()
  assert.equal(after.waiting, 0)
})

test('who is not known asks nothing; bad input is answered as such and nothing is written', async () => {
  aRecord()
  const bodies = [{}, { reason: 'tò mò' }, { reason: 'admission', wait: 'có' }]
  for (const body of bodies)
    assert.equal((await call('POST', '/api/identity/records/R1/verifications', body)).statusCode, 400)
  for (const id of ['R9', 'Ω'.repeat(10), "'; drop table x--"])
    assert.equal(
      (
        await call('POST', `/api/identity/records/${encodeURIComponent(id)}/verifications`, {
          reason: 'admission',
        })
      ).statusCode,
      400,
    )
  assert.equal((await call('GET', '/api/identity/records/%00/verifications')).statusCode, 400)
  for (const id of ['1', '00000000-0000-8000-8000-000000000000', '%00'])
    assert.equal((await call('GET', `/api/identity/verifications/${id}`)).statusCode, 404)
  const stranger = await app.inject({
    ...{ method: 'POST', url: '/api/identity/records/R1/verifications' },
    payload: { reason: 'admission' },
  })
  assert.equal(stranger.statusCode, 403)
  assert.deepEqual(await desk.states(), [])
})

test('a configuration that would ask in the open, or without saying who we are, is refused with its fault', async () => {
  const opened = (env: Record<string, string>) => {
    const read = readConfig([verificationConfig], env)
    assert.ok(read.ok, read.ok ? '' : read.problem.message)
    return openVerification(read.value.config, { ...desk.deps(), clock: systemClock })
  }
  const whole = {
    MACH_POPULATION_URL: desk.simulator.address,
    MACH_POPULATION_KEY: 'ab'.repeat(32),
    MACH_POPULATION_CLIENT_ID: 'mach',
    MACH_POPULATION_CLIENT_SECRET: clients.mach,
  }
  const faults: readonly Record<string, string>[] = [
    { MACH_POPULATION_URL: 'http://cong.example' },
    { MACH_POPULATION_TOKEN_URL: 'http://cong.example/token' },
    { MACH_POPULATION_KEY: '' },
    { MACH_POPULATION_CLIENT_SECRET: '' },
    { MACH_POPULATION_CLIENT_ID: '', MACH_POPULATION_CLIENT_SECRET: '' },
    { MACH_POPULATION_TLS_CERT: '/khong/co' },
    { MACH_POPULATION_TLS_CERT: '/khong/co', MACH_POPULATION_TLS_KEY: '/khong/co' },
  ]
  for (const fault of faults) {
    const result = opened({ ...whole, ...fault })
    assert.ok(!result.ok && result.problem.code === 'VERIFICATION_CONFIG_INCOMPLETE', JSON.stringify(fault))
  }
  assert.equal(readConfig([verificationConfig], { ...whole, MACH_POPULATION_KEY: 'ngắn' }).ok, false)
  const none = opened({})
  assert.ok(none.ok && none.value.deps.port === null)
  await none.value.start().stop()
  const joined = opened(whole)
  assert.ok(joined.ok)
  const answer = await joined.value.deps.port!.verify(somePeople(1)[0]!, {
    requestId: '00000000-0000-8000-8000-000000000001',
    deadlineMs: 2_000,
  })
  assert.ok(answer.ok && answer.value.outcome === 'confirmed')
  const worker = joined.value.start()
  await worker.stop()
  joined.value.close()
})
