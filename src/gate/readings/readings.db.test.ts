/** The ledger and its list over a real database; whose each record is, is a table in memory that the tests turn over. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { fixedClock } from '#foundation/clock'
import { sql } from '#foundation/db'
import type { Job } from '#foundation/events'
import { newId } from '#foundation/ids'
import { silentLogger } from '#foundation/log'
import { type TestDatabase, withDatabase } from '#foundation/testkit'
import { loopbackActor, type Reading } from '#gate/access'
import { type CorrectionState, openCorrections, openLedger, readingsMigrations } from './index.ts'
import { listCorrections } from './list-corrections.ts'

let t: TestDatabase
before(async () => {
  t = await withDatabase([readingsMigrations])
})
after(() => t.close())

const clock = fixedClock('2026-11-22T08:00:00+07:00')
const actor = loopbackActor('127.0.0.1', { name: 'Bs. Mẫu' })!
const anId = () => newId(Math.floor(Math.random() * 65_536), clock.now().getTime())
const [a, b, c] = [anId(), anId(), anId()]
const [one, two, three] = [anId(), anId(), anId()]

/** Whose each record is now. */
let whose = new Map<string, string>()
const placesOf = async (ids: readonly string[]) =>
  ids.flatMap((patientId) => {
    const personId = whose.get(patientId)
    return personId ? [{ patientId, personId, facilityCode: '99901', localId: 'BN1' }] : []
  })
beforeEach(async () => {
  whose = new Map([
    [a, one],
    [b, one],
    [c, one],
  ])
  await t.db.run(sql`truncate readings.reading, readings.correction`)
})

const ledger = () => openLedger({ db: t.db, clock, log: silentLogger, placesOf })
const corrections = () => openCorrections({ db: t.db, clock, placesOf })
const readingOf = (personId: string, patientIds: readonly string[]): Reading => ({
  ...{ asked: 'record', personId, patientIds, actor, facility: null },
  ...{ purpose: 'treatment', door: 'screen' },
})
/** The person's page is opened. */
const open = (personId: string) =>
  ledger()([
    readingOf(
      personId,
      [...whose].filter(([, person]) => person === personId).map(([id]) => id),
    ),
  ])

const eventOf = (patientIds: readonly string[], kind = 'unlinked'): Job => ({
  ...{ queue: 'readings', id: '1', kind: `identity.person-${kind}`, version: 1, attempts: 0 },
  enqueuedAt: new Date(0),
  payload: { eventId: anId(), at: clock.now().toISOString(), personIds: [], patientIds },
})
const work = (...jobs: readonly Job[]) => {
  clock.advance(1_000)
  return t.db.transaction((tx) => listCorrections({ clock, placesOf })(tx, jobs))
}
const listed = async (state: CorrectionState | null = null) => {
  const found = await corrections().list(actor, { state, after: null, limit: 100 })
  assert.ok(found.ok)
  return found.value
}
const statesOf = async () => (await listed()).map(({ state }) => state)

test('who read records as one that have parted since is listed: who, when, through which door, what was shown', async () => {
  assert.ok((await open(one)).ok)
  whose.set(c, two)
  const parted = eventOf([c])
  assert.deepEqual(await work(parted), [])
  const [correction, none] = await listed('open')
  assert.equal(none, undefined)
  assert.deepEqual(
    [correction!.reading.actorName, correction!.reading.door, correction!.reading.personId],
    ['Bs. Mẫu', 'screen', one],
  )
  assert.deepEqual(
    correction!.shown.map(({ patientId, personId }) => [patientId, personId]),
    [
      [a, one],
      [b, one],
      [c, two],
    ],
  )
  assert.equal(correction!.eventId, (parted.payload as { eventId: string }).eventId)
})

test('what was read after the parting, or alone, is no business of anybody', async () => {
  whose = new Map([[a, one]])
  await open(one)
  whose = new Map([
    [a, one],
    [b, two],
    [c, two],
  ])
  await open(one)
  await open(two)
  await work(eventOf([b, c], 'unmerged'))
  assert.deepEqual(await listed(), [])
})

test('a job that is broken off lists nothing, and done again lists once; so does one that comes twice, or late', async () => {
  await open(one)
  whose.set(c, two)
  const job = eventOf([c])
  const killed = t.db.transaction(async (tx) => {
    await listCorrections({ clock, placesOf })(tx, [job])
    throw new Error('killed')
  })
  await assert.rejects(killed, /killed/)
  assert.deepEqual(await statesOf(), [])
  await work(job)
  await work(job, job)
  await Promise.all([work(job), work(job), work(job)])
  assert.deepEqual(await statesOf(), ['open'])
})

