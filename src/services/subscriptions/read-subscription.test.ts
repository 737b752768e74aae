import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAllowed } from './allow-endpoint.ts'
import { compileTriggers } from './compile-triggers.ts'
import { changeOf, isTriggered } from './match-change.ts'
import { readSubscription } from './read-subscription.ts'
import { topics } from './topics.ts'
import type { Wanted } from './wanted.types.ts'

const base = () => 'http://127.0.0.1/fhir/R4'
const wanted = (rest: Partial<Wanted>): Wanted => ({
  topic: null,
  criteria: '',
  filters: [],
  channel: 'rest-hook',
  endpoint: 'http://127.0.0.1/x',
  headers: [],
  content: 'empty',
  heartbeatSeconds: null,
  timeoutSeconds: null,
  maxCount: null,
  end: null,
  ...rest,
})

test('every topic can be followed, and narrowed by every parameter it promises', () => {
  for (const { url, canFilterBy } of topics) {
    const plain = compileTriggers(wanted({ topic: url }), { base })
    assert.ok(plain.ok, `${url}: ${JSON.stringify(plain)}`)
    for (const [type, names] of Object.entries(canFilterBy))
      for (const name of names === '*' ? [] : names) {
        const narrowed = compileTriggers(wanted({ topic: url, filters: [`${type}?${name}=Patient/x`] }), {
          base,
        })
        const isFine = narrowed.ok || narrowed.problem.code !== 'SUBSCRIPTION_FILTER'
        assert.ok(isFine, `${url} ${type}?${name}: ${JSON.stringify(narrowed)}`)
      }
  }
})

const written = (resource: Record<string, unknown>, method: 'POST' | 'PUT' | 'DELETE') => ({
  type: String(resource.resourceType),
  id: 'x',
  version: 2,
  deleted: method === 'DELETE',
  lastUpdated: new Date(0),
  json: method === 'DELETE' ? '' : JSON.stringify(resource),
  method,
})

test('the start of an encounter is the step into in-progress, not a correction of one that runs', async () => {
  const triggers = compileTriggers(wanted({ topic: topics[0]!.url }), { base })
  assert.ok(triggers.ok)
  const encounter = (status: string) => ({ resourceType: 'Encounter', status })
  const told = (method: 'POST' | 'PUT' | 'DELETE', now: string, former: string | null) =>
    isTriggered(
      triggers.value,
      changeOf(written(encounter(now), method), async () => former && JSON.stringify(encounter(former))),
    )
  assert.equal(await told('POST', 'in-progress', null), true)
  assert.equal(await told('PUT', 'in-progress', 'planned'), true)
  assert.equal(await told('PUT', 'in-progress', 'in-progress'), false)
  assert.equal(await told('PUT', 'finished', 'in-progress'), false)
  assert.equal(await told('PUT', 'in-progress', null), true, 'a deleted one that is written again')
  assert.equal(await told('DELETE', 'in-progress', 'planned'), false)
})

test('only hosts on the list are called, whatever an address is made to look like', () => {
  const hosts = ['127.0.0.1', 'his.example.vn:8443', '[::1]']
  for (const url of [
    'http://127.0.0.1/',
    'http://127.0.0.1:99/x',
    'https://his.example.vn:8443/',
    'http://[::1]:5/',
  ])
    assert.equal(isAllowed(url, hosts), true, url)
  for (const url of [
    '',
    'x',
    'ftp://127.0.0.1/',
    'http://127.0.0.2/',
    'http://127.0.0.1.evil.vn/',
    'http://127.0.0.1@evil.vn/',
    'http://evil.vn/127.0.0.1',
    'http://evil.vn#127.0.0.1',
    'https://his.example.vn/',
    'http://localhost/',
    'http://user:secret@127.0.0.1/',
    'http://0x7f000002/',
    'http://[::ffff:10.0.0.1]/',
  ])
    assert.equal(isAllowed(url, hosts), false, url)
})

test('whatever a Subscription holds, reading it gives an answer', () => {
  const strange = [null, 1, '', 'x'.repeat(10_000), [], {}, [[null]], { extension: [null, 1, {}] }]
  for (const criteria of ['Patient?', 'https://mach.vn/fhir/SubscriptionTopic/any-change', ...strange])
    for (const channel of strange)
      for (const inner of strange) {
        const resource = { criteria, channel, _criteria: inner, end: inner }
        assert.equal(typeof readSubscription(resource, []).ok, 'boolean')
        const hook = {
          type: 'rest-hook',
          endpoint: 'http://a/',
          header: inner,
          payload: inner,
          _payload: inner,
        }
        assert.equal(typeof readSubscription({ ...resource, channel: hook }, ['a']).ok, 'boolean')
      }
})
