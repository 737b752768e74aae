import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { type Ask, type Asked, restRules } from '../services/fhir-rest/testing.ts'
import { aServer, type TestServer } from './testing.ts'

let server: TestServer
before(async () => {
  server = await aServer()
})
after(() => server.stop())

/** By node's own client: `fetch` would tidy up the strange requests that the rules are about. */
const send = (url: string, { method = 'GET', headers = {}, body }: Asked) =>
  new Promise<Awaited<ReturnType<Ask>>>((resolve, reject) => {
    const isText = typeof body === 'string' || body instanceof Uint8Array
    const bytes = body === undefined ? undefined : Buffer.from(isText ? body : JSON.stringify(body))
    const type = bytes
      ? { 'content-type': 'application/fhir+json', 'content-length': String(bytes.length) }
      : {}
    const outgoing = request(url, { method, headers: { ...type, ...headers } }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers as Record<string, string>,
          text: Buffer.concat(chunks).toString(),
        }),
      )
      answer.on('error', reject)
    })
    outgoing.on('error', reject)
    outgoing.end(bytes)
  })

restRules((path, asked = {}) =>
  send(path.startsWith('http') ? path : `${server.address}/fhir/R4/${path}`, asked),
)

test('an address that cannot be decoded is told so in FHIR', async () => {
  const told = await send(`${server.address}/fhir/R4/Patient/%zz`, {})
  assert.equal(told.status, 400)
  assert.equal(JSON.parse(told.text).resourceType, 'OperationOutcome')
})

test('somebody elsewhere is refused in FHIR', async () => {
  const told = await send(`${server.address}/fhir/R4/Patient`, { headers: { host: 'evil.example' } })
  assert.equal(told.status, 403)
  assert.equal(JSON.parse(told.text).resourceType, 'OperationOutcome')
})
