import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fastify, { type FastifyInstance } from 'fastify'
import { systemClock } from '#foundation/clock'
import { openFhirGate } from '#gate/access'
import { answerBadUrl, fhirRoutes } from '#services/fhir-rest'
import { terminology } from '#vocabulary/terminology'
import { openMemoryStore } from './testing.ts'

let app: FastifyInstance
before(async () => {
  app = fastify({ frameworkErrors: (...refused) => void answerBadUrl(...refused) })
  await app.register(
    fhirRoutes({
      gate: openFhirGate(openMemoryStore()),
      actorOf: () => ({ kind: 'loopback' }),
      clock: systemClock,
      version: '0.0.0',
      terminology: terminology(),
    }),
  )
})
after(() => app.close())

/** The same numbers every time: a failure can be looked at again. */
function dice(seed: number) {
  let state = seed
  const next = (sides: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % sides
  }
  return { next, pick: <T>(of: readonly T[]): T => of[next(of.length)]! }
}

const words = [
  '',
  'x'.repeat(200),
  "';drop table store.resource--",
  ...`Patient Observation Bundle Nonsense _history _search metadata * $validate $expand $closure $lookup $ a a.b-C
    1 0 -1 99999999999 %00 %zz %C3%A9 %F0%9F%92%89 __proto__ constructor 1%2F2`.split(/\s+/),
]
const names =
  `_id _count _sort _include _revinclude _has:Observation:subject:code _filter _page _type _summary
  _elements _format _pretty _since _at _total name name:exact name:missing birthdate identifier organization.name url
  code mode profile __proto__ %ff`.split(/\s+/)
const values = [
  '',
  'x'.repeat(2_000),
  'name eq "x"',
  "' or 1=1 --",
  ...`1 -1 1000000000 a true ge2024 2024-02-30 a|b | , \\ $ * Patient:* Observation:subject ((((( ((a+)+)+$ % %00 %ff
    http://hl7.org/fhir/ValueSet/administrative-gender xml json text ../../etc/passwd %F0%9F%92%89`.split(
    /\s+/,
  ),
]
const bodies: readonly (string | Buffer)[] = [
  ...[
    '',
    '{}',
    '[]',
    'null',
    '{"resourceType":"Patient"}',
    '{"resourceType":"Bundle","type":"transaction","entry":7}',
  ],
  ...[
    '{"resourceType":"Bundle","type":"batch","entry":[null,7,{"request":[]},{"request":{"method":"GET","url":7}}]}',
  ],
  ...[
    '{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"GET","url":"Patient/%zz"}}]}',
  ],
  ...['{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"POST","url":"$closure"}}]}'],
  ...['{"resourceType":"Parameters","parameter":[null,{"name":"resource"},{"name":7},{"part":[]}]}'],
  ...['{"resourceType":"Parameters","parameter":{"name":"url"}}', '{"__proto__":{"resourceType":"Patient"}}'],
  ...[
    '{"resourceType":"constructor"}',
    `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`,
    '<Patient/>',
    '<a>&b;</a>',
  ],
  ...['a=b&c=%zz', '{"resourceType":"Patient","id":{},"meta":7,"name":"x"}', Buffer.from([0xff, 0xfe, 0x00])],
  ...['[{"op":"add","path":"/__proto__/x","value":1}]', '[{"op":"copy","from":"","path":"/a"}]'],
]
const types = [
  'application/fhir+json; charset=latin1',
  ...`application/fhir+json application/fhir+xml application/json-patch+json text/plain x
    application/x-www-form-urlencoded`.split(/\s+/),
]
const headerValues = ['', ...'W/"1" * " x handling=strict return=minimal identifier=a ? gzip %'.split(' ')]
const headerNames =
  'if-match if-none-match if-none-exist prefer accept if-modified-since content-encoding'.split(' ')

test('whatever strangers send is answered in FHIR, never with a failure of ours', async () => {
  const { next, pick } = dice(20_261_122)
  for (let round = 0; round < 3_000; round += 1) {
    const path = Array.from({ length: next(5) }, () => pick(words)).join('/')
    const query = Array.from(
      { length: next(4) },
      () => `${pick(names)}=${pick(values).replaceAll('#', '')}`,
    ).join('&')
    const method = pick(['GET', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const)
    const hasBody = method !== 'GET' && method !== 'HEAD' && next(5) > 0
    const headers: Record<string, string> = hasBody ? { 'content-type': pick(types) } : {}
    for (let n = next(3); n > 0; n -= 1) headers[pick(headerNames)] = pick(headerValues)
    const url = `/fhir/R4/${path}${query ? `?${query}` : ''}`
    const told = await app.inject({
      method,
      url: url.replaceAll(' ', '+'),
      headers,
      ...(hasBody ? { payload: pick(bodies) } : {}),
    })
    const what = `${method} ${url.slice(0, 300)} ${JSON.stringify(headers)} → ${told.statusCode} ${told.body.slice(0, 300)}`
    assert.ok(told.statusCode < 500, what)
    if (told.body !== '')
      assert.match(told.headers['content-type'] as string, /^application\/fhir\+(json|xml)/, what)
    if (told.statusCode >= 400 && method !== 'HEAD') assert.match(told.body, /OperationOutcome/, what)
  }
})
