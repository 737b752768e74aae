import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fastifyWebsocket from '@fastify/websocket'
import Fastify, { type FastifyInstance } from 'fastify'
import { systemClock } from '#foundation/clock'
import { sql } from '#foundation/db'
import { silentLogger } from '#foundation/log'
import { type TestDatabase, withDatabase } from '#foundation/testkit'
import { type FhirGate, loopbackActor, openFhirGate } from '#gate/access'
import { openFhirStore, storeMigrations } from '#record/store'
import { fhirRoutes } from '#services/fhir-rest'
import {
  openSubscriptions,
  type Socket,
  type SubscriptionDeps,
  type SubscriptionWorker,
  subscriptionsMigrations,
} from '#services/subscriptions'
import { terminology } from '#vocabulary/terminology'

type Json = Record<string, unknown>
type Part = { name: string; part?: Part[] } & Record<string, unknown>
interface Entry {
  fullUrl: string
  resource?: Json
  request: { method: string; url: string }
}
interface Heard {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

/** A receiver of notifications: a real server that can fall over, be slow, and come back at the same address. */
async function aHook() {
  const heard: Heard[] = []
  const state = { status: 200, headers: {} as Record<string, string>, isSilent: false }
  let server: Server | null = null
  let port = 0
  const open = async () => {
    server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        if (state.isSilent) return
        heard.push({ method: request.method!, path: request.url!, headers: request.headers, body })
        response.writeHead(state.status, state.headers).end()
      })
    })
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  }
  const close = async () => {
    server?.closeAllConnections()
    await new Promise((resolve) => server?.close(resolve) ?? resolve(null))
  }
  await open()
  hooks.push(close)
  return { heard, state, open, close, url: `http://127.0.0.1:${port}/hook` }
}
const hooks: (() => Promise<void>)[] = []

let t: TestDatabase
let gate: FhirGate
let app: FastifyInstance
let base: string
let deps: SubscriptionDeps
let room: ReturnType<typeof openSubscriptions>
let worker: SubscriptionWorker
const actor = loopbackActor('127.0.0.1')!

before(async () => {
  t = await withDatabase([storeMigrations, subscriptionsMigrations], { max: 20 })
  gate = openFhirGate(openFhirStore(t.db))
  deps = {
    db: t.db,
    gate,
    clock: systemClock,
    log: silentLogger,
    actor,
    base: () => base,
    hosts: ['127.0.0.1'],
    keepDays: 1,
    pace: { poll: 20, lease: 5_000, retry: 20, longestRetry: 100, timeout: 2_500 },
  }
  room = openSubscriptions(deps)
  worker = room.startWorker()
  app = Fastify({ forceCloseConnections: true })
  await app.register(fastifyWebsocket, { options: { maxPayload: 4_096 } })
  await app.register(async (scope) => {
    scope.get('/fhir/R4/ws', { websocket: true }, (socket, request) =>
      room.bindSocket(socket as unknown as Socket, loopbackActor(request.ip)),
    )
  })
  await app.register(
    fhirRoutes({
      gate,
      actorOf: (request) => (request.headers['x-nobody'] ? null : loopbackActor(request.ip)),
      clock: systemClock,
      version: 'test',
      terminology: terminology(),
      operations: room.operations,
    }),
  )
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  base = `${address}/fhir/R4`
})
after(async () => {
  await worker.stop()
  await app.close()
  for (const close of hooks) await close()
  await t.close()
})

const topicUrl = (name: string) => `https://mach.vn/fhir/SubscriptionTopic/${name}`
const extension = (name: string, value: Json) => ({
  url: `http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/${name}`,
  ...value,
})

interface Wish {
  id: string
  topic: string
  url?: string
  content?: string
  filters?: string[]
  header?: string[]
  channel?: Json[]
  type?: string
}

const aSubscription = ({
  id,
  topic,
  url,
  content = 'id-only',
  filters = [],
  header,
  channel = [],
  type,
}: Wish): Json => ({
  resourceType: 'Subscription',
  id,
  status: 'requested',
  reason: 'thử',
  criteria: topic.includes('?') ? topic : topicUrl(topic),
  ...(filters.length > 0
    ? {
        _criteria: {
          extension: filters.map((f) => extension('backport-filter-criteria', { valueString: f })),
        },
      }
    : {}),
  channel: {
    type: type ?? 'rest-hook',
    ...(url ? { endpoint: url } : {}),
    payload: 'application/fhir+json',
    ...(topic.includes('?')
      ? {}
      : { _payload: { extension: [extension('backport-payload-content', { valueCode: content })] } }),
    ...(header ? { header } : {}),
    ...(channel.length > 0 ? { extension: channel } : {}),
  },
})