test('one again closes what is open, by the event; what was told stays told', async () => {
  await open(one)
  await open(one)
  whose.set(c, two)
  await work(eventOf([c]))
  const [first] = await listed('open')
  assert.ok((await corrections().say(actor, first!.correctionId, said('told', 'đã gọi'))).ok)
  whose.set(c, one)
  const again = eventOf([c], 'merged')
  await work(again)
  assert.deepEqual((await statesOf()).sort(), ['no-need', 'told'])
  const [closed] = await listed('no-need')
  assert.equal(closed!.said!.by, null)
  const reopened = await corrections().say(actor, closed!.correctionId, said('open'))
  assert.equal(reopened.ok ? 'ok' : reopened.problem.code, 'READINGS_ONE_AGAIN')
})

const said = (state: CorrectionState, note = '') => ({ state, by: 'Lan', note })

test('who was told is listed again only when the records part otherwise', async () => {
  await open(one)
  whose.set(c, two)
  await work(eventOf([c]))
  const [first] = await listed()
  await corrections().say(actor, first!.correctionId, said('told'))
  // The same two groups under another name.
  whose.set(c, three)
  await work(eventOf([c], 'linked'))
  assert.deepEqual(await statesOf(), ['told'])
  whose.set(b, two)
  await work(eventOf([b]))
  assert.deepEqual(await statesOf(), ['open', 'told'])
  const back = await corrections().say(actor, first!.correctionId, said('open'))
  assert.equal(back.ok ? 'ok' : back.problem.code, 'READINGS_LISTED_AGAIN')
})

test('a mark is changed and taken back; an id that names nothing is not found', async () => {
  await open(one)
  whose.set(c, two)
  await work(eventOf([c]))
  const [{ correctionId } = { correctionId: '' }] = await listed()
  const { say } = corrections()
  const told = await say(actor, correctionId, said('told', 'đã báo'))
  assert.deepEqual(told.ok && [told.value.state, told.value.said?.by, told.value.said?.note], [
    'told',
    'Lan',
    'đã báo',
  ])
  await say(actor, correctionId, said('no-need'))
  const reopened = await say(actor, correctionId, said('open'))
  assert.deepEqual(reopened.ok && [reopened.value.state, reopened.value.said], ['open', null])
  for (const id of ['', 'x', anId(), "'; drop"]) {
    const none = await say(actor, id, said('told'))
    assert.equal(none.ok ? 'ok' : none.problem.code, 'READINGS_NO_CORRECTION')
  }
  for (const refused of [
    await say(null, correctionId, said('told')),
    await corrections().list(null, { state: null, after: null, limit: 1 }),
    await corrections().countOpen(null),
  ])
    assert.equal(refused.ok ? 'ok' : refused.problem.code, 'GATE_LOOPBACK_ONLY')
})

test('what parts while it is read is not shown, and one of the two sees the other', async () => {
  const shownAsOne = readingOf(one, [a, b, c])
  whose.set(c, two)
  const refused = await ledger()([shownAsOne])
  assert.equal(refused.ok ? 'ok' : refused.problem.code, 'READINGS_PARTED_MEANWHILE')
})

test('a reading and a parting that pass each other: refused, or listed, or read apart', async () => {
  const ends = new Set<string>()
  for (let round = 0; round < 60; round += 1) {
    whose.set(c, one)
    await t.db.run(sql`truncate readings.reading, readings.correction`)
    const part = async () => {
      await sleep((round % 12) / 4)
      whose.set(c, two)
      await work(eventOf([c]))
    }
    const [shown] = await Promise.all([open(one), part()])
    const waiting = (await listed('open')).length
    assert.ok(!shown.ok || waiting === 1, 'shown as one, and nobody would ever be told')
    ends.add(shown.ok ? 'listed' : 'refused')
  }
  assert.ok(ends.has('listed'))
})

