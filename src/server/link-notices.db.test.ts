/** A change of links is announced in a transaction; a notice stands in the store, once, however often it is told. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '#foundation/clock'
import { createEvents, eventsMigrations } from '#foundation/events'
import { type TestDatabase, withDatabase } from '#foundation/testkit'
import { loopbackActor, openFhirGate } from '#gate/access'
import { openFhirStore, storeMigrations } from '#record/store'
import { startLinkNotices } from '#services/link-notices'
import { eventSubscriptions } from './event-subscriptions.ts'

let t: TestDatabase
before(async () => {
  t = await withDatabase([eventsMigrations, storeMigrations])
})
after(() => t.close())

test('announced with the change, told once, even when the job comes twice', async () => {
  const { db } = t
  const actor = loopbackActor('127.0.0.1')!
  const gate = openFhirGate(openFhirStore(db))
  const events = createEvents({ db, subscriptions: eventSubscriptions })
  const payload = {
    eventId: randomUUID(),
    at: new Date().toISOString(),
    personIds: [randomUUID()],
    patientIds: ['a', 'b'],
  }
  const announce = () =>
    db.transaction((tx) => events.announce(tx, [{ name: 'identity.person-merged', version: 1, payload }]))
  const notices = startLinkNotices({ events, gate, clock: systemClock, actor })
  const waiting = async () => {
    const { ready, delayed, dead } = await events.queueDepth(db, 'link-notices')
    return [ready + delayed, dead]
  }
  await announce()
  await announce()
  const end = Date.now() + 60_000
  while ((await waiting())[0] !== 0 && Date.now() < end) await sleep(20)
  await notices.stop()
  assert.deepEqual(await waiting(), [0, 0])
  const read = await gate.read(actor, 'management', 'Provenance', payload.eventId)
  assert.ok(read.ok)
  assert.equal(read.value.version, 1)
  assert.equal(JSON.parse(read.value.json).meta.tag[0].code, 'merge')
})