async function ask(path: string, init: RequestInit = {}) {
  const answer = await fetch(`${base}/${path}`, init)
  const text = await answer.text()
  return { status: answer.status, text, body: (text ? JSON.parse(text) : null) as Json }
}
async function put(resource: Json): Promise<Json> {
  const answer = await ask(`${resource.resourceType}/${resource.id}`, {
    method: 'PUT',
    body: JSON.stringify(resource),
    headers: { 'content-type': 'application/fhir+json' },
  })
  assert.ok(answer.status < 300, answer.text)
  return answer.body
}
const remove = (path: string) => ask(path, { method: 'DELETE' })
const patient = (id: string, rest: Json = {}): Json => ({ resourceType: 'Patient', id, ...rest })
const encounter = (id: string, status: string, of = 'p'): Json => ({
  resourceType: 'Encounter',
  id,
  status,
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  subject: { reference: `Patient/${of}` },
})

async function until(
  what: () => boolean | Promise<boolean>,
  why = 'it did not happen in time',
): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 10) {
    if (await what()) return
    await sleep(10)
  }
  assert.fail(why)
}
const isActive = (id: string) =>
  until(async () => (await ask(`Subscription/${id}`)).body.status === 'active', `${id} is not active`)

const bundleOf = (text: string) => {
  const bundle = JSON.parse(text) as { resourceType: string; type: string; entry: Entry[] }
  assert.deepEqual([bundle.resourceType, bundle.type], ['Bundle', 'history'])
  const parameters = bundle.entry[0]!.resource!.parameter as Part[]
  const one = (name: string) => {
    const part = parameters.find((p) => p.name === name)
    return part && Object.entries(part).find(([key]) => key.startsWith('value'))?.[1]
  }
  const events = parameters
    .filter((p) => p.name === 'notification-event')
    .map(({ part }) => Number(part!.find((p) => p.name === 'event-number')!.valueString))
  return {
    entries: bundle.entry.slice(1),
    type: one('type'),
    status: one('status'),
    total: one('events-since-subscription-start'),
    topic: one('topic'),
    events,
  }
}
const told = (hook: { heard: Heard[] }) =>
  hook.heard.map(({ body }) => bundleOf(body)).filter(({ type }) => type === 'event-notification')
const numbers = (hook: { heard: Heard[] }) => told(hook).flatMap(({ events }) => events)
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

test('a hook is greeted, the subscription becomes active, and what was asked for is told once', async () => {
  const hook = await aHook()
  await put(
    aSubscription({
      id: 'start',
      topic: 'encounter-start',
      url: hook.url,
      header: ['Authorization: Bearer abc'],
    }),
  )
  await isActive('start')
  assert.deepEqual(
    [hook.heard.length, hook.heard[0]!.method, hook.heard[0]!.headers.authorization],
    [1, 'POST', 'Bearer abc'],
  )
  assert.match(hook.heard[0]!.headers['content-type']!, /application\/fhir\+json/)
  const greeting = bundleOf(hook.heard[0]!.body)
  assert.deepEqual(
    [greeting.type, greeting.total, greeting.topic],
    ['handshake', '0', topicUrl('encounter-start')],
  )
  await put(encounter('e1', 'planned'))
  await put(encounter('e1', 'in-progress'))
  await put({ ...encounter('e1', 'in-progress'), reasonCode: [{ text: 'ho' }] })
  await put(encounter('e2', 'in-progress'))
  await until(() => numbers(hook).length >= 2)
  await sleep(100)
  const notes = told(hook)
  assert.deepEqual(numbers(hook), [1, 2])
  assert.deepEqual(
    notes.flatMap(({ entries }) => entries.map((e) => [e.fullUrl, e.resource, e.request.method])),
    [
      [`${base}/Encounter/e1`, undefined, 'PUT'],
      [`${base}/Encounter/e2`, undefined, 'POST'],
    ],
  )
})

