import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fastify from 'fastify'
import type { OperationOutcome } from 'fhir/r4'
import { systemClock } from '#foundation/clock'
import { DatabaseUnavailable } from '#foundation/db'
import { type FhirStore, openFhirGate } from '#gate/access'
import { fhirRoutes } from '#services/fhir-rest'
import { terminology } from '#vocabulary/terminology'
import { openMemoryStore } from './testing.ts'

async function aServer(store: FhirStore, options: { limits?: object; refuse?: boolean } = {}) {
  const app = fastify()
  app.addHook('onRequest', async (_request, reply) => {
    if (options.refuse)
      return reply.code(403).send({ code: 'SERVER_LOOPBACK_ONLY', message: 'Chưa được phép.' })
  })
  await app.register(
    fhirRoutes({
      gate: openFhirGate(store),
      actorOf: () => ({ kind: 'loopback' }),
      clock: systemClock,
      version: '0.0.0',
      terminology: terminology(),
      ...options,
    }),
  )
  const ask = async (
    method: 'GET' | 'POST',
    path: string,
    payload?: string | Buffer,
    headers: Record<string, string> = {},
  ) => {
    const told = await app.inject({
      method,
      url: `/fhir/R4/${path}`,
      headers: { ...(payload ? { 'content-type': 'application/fhir+json' } : {}), ...headers },
      ...(payload ? { payload } : {}),
    })
    const { issue } = told.json<OperationOutcome>()
    return { status: told.statusCode, code: issue?.[0]?.details?.coding?.[0]?.code, told }
  }
  return { ask, close: () => app.close() }
}

const failing = (error: Error) =>
  ({ ...openMemoryStore(), read: () => Promise.reject(error) }) satisfies FhirStore

test('a body over the limit is refused, whatever it is packed in', async () => {
  const server = await aServer(openMemoryStore(), { limits: { maxBytes: 10_000 } })
  const patient = (size: number) =>
    JSON.stringify({ resourceType: 'Patient', name: [{ text: 'x'.repeat(size) }] })
  const small = await server.ask('POST', 'Patient', gzipSync(patient(5_000)), { 'content-encoding': 'gzip' })
  assert.equal(small.status, 201)
  const bomb = gzipSync(patient(10_000_000))
  assert.ok(bomb.length < 20_000)
  for (const told of [
    await server.ask('POST', 'Patient', patient(10_000)),
    await server.ask('POST', 'Patient', bomb.subarray(0, 9_999), { 'content-encoding': 'gzip' }),
  ])
    assert.deepEqual([told.status, told.code], [413, 'FHIR_TOO_LARGE'])
  await server.close()
})

test('a Bundle of more entries than the limit is refused before any is read', async () => {
  const server = await aServer(openMemoryStore(), { limits: { maxEntries: 2 } })
  const bundle = JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry: [1, 2, 3] })
  const told = await server.ask('POST', '', bundle)
  assert.deepEqual([told.status, told.code], [413, 'FHIR_TOO_MANY_ENTRIES'])
  await server.close()
})

test('a lost database is 503 and a surprise 500, and neither tells what it saw', async () => {
  const lost = await aServer(failing(new DatabaseUnavailable('unavailable', new Error('ECONNREFUSED'))))
  const told = await lost.ask('GET', 'Patient/a')
  assert.deepEqual([told.status, told.code, told.told.headers['retry-after']], [503, 'DB_UNAVAILABLE', '5'])
  await lost.close()
  const broken = await aServer(failing(new Error('Nguyễn Thị Hoa')))
  const surprise = await broken.ask('GET', 'Patient/a')
  assert.deepEqual([surprise.status, surprise.code], [500, 'FHIR_UNEXPECTED'])
  assert.doesNotMatch(surprise.told.body, /Hoa/)
  await broken.close()
})

test('who is refused at the door of the server is refused in FHIR’s words', async () => {
  const server = await aServer(openMemoryStore(), { refuse: true })
  const { status, code, told } = await server.ask('GET', 'Patient/a')
  assert.deepEqual([status, code], [403, 'SERVER_LOOPBACK_ONLY'])
  assert.match(told.headers['content-type'] as string, /^application\/fhir\+json/)
  await server.close()
})

test('a Host that is no host name is not repeated in links', async () => {
  const server = await aServer(openMemoryStore())
  const { told } = await server.ask('GET', 'Patient/_history', undefined, { host: 'x"},{' })
  assert.match(told.json().link[0].url, /^http:\/\/localhost\/fhir\/R4\/Patient\/_history$/)
  await server.close()
})

test('ten thousand entries are taken in slices: others are answered in between', async () => {
  const server = await aServer(openMemoryStore())
  const entry = Array.from({ length: 10_000 }, (_, i) => ({
    fullUrl: `urn:uuid:${i}`,
    resource: { resourceType: 'Patient', id: `p${i}`, name: [{ family: `Nguyễn ${i}` }] },
    request: { method: 'PUT', url: `Patient/p${i}` },
  }))
  const bundle = JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry })
  let longest = 0
  let last = performance.now()
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 1)
  const refused = bundle.replace('"id":"p9999"', '"id":"p"')
  const told = await server.ask('POST', '', refused)
  clearInterval(timer)
  assert.deepEqual([told.status, told.code], [400, 'FHIR_ID_MISMATCH'])
  assert.ok(longest < 1_000, `${longest} ms without an answer`)
  await server.close()
})
