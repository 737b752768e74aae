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
import { aRegister } from '../testing.ts'
import { somePeople } from '../tuning/testing.ts'
import { arrivalOf, fillIndex, type Progress, workHere, workInThreads } from './index.ts'
import { fillWith, nameless, withFolder } from './testing.ts'

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
    { numRuns: 25, seed: 21 },
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
    { numRuns: 25, seed: 22 },
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
    { numRuns: 6, seed: 23 },
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

test('hostile words go through the copy as they go through an arrival', async () => {
  const hostile = [
    'a\tb\\n',
    '\\N',
    '\\.',
    'x\u0000y',
    '\ud800',
    '"{},\'',
    'dòng\r\nmới',
    '',
    '{"a":1}',
    '\\\\t',
  ]
  const records = hostile.flatMap((text, at) => [
    aRecord({ facilityCode: text, localId: text, fullName: text, address: text, words: { phone: text } }),
    aRecord({
      ...{
        localId: `H${at}`,
        citizenId: text,
        fullName: text,
        birthDate: text,
        insuranceNumbers: [text, 'x'],
      },
      identifiers: [
        { kind: text, value: text, isExclusive: true, level: 1, standing: 'claimed', replacedBy: text },
      ],
    }),
  ])
  const expected = await admitted(...records)
  await index.empty()
  await fill(records)
  assert.deepEqual(await nameless(index.db), expected)
})

test('who arrives while a load is settled, and while it is written, is found by it or finds it', async () => {
  const saying = (human: number, localId: string, facilityCode = '99901') =>
    aRecord({
      ...{ facilityCode, localId, birthDate: `19${50 + human}-05-05`, insuranceNumbers: [] },
      ...{ fullName: `NGƯỜI ${human}`, citizenId: `07919099910${human}` },
    })
  const records = Array.from({ length: 12 }, (_, n) => saying(n % 3, `L${n}`, `9990${n % 4}`))
  const [early, late] = [saying(0, 'EARLY'), saying(1, 'LATE')]
  const expected = await admitted(...records, early, late)
  await index.empty()
  const here = workHere(index.context)
  const arrived: Promise<unknown>[] = []
  const filled = await fillWith(index, records, {
    helpers: {
      ...here,
      settle: async (...asked) => {
        if (arrived.length === 0) arrived.push(index.meet(early))
        await arrived[0]
        return here.settle(...asked)
      },
    },
    onProgress: ({ stage }) => {
      if (stage === 'write' && arrived.length === 1) arrived.push(index.meetTogether(late))
    },
  })
  assert.ok(filled.ok)
  assert.equal(filled.value.single, 4, 'the records of whom the early one is')
  await Promise.all(arrived)
  assert.deepEqual(await nameless(index.db), expected)
})

test('two threads under the Vietnamese model come to what arrivals come to', async () => {
  const register = await aRegister()
  try {
    const records = somePeople(250, 9).map((each) => arrivalOf(each, each.words))
    const mixed = records.map((record, at) => ({ record, place: (at * 7_919) % 1_009 }))
    for (const { record } of mixed.sort((x, y) => x.place - y.place)) await register.meet(record)
    const expected = await nameless(register.db)
    await register.empty()
    const context = await register.index.context()
    const helpers = await workInThreads(register.db, context, 2)
    assert.equal(helpers.count, 2)
    const filled = await withFolder((folder) =>
      fillIndex(register.db, context, {
        ...{ name: 'people', folder, helpers, now: () => register.clock.now() },
        arrivals: async function* () {
          yield* records
        },
      }),
    )
    await helpers.end()
    assert.ok(filled.ok && filled.value.single === 0)
    assert.deepEqual(await nameless(register.db), expected)
  } finally {
    await register.close()
  }
})

test('stopped, it says so and goes on when called again', async () => {
  const records = Array.from({ length: 30 }, (_, n) => aRecord({ localId: `S${n}`, citizenId: null }))
  const expected = await admitted(...records)
  await index.empty()
  await withFolder(async (folder) => {
    for (const place of ['order', 'weigh', 'settle']) {
      const stopping = new AbortController()
      const onProgress = ({ stage }: Progress) => stage === place && stopping.abort()
      const stopped = await fillWith(index, records, { folder, onProgress, signal: stopping.signal })
      assert.ok(stopped.ok && !stopped.value.isDone, place)
      assert.equal((await index.partition()).length, 0)
    }
    const filled = await fillWith(index, records, { folder })
    assert.ok(filled.ok && filled.value.isDone)
  })
  assert.deepEqual(await nameless(index.db), expected)
})