test('a filter narrows, the payload is as asked for, and decimals are as they were sent', async () => {
  const hook = await aHook()
  const filters = ['Observation?patient=Patient/mine']
  await put(
    aSubscription({ id: 'lab', topic: 'lab-result', url: hook.url, content: 'full-resource', filters }),
  )
  await isActive('lab')
  const result = (id: string, of: string, status = 'final') =>
    `{"resourceType":"Observation","id":"${id}","status":"${status}","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}]}],"code":{"text":"K"},"subject":{"reference":"Patient/${of}"},"valueQuantity":{"value":4.10}}`
  for (const [id, of, status] of [
    ['l1', 'other'],
    ['l2', 'mine', 'preliminary'],
    ['l3', 'mine'],
  ] as const) {
    const answer = await ask(`Observation/${id}`, {
      method: 'PUT',
      body: result(id, of, status),
      headers: { 'content-type': 'application/fhir+json' },
    })
    assert.equal(answer.status, 201, answer.text)
  }
  await until(() => told(hook).length > 0)
  await sleep(60)
  assert.equal(told(hook).length, 1)
  assert.equal(told(hook)[0]!.entries[0]!.resource!.id, 'l3')
  assert.match(hook.heard.at(-1)!.body, /"value":4\.10\b/)
})

test('deletions are told; an empty payload names nothing', async () => {
  const hook = await aHook()
  const quiet = await aHook()
  await put(aSubscription({ id: 'pat', topic: 'patient-changed', url: hook.url, content: 'full-resource' }))
  await put(aSubscription({ id: 'quiet', topic: 'patient-changed', url: quiet.url, content: 'empty' }))
  await isActive('pat')
  await isActive('quiet')
  await put(patient('leaving'))
  await remove('Patient/leaving')
  await until(() => numbers(hook).length === 2 && numbers(quiet).length === 2)
  const methods = told(hook).flatMap(({ entries }) =>
    entries.map((e) => [e.request.method, e.resource !== undefined]),
  )
  assert.deepEqual(methods, [
    ['POST', true],
    ['DELETE', false],
  ])
  assert.ok(quiet.heard.every(({ body }) => !body.includes('leaving')))
})

test('plain R4: a search as criteria; the resource is put at the receiver, or an empty post says that something changed', async () => {
  const hook = await aHook()
  const bare = await aHook()
  await put(aSubscription({ id: 'classic', topic: 'Patient?gender=female', url: hook.url }))
  const silent = aSubscription({ id: 'bare', topic: 'Patient?gender=female', url: bare.url })
  delete (silent.channel as Json).payload
  await put(silent)
  await isActive('classic')
  await isActive('bare')
  await put(patient('f', { gender: 'female' }))
  await put(patient('m', { gender: 'male' }))
  await until(() => hook.heard.length > 0 && bare.heard.length > 0)
  await sleep(60)
  assert.deepEqual(
    hook.heard.map(({ method, path, body }) => [method, path, (JSON.parse(body) as Json).id]),
    [['PUT', '/hook/Patient/f', 'f']],
  )
  assert.deepEqual(
    bare.heard.map(({ method, path, body }) => [method, path, body]),
    [['POST', '/hook', '']],
  )
})

test('a hook that was down is told everything, in order, when it is back', async () => {
  const hook = await aHook()
  const channel = [extension('backport-max-count', { valuePositiveInt: 3 })]
  await put(aSubscription({ id: 'down', topic: 'encounter-end', url: hook.url, channel }))
  await isActive('down')
  await hook.close()
  for (let i = 0; i < 8; i += 1) await put(encounter(`d${i}`, 'finished'))
  await until(
    async () => (await ask('Subscription/down')).body.status === 'error',
    'ten failures make an error',
  )
  assert.match(String((await ask('Subscription/down')).body.error), /nơi nhận/i)
  await hook.open()
  await until(() => numbers(hook).length >= 8)
  assert.deepEqual(numbers(hook), upTo(8))
  assert.deepEqual(
    told(hook).flatMap(({ entries }) => entries.map(({ fullUrl }) => fullUrl.split('/').at(-1))),
    Array.from({ length: 8 }, (_, i) => `d${i}`),
  )
  assert.ok(
    told(hook).every(({ events }) => events.length <= 3),
    'never more at once than the receiver takes',
  )
  await isActive('down')
  assert.equal((await ask('Subscription/down')).body.error, undefined)
})

