import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { readConfig } from '#foundation/config'
import { projectRoot } from '#foundation/project'
import { sample } from '../record/journey/testing.ts'
import { configSlices } from './open-platform.ts'
import { aServer, type TestServer } from './testing.ts'

let server: TestServer
before(async () => {
  server = await aServer()
})
after(() => server.stop())

/** fetch sets Host itself; a stranger's page sends what it likes. */
const asStranger = (headers: Record<string, string>, path = '/api/meta', method = 'GET') =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const asked = request(server.address + path, { headers, method }, async (answer) => {
      let text = ''
      for await (const piece of answer) text += piece
      resolve({ status: answer.statusCode!, text })
    })
    asked.on('error', reject).end()
  })

test('a page elsewhere is refused, by name (DNS rebinding) and by origin, on every path', async () => {
  const port = new URL(server.address).port
  for (const headers of [
    { host: 'evil.example' },
    { host: `evil.example:${port}` },
    { host: `127.0.0.1.evil.example:${port}` },
    { host: `localhost.evil.example` },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `http://127.0.0.1.evil.example:${port}` },
  ] as Record<string, string>[]) {
    for (const [path, method] of [
      ['/api/meta', 'GET'],
      ['/api/persons?q=a', 'GET'],
      ['/intake/bhyt-xml', 'POST'],
      ['/healthz', 'GET'],
      ['/khong-co', 'GET'],
      ['/', 'GET'],
    ] as const) {
      const answer = await asStranger(headers, path, method)
      assert.equal(answer.status, 403, `${JSON.stringify(headers)} ${path}`)
      assert.match(answer.text, /SERVER_LOOPBACK_ONLY/)
    }
  }
  for (const headers of [{}, { host: `localhost:${port}` }, { origin: `http://127.0.0.1:${port}` }] as Record<
    string,
    string
  >[])
    assert.equal((await asStranger(headers)).status, 200)
})

test('what is checked is told rule by rule, and one nobody knows is not found', async () => {
  const ask = (path: string) => fetch(`${server.address}/api/rules${path}`)
  const { items } = (await (await ask('')).json()) as { items: { id: string }[] }
  assert.ok(items.length > 300, `${items.length} rules`)
  const last = items.at(-1)!
  assert.deepEqual(await (await ask(`/${last.id}`)).json(), last)
  assert.equal((await ask('/KHONG-CO')).status, 404)
})

test('live, ready, and counted', async () => {
  assert.deepEqual((await server.get('/healthz')).body, { status: 'ok' })
  for (let tries = 0; (await server.get('/readyz')).status !== 200; tries += 1) {
    assert.ok(tries < 3_000, 'never ready')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await server.post(sample('01').bytes)
  await server.post(sample('07').bytes)
  await server.post('rubbish')
  await server.settled()
  const counted = async () => {
    const { text } = await server.get('/metrics')
    const lines = text.split('\n')
    return (name: string) => Number(lines.find((line) => line.startsWith(`${name} `))?.slice(name.length))
  }
  for (let tries = 0; (await counted())('mach_journey_visits_total{outcome="stored"}') < 1; tries += 1) {
    assert.ok(tries < 3_000, 'never counted')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const metric = await counted()
  assert.equal(metric('mach_intake_records_total{outcome="accepted"}'), 1)
  assert.equal(metric('mach_intake_records_total{outcome="set-aside"}'), 3)
  assert.equal(metric('mach_intake_refused_total'), 1)
  assert.equal(metric('mach_journey_waiting'), 0)
  assert.ok(metric('process_resident_memory_bytes') > 1e7)
  assert.ok(metric('mach_http_requests_total{route="POST /intake/bhyt-xml",status="202"}') >= 1)
})

test('what a path is not is said: JSON for programs, the page for people', async (t) => {
  assert.deepEqual(
    [
      (await server.get('/api/nothing')).status,
      (await server.get('/intake/nothing')).status,
      (await server.get('/fhir/R4/a/b/c/d/e')).status,
    ],
    [404, 404, 404],
  )
  if (!existsSync(join(projectRoot(), 'web/dist/index.html'))) return t.skip('the screens are not built')
  for (const path of ['/', '/ket-noi', '/ho-so/01980000-0000-8000-8000-000000000000']) {
    const page = await server.get(path)
    assert.equal(page.status, 200, path)
    assert.match(page.text, /<div id="root">/)
    assert.match(page.headers.get('content-security-policy')!, /default-src 'self'/)
  }
})

test('every wrong variable stops the start with its name and what was expected', () => {
  for (const [name, value, says] of [
    ['MACH_PORT', 'abc', /MACH_PORT/],
    ['MACH_PORT', '70000', /MACH_PORT/],
    ['MACH_HOST', '0.0.0.0', /MACH_HOST.*127\.0\.0\.1/s],
    ['MACH_HOST', '127.0.0.1.evil.example', /MACH_HOST/],
    ['MACH_DATABASE_URL', 'mysql://x:secret@y/z', /MACH_DATABASE_URL/],
    ['MACH_INTAKE_MAX_BYTES', '12', /MACH_INTAKE_MAX_BYTES/],
    ['MACH_JOURNEY_BATCH', '0', /MACH_JOURNEY_BATCH/],
    ['MACH_DEMO', 'yes', /MACH_DEMO/],
    ['MACH_LOG_LEVEL', 'loud', /MACH_LOG_LEVEL/],
  ] as const) {
    const read = readConfig(configSlices, { [name]: value })
    assert.ok(!read.ok, `${name}=${value}`)
    assert.match(read.problem.message, says)
    assert.ok(!read.problem.message.includes('secret'), 'a secret is never printed')
  }
})

test('a port that is taken is said with its number', async () => {
  const port = new URL(server.address).port
  await assert.rejects(
    aServer({ MACH_PORT: port }),
    new RegExp(`Cổng ${port} đang có chương trình khác dùng`),
  )
})
