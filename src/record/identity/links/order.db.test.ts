import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { sql } from '#foundation/db'
import type { IncomingRecord } from './links.types.ts'
import { aLinkIndex, aRecord, asStored, atOnce, type LinkIndex, someRecords } from './testing.ts'

let index: LinkIndex
before(async () => {
  index = await aLinkIndex({ holdersPerKey: 6, settlingTime: 365 * 86_400_000 })
})
beforeEach(() => index.empty())
after(() => index.close())

/** In batches of random sizes. */
async function meetAll(records: readonly IncomingRecord[], sizes: readonly number[]) {
  for (let at = 0, batch = 0; at < records.length; batch += 1) {
    const size = sizes[batch % sizes.length]!
    await index.meetTogether(...records.slice(at, at + size))
    at += size
  }
}

test('in whatever order and in whatever batches records arrive, the same people and the same questions come of them', async () => {
  await fc.assert(
    fc.asyncProperty(
      someRecords(14).chain((records) =>
        fc.tuple(
          fc.shuffledSubarray(records, { minLength: records.length }),
          fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
        ),
      ),
      async ([records, sizes]) => {
        await index.empty()
        await meetAll(records, sizes)
        assert.deepEqual(await asStored(index), atOnce(index, records))
      },
    ),
    { numRuns: 60, seed: 5 },
  )
})

test('a key that becomes too common is taken from those who came first as well', async () => {
  const { context } = index
  index.context = { ...context, limits: { ...context.limits, holdersPerKey: 3 } }
  try {
    await fc.assert(
      fc.asyncProperty(someRecords(12), fc.integer({ min: 1, max: 4 }), async (records, size) => {
        await index.empty()
        await meetAll(records, [size])
        assert.deepEqual(await asStored(index), atOnce(index, records))
      }),
      { numRuns: 60, seed: 6 },
    )
  } finally {
    index.context = context
  }
})

test('eight at once, in random order: the same people as all at once', async () => {
  await fc.assert(
    fc.asyncProperty(someRecords(40), async (records) => {
      await index.empty()
      const queue = [...records]
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          for (let next = queue.shift(); next; next = queue.shift()) await index.meetTogether(next)
        }),
      )
      assert.deepEqual(await asStored(index), atOnce(index, records))
    }),
    { numRuns: 12, seed: 8 },
  )
})

test('one citizen number on a thousand records joins nobody and stays bounded', async () => {
  const records = Array.from({ length: 1_000 }, (_, n) =>
    aRecord({
      ...{ localId: `K${n}`, facilityCode: `9990${n % 10}`, insuranceNumbers: [] },
      ...{ fullName: `NGƯỜI SỐ ${n}`, birthDate: `${1930 + (n % 90)}-01-01` },
    }),
  )
  await meetAll(records, [25])
  const [{ persons, keys, edges, holders }] = (await index.db.many(sql`
    select (select count(distinct person_id)::int from identity.record) as persons,
      (select count(*)::int from identity.key) as keys, (select count(*)::int from identity.edge) as edges,
      (select count(*)::int from identity.identifier where status = 'active') as holders`)) as [
    Record<string, number>,
  ]
  assert.deepEqual([persons, edges, holders], [1_000, 0, 1])
  assert.equal(keys, 1_000, 'each by name and date only')
})

test('everybody is named NGUYỄN VĂN A and born on the first of January: nobody is joined, the questions are few', async () => {
  const records = Array.from({ length: 300 }, (_, n) =>
    aRecord({
      ...{ localId: `A${n}`, citizenId: null, insuranceNumbers: [] },
      ...{ fullName: 'NGUYỄN VĂN A', birthDate: '1990-01-01' },
    }),
  )
  await meetAll(records, [1, 24])
  assert.equal((await index.partition()).length, 300)
  assert.deepEqual(await index.reviews(), [])
  // And one of them who comes with a number is found by it all the same.
  const [a, b] = await index.meet(
    aRecord({ fullName: 'NGUYỄN VĂN A', birthDate: '1990-01-01', localId: 'N1' }),
    aRecord({ fullName: 'NGUYỄN VĂN A', birthDate: '1990-01-01', localId: 'N2' }),
  )
  assert.equal(a!.personId, b!.personId)
})

test('eight messages of one local number at the same moment make one record', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, n) => index.meetTogether(aRecord({ address: `Thôn ${n}` }))),
  )
  assert.equal(new Set(answers.flat().map((each) => each.patientId)).size, 1)
  const { n } = await index.db.one<{ n: string }>(sql`select count(*) as n from identity.person`)
  assert.equal(n, '1')
})

test('who hangs together with more than can be read comes alone, and keeps nobody else in the batch from their person', async () => {
  const { context } = index
  index.context = { ...context, limits: { ...context.limits, componentRecords: 1 } }
  const crowd = (n: number) => aRecord({ facilityCode: `9990${n}`, localId: `C${n}` })
  const other = (n: number) =>
    aRecord({
      ...{ facilityCode: `9990${n}`, localId: `O${n}`, citizenId: '079190999008', insuranceNumbers: [] },
      ...{ fullName: 'TRẦN VĂN KHÁC', birthDate: '1960-05-05' },
    })
  await index.meet(crowd(0), other(0))
  for (let n = 1; n < 8; n += 1) await index.meet(crowd(n))
  assert.equal((await index.partition()).length, 8, 'two joined before there were too many')
  const alone = Array.from({ length: 3 }, (_, n) =>
    aRecord({
      ...{ localId: `S${n}`, citizenId: `07919099970${n}`, insuranceNumbers: [] },
      ...{ fullName: `RIÊNG ${n}`, birthDate: `195${n}-01-01` },
    }),
  )
  const answers = await index.meetTogether(crowd(8), other(1), ...alone)
  const [many, few] = await index.meet(crowd(0), other(0))
  assert.equal(answers[1]!.personId, few!.personId)
  assert.notEqual(answers[0]!.personId, many!.personId)
  assert.equal((await index.partition()).length, 12)
  index.context = context
})