test('whoever dies between the event and its delivery tells it again with the same numbers', async () => {
  const hook = await aHook()
  await put(aSubscription({ id: 'crash', topic: 'encounter-end', url: hook.url }))
  await isActive('crash')
  hook.state.isSilent = true
  for (let i = 0; i < 3; i += 1) await put(encounter(`k${i}`, 'finished'))
  const written = async () =>
    (
      await t.db.one<{ n: number }>(
        sql`select count(*)::int n from subscriptions.event where subscription_id = 'crash'`,
      )
    ).n
  await until(async () => (await written()) === 3)
  await worker.stop()
  assert.deepEqual(numbers(hook), [])
  hook.state.isSilent = false
  await put(encounter('k3', 'finished'))
  worker = room.startWorker()
  await until(() => numbers(hook).length >= 4)
  assert.deepEqual(numbers(hook), upTo(4))
  // Told, and killed before it was noted down: told once more, never numbered anew.
  await worker.stop()
  await t.db.run(sql`update subscriptions.subscription set delivered = 2 where subscription_id = 'crash'`)
  worker = room.startWorker()
  await until(() => numbers(hook).length >= 6)
  assert.deepEqual(numbers(hook), [...upTo(4), 3, 4])
})

test('the ledger of a process that was killed is read on by the next one', async () => {
  const hook = await aHook()
  await put(aSubscription({ id: 'taken', topic: 'encounter-end', url: hook.url }))
  await isActive('taken')
  await worker.stop()
  await t.db.run(sql`
    update subscriptions.cursor set holder = gen_random_uuid(), lease_until = now() + interval '2 s'`)
  await put(encounter('t1', 'finished'))
  worker = room.startWorker()
  await sleep(100)
  assert.deepEqual(numbers(hook), [], 'it may still be alive')
  await until(() => numbers(hook).length === 1)
})

test('what was written while nobody was listening is told after the start', async () => {
  const hook = await aHook()
  await put(aSubscription({ id: 'asleep', topic: 'encounter-end', url: hook.url }))
  await isActive('asleep')
  await worker.stop()
  for (let i = 0; i < 5; i += 1) await put(encounter(`s${i}`, 'finished'))
  worker = room.startWorker()
  await until(() => numbers(hook).length >= 5)
  assert.deepEqual(numbers(hook), upTo(5))
})

test('parallel writers: none of their changes is missed, none numbered twice', async () => {
  const hook = await aHook()
  await put(
    aSubscription({
      id: 'many',
      topic: 'any-change',
      url: hook.url,
      filters: ['Patient?_id:missing=false'].slice(1),
    }),
  )
  await isActive('many')
  const writers = Array.from({ length: 8 }, async (_, w) => {
    for (let i = 0; i < 25; i += 1) {
      const resource = {
        value: { resourceType: 'Basic', id: `w${w}-${i}`, code: { text: 'x' } },
        write: JSON.stringify,
      }
      const change = { op: 'update' as const, type: 'Basic', at: `w${w}-${i}`, resource }
      assert.ok((await gate.write(actor, 'treatment', [change], { at: new Date(), origin: 'test' })).ok)
    }
  })
  const second = openSubscriptions(deps).startWorker()
  await Promise.all(writers)
  const basics = () =>
    told(hook)
      .flatMap(({ entries }) => entries.map(({ fullUrl }) => fullUrl))
      .filter((url) => url.includes('/Basic/'))
  await until(() => new Set(basics()).size >= 200)
  await second.stop()
  const kept = await t.db.many<{ number: number; resource_id: string }>(sql`
    select number::int as number, resource_id from subscriptions.event
    where subscription_id = 'many' and type = 'Basic' order by number`)
  assert.equal(kept.length, 200, 'each change has one number')
  assert.equal(new Set(kept.map((row) => row.resource_id)).size, 200)
  const first = kept[0]!.number
  assert.deepEqual(
    kept.map((row) => row.number),
    Array.from({ length: 200 }, (_, n) => first + n),
  )
  await remove('Subscription/many')
})

