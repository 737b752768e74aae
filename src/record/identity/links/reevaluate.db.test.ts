import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { sql } from '#foundation/db'
import { decide } from './act-on-links.ts'
import { findCommonNumbers } from './learn.queries.ts'
import { eachHolder, findCommonKeys, keepLearned } from './learn-values.ts'
import { isAnotherModelInForce, type LinkContext, openLinkContext } from './link-context.ts'
import type { IncomingRecord } from './links.types.ts'
import { reevaluate, takeUpAgain } from './reevaluate.ts'
import { simulate } from './simulate.ts'
import { aLinkIndex, aPlainModel, aRecord, asStored, atOnce, type LinkIndex, someRecords } from './testing.ts'

let index: LinkIndex
before(async () => {
  index = await aLinkIndex({ holdersPerKey: 6 })
})
beforeEach(() => index.empty())
after(() => index.close())

const operator = { by: 'operator', why: 'Phiên bản quy tắc mới' }

/** Puts the index under another model, stopping after each batch and going on. */
async function putUnder(version: string, says: Parameters<typeof aPlainModel>[1]): Promise<void> {
  const model = aPlainModel(version, says)
  const now = () => index.clock.now()
  index.clock.advance(1_000)
  const context = (await openLinkContext(index.db, model, {
    ...{ now: now(), limits: index.context.limits },
  })) as LinkContext
  for (let calls = 0; calls < 200; calls += 1) {
    const done = await reevaluate(index.db, context, { ...operator, batch: 3, now, onBatch: () => false })
    assert.ok(done.ok)
    if (!done.value.isDone) continue
    index.context = context
    return
  }
  assert.fail('never done')
}

test('under another model the index is what that model makes of all records at once, however often it was stopped', async () => {
  let version = 0
  await fc.assert(
    fc.asyncProperty(someRecords(12), fc.constantFrom(0, 4, 20), async (records, cardBits) => {
      await index.empty()
      await index.meetTogether(...records)
      version += 1
      await putUnder(`card-${version}`, { cardBits })
      assert.deepEqual(await asStored(index), atOnce(index, records))
      // And whoever comes afterwards is settled under it.
      const more = aRecord({ facilityCode: '99909', localId: 'LAST' })
      await index.meet(more)
      assert.deepEqual(await asStored(index), atOnce(index, [...records, more]))
    }),
    { numRuns: 15, seed: 4 },
  )
  const { n } = await index.db.one<{ n: string }>(
    sql`select count(*) as n from identity.edge where model <> ${index.context.modelNumber}`,
  )
  assert.equal(n, '0', 'nothing is left of past models')
})

test('what a person decided outlives another model', async () => {
  const [a, b] = await index.meet(aRecord(), aRecord({ localId: 'BN2', facilityCode: '99902' }))
  const pair = { a: a!.patientId, b: b!.patientId, ...operator }
  await index.db.transaction((tx) =>
    decide(tx, { ...pair, says: 'different' }, index.context, index.clock.now()),
  )
  await putUnder('decided', { cardBits: 30 })
  assert.equal((await index.partition()).length, 2)
})

test('a simulation says who would join, and changes nothing', async () => {
  const byCard = (facilityCode: string, date: string) =>
    aRecord({ facilityCode, citizenId: null, birthDate: date, fullName: 'NGUYỄN THỊ MẪU' })
  await putUnder('careful', { cardBits: 12 })
  await index.meet(byCard('99901', '1990-03-15'), byCard('99902', '1990-03-16'))
  const before = await asStored(index)
  const diff = await simulate(index.db, index.context, aPlainModel('bold', { cardBits: 30 }), {
    ...{ records: 100, fromShard: 0, examplesPerKind: 5 },
  })
  assert.deepEqual([diff.records, diff.joins, diff.splits, diff.pairsGained], [2, 1, 0, 1])
  const same = await simulate(index.db, index.context, index.context.model, {
    ...{ records: 100, fromShard: 0, examplesPerKind: 5 },
  })
  assert.deepEqual([same.unchanged, same.joins, same.splits, same.moves], [2, 0, 0, 0])
  assert.deepEqual(await asStored(index), before)
})

test('a number on too many names and a key of too many records are found, with who holds them', async () => {
  const dummy = (n: number) =>
    aRecord({
      ...{ facilityCode: `9990${n}`, localId: `D${n}`, insuranceNumbers: [] },
      ...{ citizenId: '079190999055', fullName: `TÊN ${'ABCDEFGHI'[n]}`, birthDate: `19${50 + n}-01-01` },
    })
  await index.meet(...Array.from({ length: 8 }, (_, n) => dummy(n)))
  const [number, ...none] = await findCommonNumbers(index.db, 3, 400, 100)
  assert.deepEqual(none, [])
  assert.deepEqual([number!.field, number!.value, number!.names.length], ['citizenNumber', '079190999055', 8])
  const keys = await findCommonKeys(index.db, index.context, { holders: 5, atMost: 100 })
  assert.deepEqual(
    keys.map((each) => each.key),
    ['id|079190999055'],
  )
  const holders = []
  for await (const holder of eachHolder(index.db, keys)) holders.push(holder)
  assert.equal(holders.length, 8, 'also of a key that finds nobody any more')
  assert.ok(holders.every((each) => each.keys[0] === 'id|079190999055'))
  assert.equal(await keepLearned(index.db, index.context.modelNumber, { hot: 1 }), 1)
  assert.equal(await keepLearned(index.db, index.context.modelNumber, {}), 0, 'a version never changes')
})

