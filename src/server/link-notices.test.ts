import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixedClock } from '#foundation/clock'
import type { Job, Worker } from '#foundation/events'
import { type FhirGate, openFhirGate } from '#gate/access'
import { linkEvents, startLinkNotices } from '#services/link-notices'
import { topics } from '#services/subscriptions'
import { matcherOf, readSearch } from '#vocabulary/search'
import { validateResource } from '#vocabulary/validation'
import { openMemoryStore } from '../services/fhir-rest/testing.ts'

const actor = { kind: 'loopback' } as const
const eventId = '01a2004c-862c-8806-aa5d-a4e864e8441a'
const personId = '01a2004c-862c-8806-aa5d-a4e864e8441b'
const payload = { eventId, at: '2026-08-01T01:00:00.000Z', personIds: [personId], patientIds: ['a', 'b'] }
const job = (kind: string, said: unknown = payload): Job => ({
  ...{ queue: 'link-notices', id: '1', kind, version: 1, payload: said },
  ...{ enqueuedAt: new Date(0), attempts: 0 },
})
const tx = {} as never

/** What the worker does with the jobs it takes. */
function handlerOf(gate: Pick<FhirGate, 'write'>): Worker['handle'] {
  let handle: Worker['handle'] | undefined
  const events = {
    runWorker: async (worker: Worker<never>) => {
      handle = worker.handle as Worker['handle']
    },
  }
  startLinkNotices({ gate, clock: fixedClock('2026-08-01T08:00:00+07:00'), actor, events })
  return handle!
}

const opened = () => {
  const gate = openFhirGate(openMemoryStore())
  const stored = async () => {
    const read = await gate.read(actor, 'management', 'Provenance', eventId)
    return read.ok ? JSON.parse(read.value.json) : null
  }
  return { gate, stored, tell: handlerOf(gate) }
}

test('each kind of change becomes a valid Provenance that the topic and its filters see', async () => {
  const topic = topics.find(({ url }) => url.endsWith('/person-links-changed'))!
  const matches = (query: string, resource: object) => {
    const read = readSearch('Provenance', [...new URLSearchParams(query)], { base: 'http://x' })
    assert.ok(read.ok && read.value.ignored.length === 0)
    return matcherOf(read.value)(resource as never)
  }
  for (const kind of Object.keys(linkEvents)) {
    const { stored, tell } = opened()
    assert.deepEqual(await tell(tx, [job(kind)]), [])
    const notice = await stored()
    assert.deepEqual(validateResource(notice), [])
    assert.ok(matches(topic.triggers[0]!.current!, notice), kind)
    assert.ok(matches('patient=Patient/b', notice))
    assert.ok(!matches('patient=Patient/c', notice))
    assert.equal(notice.entity[0].what.reference, `Person/${personId}`)
    assert.ok(!matches(topic.triggers[0]!.current!, { ...notice, meta: {} }))
  }
})

test('a job that runs twice tells once', async () => {
  const { stored, tell } = opened()
  await tell(tx, [job('identity.person-linked')])
  assert.deepEqual(await tell(tx, [job('identity.person-linked')]), [])
  assert.equal((await stored()).meta.versionId, '1')
})

test('what cannot be read is buried, what cannot be written is tried again, and neighbours go on', async () => {
  const { stored, tell, gate } = opened()
  const unreadable = [
    job('identity.person-renamed'),
    job('constructor'),
    job('identity.person-linked', { ...payload, patientIds: [] }),
    job('identity.person-linked', { ...payload, eventId: '../x' }),
    job('identity.person-linked', null),
  ]
  const failed = (await tell(tx, [...unreadable, job('identity.person-linked')])) ?? []
  assert.deepEqual(
    failed.map(({ problemCode, bury }) => [problemCode, bury]),
    unreadable.map(() => ['LINK_NOTICE_UNREADABLE', true]),
  )
  assert.ok(await stored())
  const closed: FhirGate['write'] = (_actor, ...rest) => gate.write(null, ...rest)
  const other = handlerOf({ write: closed })
  const [refused] = (await other(tx, [job('identity.person-linked')])) ?? []
  assert.deepEqual([refused!.problemCode, refused!.bury], ['GATE_LOOPBACK_ONLY', undefined])
})