test('$events tells again, $status says how it stands', async () => {
  const hook = await aHook()
  await put(aSubscription({ id: 'ask', topic: 'encounter-end', url: hook.url, content: 'full-resource' }))
  await isActive('ask')
  for (let i = 0; i < 6; i += 1) await put(encounter(`q${i}`, 'finished'))
  await until(() => numbers(hook).length >= 6)
  const asked = await ask(
    'Subscription/ask/$events?eventsSinceNumber=2&eventsUntilNumber=4&content=full-resource',
  )
  const again = bundleOf(asked.text)
  assert.deepEqual([again.type, again.events, again.total], ['query-event', [2, 3, 4], '6'])
  assert.deepEqual(
    again.entries.map(({ resource }) => resource!.id),
    ['q1', 'q2', 'q3'],
  )
  const less = bundleOf((await ask('Subscription/ask/$events?eventsSinceNumber=6&content=id-only')).text)
  assert.deepEqual([less.events, less.entries[0]!.resource], [[6], undefined])
  const status = (await ask('Subscription/ask/$status')).body as unknown as {
    type: string
    entry: { resource: { parameter: Part[] } }[]
  }
  assert.equal(status.type, 'searchset')
  const said = status.entry[0]!.resource.parameter
  assert.equal(said.find((p) => p.name === 'events-since-subscription-start')!.valueString, '6')
  assert.equal(said.find((p) => p.name === 'status')!.valueCode, 'active')
  const several = (await ask('Subscription/$status?id=ask,start&status=active')).body as unknown as {
    total: number
  }
  assert.equal(several.total, 2)
  for (const [path, expected] of [
    ['Subscription/ask/$events?eventsSinceNumber=x', 400],
    ['Subscription/ask/$events?eventsSinceNumber=-1', 400],
    ['Subscription/ask/$events?content=everything', 400],
    ['Subscription/nobody/$events', 404],
    ['Subscription/nobody/$status', 404],
    ['Subscription/$get-ws-binding-token?id=ask', 400],
  ] as const) {
    const answer = await ask(path)
    assert.deepEqual([answer.status, answer.body.resourceType], [expected, 'OperationOutcome'], path)
  }
  for (const path of ['Subscription/ask/$events', 'Subscription/$status', 'Subscription/ask/$status'])
    assert.equal((await ask(path, { headers: { 'x-nobody': '1' } })).status, 403, path)
})

test('what cannot be done becomes an error with a sentence, and nothing is ever sent', async () => {
  const hook = await aHook()
  const other = hook.url.replace('127.0.0.1', 'localhost')
  const { port } = new URL(hook.url)
  const wishes: [string, Partial<Wish>][] = [
    ['bad-topic', { topic: 'nothing' }],
    ['bad-host', { url: other }],
    ['bad-meta', { url: 'http://169.254.169.254/latest/meta-data' }],
    ['bad-scheme', { url: 'file:///etc/passwd' }],
    ['bad-user', { url: `http://a:b@127.0.0.1:${port}/` }],
    ['bad-trick', { url: `http://127.0.0.1@169.254.169.254/` }],
    ['bad-header', { header: ['X: a\r\nHost: evil'] }],
    ['bad-host-header', { header: ['Host: evil'] }],
    ['bad-filter', { filters: ['Encounter?date=2026'] }],
    ['bad-chain', { topic: 'Encounter?subject:Patient.name=x' }],
    ['bad-search', { topic: 'Encounter?colour=red' }],
    ['bad-content', { content: 'all' }],
    ['bad-channel', { type: 'email' }],
  ]
  for (const [id, wish] of wishes) {
    const { body } = await ask(`Subscription/${id}`, {
      method: 'PUT',
      body: JSON.stringify(aSubscription({ id, topic: 'encounter-end', url: hook.url, ...wish })),
      headers: { 'content-type': 'application/fhir+json' },
    })
    // The validator may refuse some of them before we see them.
    if (body.resourceType !== 'Subscription') continue
    await until(async () => (await ask(`Subscription/${id}`)).body.status === 'error', `${id} was taken`)
    assert.match(String((await ask(`Subscription/${id}`)).body.error), /[à-ỹ]/i, id)
  }
  await put(encounter('never', 'finished'))
  await sleep(100)
  assert.deepEqual(hook.heard, [])
})