test('the former model is put in force again, and who was who before is so again, by the same ids', async () => {
  await putUnder('former', { cardBits: 12 })
  const former = index.context
  let version = 0
  await fc.assert(
    fc.asyncProperty(someRecords(12), fc.integer({ min: 0, max: 9 }), async (records, steps) => {
      await index.empty()
      await index.meetTogether(...records)
      const before = await whoIsWho()
      version += 1
      await putUnder(`other-${version}`, { cardBits: 30, isDummy: (v) => v.endsWith('1') })
      await takeUpAgain(index.db, former)
      // Stopped in the middle, it goes on.
      const now = () => index.clock.now()
      let left = steps
      await reevaluate(index.db, former, { ...operator, batch: 2, now, onBatch: () => left-- > 0 })
      const done = await reevaluate(index.db, former, { ...operator, batch: 2, now })
      assert.ok(done.ok && done.value.isDone)
      index.context = former
      assert.deepEqual(await whoIsWho(), before)
      assert.deepEqual(await asStored(index), atOnce(index, records))
    }),
    { numRuns: 12, seed: 5 },
  )
})

test('a version that was being weighed when another came into force begins anew, and the other one stops', async () => {
  await putUnder('first', { cardBits: 12 })
  const records = Array.from({ length: 9 }, (_, n) => aRecord({ localId: `BN${n}`, facilityCode: '99901' }))
  await index.meet(...records)
  const now = () => index.clock.now()
  const open = async (version: string, cardBits: number) =>
    (await openLinkContext(index.db, aPlainModel(version, { cardBits }), {
      ...{ now: now(), limits: index.context.limits },
    })) as LinkContext
  const [slow, fast] = [await open('slow', 30), await open('fast', 4)]
  const stopped = await reevaluate(index.db, slow, { ...operator, batch: 4, now, onBatch: () => false })
  assert.ok(stopped.ok && !stopped.value.isDone && stopped.value.weighed === 4)
  const whole = await reevaluate(index.db, fast, { ...operator, batch: 4, now })
  assert.ok(whole.ok && whole.value.isDone)
  const anew = await reevaluate(index.db, slow, { ...operator, batch: 4, now })
  assert.ok(anew.ok && anew.value.isDone && anew.value.weighed >= 9, 'from the first record')
  const past = await reevaluate(index.db, fast, { ...operator, batch: 4, now })
  assert.ok(!past.ok && past.problem.code === 'IDENTITY_LINK_MODEL_SUPERSEDED')
  index.context = slow
  assert.deepEqual(await asStored(index), atOnce(index, records))
})

test('records that say something else while they are weighed are settled by what they say last', async () => {
  await putUnder('quiet', { cardBits: 12 })
  const said = (round: number) =>
    Array.from({ length: 40 }, (_, n) =>
      aRecord({
        ...{ facilityCode: `9990${n % 4}`, localId: `R${n}`, citizenId: null },
        ...{ insuranceNumbers: [`99000000${10 + ((n * (round + 1)) % 17)}`], birthDate: '1990-01-01' },
        ...{
          fullName: `NGƯỜI ${'ABCDEFGHIKLMNOPQR'[n % 17]}`,
          seenAt: `2026-08-0${round + 1}T01:00:00.000Z`,
        },
      }),
    )
  await index.meetTogether(...said(0))
  const now = () => index.clock.now()
  const busy = (await openLinkContext(index.db, aPlainModel('busy', { cardBits: 30 }), {
    ...{ now: now(), limits: index.context.limits },
  })) as LinkContext
  const meet = (record: IncomingRecord) =>
    index.meet(record).catch((error) => {
      if (!isAnotherModelInForce(error)) throw error
      index.context = busy
      return index.meet(record)
    })
  const weighing = reevaluate(index.db, busy, { ...operator, batch: 20, now })
  const meeting = (async () => {
    for (const round of [1, 2, 3]) await Promise.all(said(round).map(meet))
  })()
  const [done] = await Promise.all([weighing, meeting])
  assert.ok(done.ok && done.value.isDone)
  index.context = busy
  assert.deepEqual(await asStored(index), atOnce(index, said(3)))
  const { n } = await index.db.one<{ n: string }>(sql`
    select count(*) as n from identity.key k where not exists
      (select from identity.record r where r.record = k.record and k.hash = any(r.keys || r.sure))`)
  assert.equal(n, '0', 'no key is left of what was said before')
})

/** Which person each record is of: equal if and only if every id is. */
const whoIsWho = () =>
  index.db.many(sql`select facility, local_id, person_id from identity.record order by facility, local_id`)