test('a ledger that is away or stuck refuses in a sentence, and not for ever', async () => {
  const slow = openLedger({ db: t.db, clock, log: silentLogger, placesOf, patience: 100 })
  await t.db.transaction(async (tx) => {
    await tx.run(sql`lock table readings.reading in access exclusive mode`)
    const refused = await slow([readingOf(one, [a])])
    assert.deepEqual(refused.ok ? 'ok' : [refused.problem.code, refused.problem.kind], [
      'READINGS_NOT_KEPT',
      'unavailable',
    ])
    assert.match(refused.ok ? '' : refused.problem.message, /chưa thể cho xem/)
  })
  await t.db.run(sql`alter table readings.reading rename to away`)
  const away = await ledger()([readingOf(one, [a])])
  assert.equal(away.ok ? 'ok' : away.problem.code, 'READINGS_NOT_KEPT')
  await t.db.run(sql`alter table readings.away rename to reading`)
  assert.ok((await ledger()([readingOf(one, [a])])).ok)
})

test('a hundred who read at one moment are all kept, in a few commits', async () => {
  const note = ledger()
  const before = await commits()
  const kept = await Promise.all(Array.from({ length: 100 }, () => note([readingOf(one, [a, b])])))
  assert.ok(kept.every(({ ok }) => ok))
  const { n } = await t.db.one<{ n: number }>(sql`select count(*)::int as n from readings.reading`)
  assert.equal(n, 100)
  assert.ok((await commits()) - before < 10)
})

/** Transactions that wrote a reading. */
const commits = async () =>
  (await t.db.one<{ n: number }>(sql`select count(distinct xmin::text)::int as n from readings.reading`)).n

test('of more readings than one page holds none is forgotten', async () => {
  const note = ledger()
  await note(Array.from({ length: 1_100 }, () => readingOf(one, [a, b])))
  whose.set(b, two)
  await work(eventOf([b]))
  const open = await corrections().countOpen(actor)
  assert.equal(open.ok && open.value, 1_100)
})

test('a job that cannot be read is buried and its neighbours go on', async () => {
  await open(one)
  whose.set(c, two)
  const bad = [
    { ...eventOf([c]), kind: 'identity.person-renamed' },
    { ...eventOf([c]), payload: null },
    { ...eventOf([c]), payload: { eventId: 'x', at: 'now', patientIds: ["'"] } },
    eventOf([]),
  ]
  const failed = await work(...bad, eventOf([c]))
  assert.deepEqual(
    failed.map(({ problemCode, bury }) => [problemCode, bury]),
    bad.map(() => ['READINGS_EVENT_UNREADABLE', true]),
  )
  assert.deepEqual(await statesOf(), ['open'])
})

test('whatever parts, joins, is read and told in whatever order: in the end just those wait who saw strangers and know it not', async () => {
  const records = Array.from({ length: 4 }, anId)
  const persons = Array.from({ length: 4 }, anId)
  const record = fc.nat(3)
  const step = fc.oneof(
    fc.record({ does: fc.constant('read' as const), person: fc.nat(3) }),
    fc.record({ does: fc.constant('move' as const), record, person: fc.nat(3), isLate: fc.boolean() }),
    fc.record({ does: fc.constant('tell' as const) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      await t.db.run(sql`truncate readings.reading, readings.correction`)
      whose = new Map(records.map((id) => [id, persons[0]!]))
      const late: Job[] = []
      for (const each of steps) {
        clock.advance(1_000)
        if (each.does === 'read') await open(persons[each.person]!)
        else if (each.does === 'tell') {
          const [first] = await listed('open')
          if (first) await corrections().say(actor, first.correctionId, said('told'))
        } else {
          const id = records[each.record]!
          if (whose.get(id) === persons[each.person]) continue
          whose.set(id, persons[each.person]!)
          if (each.isLate) late.push(eventOf([id], 'linked'))
          else await work(eventOf([id]))
        }
      }
      for (const job of [...late].reverse()) await work(job, job)
      const readings = await t.db.many<{ reading_id: string; patient_ids: string[] }>(
        sql`select reading_id, patient_ids from readings.reading`,
      )
      const all = await listed()
      for (const { reading_id, patient_ids } of readings) {
        const own = all.filter(({ reading }) => reading.readingId === reading_id)
        const isMixed = new Set(patient_ids.map((id) => whose.get(id))).size > 1
        const waiting = own.filter(({ state }) => state === 'open').length
        if (!isMixed) assert.equal(waiting, 0)
        else assert.ok(waiting === 1 || (waiting === 0 && own[0]?.state === 'told'))
      }
    }),
    { numRuns: 60 },
  )
})