test('a redirect is not followed, and a receiver that never ends its answer is not waited for', async () => {
  const hook = await aHook()
  const target = await aHook()
  hook.state.status = 302
  hook.state.headers = { location: target.url }
  await put(aSubscription({ id: 'redirect', topic: 'encounter-end', url: hook.url }))
  await until(async () => (await ask('Subscription/redirect')).body.status === 'error')
  assert.match(String((await ask('Subscription/redirect')).body.error), /302/)
  assert.deepEqual(target.heard, [])
  await remove('Subscription/redirect')
})

test('turned off or deleted: nothing more is told; asked for again: greeted again and told from then on', async () => {
  const hook = await aHook()
  const wish = aSubscription({ id: 'off', topic: 'encounter-end', url: hook.url })
  await put(wish)
  await isActive('off')
  await put({ ...wish, status: 'off' })
  await until(
    async () =>
      (
        await t.db.one<{ state: string }>(
          sql`select state from subscriptions.subscription where subscription_id = 'off'`,
        )
      ).state === 'off',
  )
  await put(encounter('o1', 'finished'))
  await sleep(80)
  assert.deepEqual(numbers(hook), [])
  await put(wish)
  await isActive('off')
  await put(encounter('o2', 'finished'))
  await until(() => told(hook).length > 0)
  assert.deepEqual(
    told(hook)[0]!.entries.map(({ fullUrl }) => fullUrl),
    [`${base}/Encounter/o2`],
  )
  assert.equal(hook.heard.filter(({ body }) => bundleOf(body).type === 'handshake').length, 2)
  await remove('Subscription/off')
  await sleep(60)
  const heard = hook.heard.length
  await put(encounter('o3', 'finished'))
  await sleep(80)
  assert.equal(hook.heard.length, heard)
})

test('a heartbeat says that we live when nothing happens', async () => {
  const hook = await aHook()
  const channel = [extension('backport-heartbeat-period', { valueUnsignedInt: 1 })]
  await put(aSubscription({ id: 'beat', topic: 'encounter-end', url: hook.url, channel }))
  await isActive('beat')
  await until(() => hook.heard.filter(({ body }) => bundleOf(body).type === 'heartbeat').length >= 2)
  await remove('Subscription/beat')
})

const WebSocket = createRequire(import.meta.url)('ws') as new (
  url: string,
) => { on(event: string, hear: (data: unknown) => void): void; send(text: string): void; close(): void }

async function aSocket(greeting: string) {
  const socket = new WebSocket(`${base.replace('http', 'ws')}/ws`)
  const heard: string[] = []
  const state = { closed: 0 }
  socket.on('message', (data) => heard.push(String(data)))
  socket.on('close', (code) => {
    state.closed = code as number
  })
  await new Promise((resolve) => socket.on('open', resolve))
  socket.send(greeting)
  return {
    state,
    close: () => socket.close(),
    notes: () => heard.map(bundleOf),
    numbers: () => heard.map(bundleOf).flatMap(({ events }) => events),
  }
}

test('a socket is bound by a token, told of what happens, and of what happened while it was away', async () => {
  await put(aSubscription({ id: 'ws', topic: 'encounter-end', type: 'websocket' }))
  await isActive('ws')
  const parameters = (await ask('Subscription/ws/$get-ws-binding-token')).body.parameter as Part[]
  const token = parameters.find((p) => p.name === 'token')!.valueString as string
  assert.equal(
    parameters.find((p) => p.name === 'websocket-url')!.valueUrl,
    `${base.replace('http', 'ws')}/ws`,
  )
  const first = await aSocket(`bind-with-token: ${token}`)
  await until(() => first.notes().length === 1)
  assert.equal(first.notes()[0]!.type, 'handshake')
  await put(encounter('ws1', 'finished'))
  await put(encounter('ws2', 'finished'))
  await until(() => first.numbers().length === 2)
  first.close()
  await until(() => first.state.closed !== 0)
  await sleep(50)
  for (const id of ['ws3', 'ws4', 'ws5']) await put(encounter(id, 'finished'))
  const again = await aSocket(`bind-with-token ${token}`)
  await until(() => again.numbers().length === 3)
  assert.deepEqual(
    [first.numbers(), again.numbers()],
    [
      [1, 2],
      [3, 4, 5],
    ],
  )
  again.close()
  for (const nonsense of ['bind-with-token: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'hello', 'x'.repeat(4_000)]) {
    const refused = await aSocket(nonsense)
    await until(() => refused.state.closed === 1008)
  }
})
