import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import type { IncomingRecord } from '../links/links.types.ts'
import {
  aLinkIndex,
  aRecord,
  asStored,
  atOnce,
  digestOf,
  type LinkIndex,
  someRecords,
} from '../links/testing.ts'
import { fillWith, nameless } from './testing.ts'

let index: LinkIndex
before(async () => {
  index = await aLinkIndex({ holdersPerKey: 6, settlingTime: 365 * 86_400_000 })
})
beforeEach(() => index.empty())
after(() => index.close())

const shuffledPair = (atMost: number) =>
  someRecords(atMost).chain((records) =>
    fc.tuple(
      fc.shuffledSubarray(records, { minLength: records.length }),
      fc.shuffledSubarray(records, { minLength: records.length }),
    ),
  )

async function admitted(...records: readonly IncomingRecord[]) {
  await index.empty()
  await index.meet(...records)
  return nameless(index.db)
}

async function fill(records: readonly IncomingRecord[]) {
  const filled = await fillWith(index, records)
  assert.ok(filled.ok && filled.value.isDone)
  return filled.value
}

test('a load comes to the same people, keys, numbers, cards and questions as its records admitted one by one', async () => {
  await fc.assert(
    fc.asyncProperty(shuffledPair(16), async ([records, mixed]) => {
      const expected = await admitted(...mixed)
      await index.empty()
      const { single } = await fill(records)
      assert.equal(single, 0)
      assert.deepEqual(await nameless(index.db), expected)
      assert.deepEqual(await asStored(index), atOnce(index, records))
    }),
    { numRuns: 40, seed: 21 },
  )
})

test('so does a load into an index that is not empty, and one after another', async () => {
  await fc.assert(
    fc.asyncProperty(shuffledPair(18), fc.nat(18), fc.nat(18), async ([records, mixed], one, other) => {
      const [first, second] = [Math.min(one, other), Math.max(one, other)]
      const expected = await admitted(...mixed)
      await index.empty()
      await index.meet(...records.slice(0, first))
      await fill(records.slice(first, second))
      await fill(records.slice(second))
      assert.deepEqual(await nameless(index.db), expected)
    }),
    { numRuns: 40, seed: 22 },
  )
})

test('the same load twice changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(someRecords(14), async (records) => {
      await index.empty()
      await fill(records)
      const before = await digestOf(index.db, 'all')
      const { single } = await fill(records)
      assert.equal(single, records.length)
      assert.deepEqual(await digestOf(index.db, 'all'), before)
    }),
    { numRuns: 10, seed: 23 },
  )
})

test('what a load says twice of one facility’s number is said in its order, as arrivals say it', async () => {
  const records = [
    aRecord({ fullName: 'NGUYỄN THỊ CŨ' }),
    aRecord({ localId: 'BN2', fullName: 'LÊ VĂN KHÁC', citizenId: '990190000077', insuranceNumbers: [] }),
    aRecord({ fullName: 'NGUYỄN THỊ MỚI', seenAt: '2026-09-01T01:00:00.000Z' }),
    // Another human under the number of the first.
    aRecord({ fullName: 'TRẦN VĂN ÔNG', birthDate: '1950-01-01', citizenId: '990050000001' }),
    aRecord({ localId: 'BN9#x', citizenId: null, insuranceNumbers: [] }),
  ]
  const expected = await admitted(...records)
  await index.empty()
  const { single } = await fill(records)
  assert.equal(single, 3)
  assert.deepEqual(await nameless(index.db), expected)
})
