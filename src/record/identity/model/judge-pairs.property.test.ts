import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { priorBits } from '#foundation/linkage'
import type { DemographicRecord } from '#vocabulary/demographics'
import { linkRecords } from './link-records.ts'
import { mergePools, poolOf } from './pool.ts'
import { aModel, aMother, aRecordOf, quaGiang, thachThang } from './testing.ts'

const model = aModel()
const seed = 11
const noAddress = aRecordOf().address

/** People who are easily taken for one another, and what nobody would write. */
const words: fc.Arbitrary<DemographicRecord> = fc
  .record({
    fullName: fc.oneof(
      fc.constantFrom(
        null,
        'Trần Quốc Khải',
        'TRAN QUOC KHAI',
        'Trần Quốc Hùng',
        'Trần Quốc Hưng',
        'Khải Trần Quốc',
        'CB Lê Thị Sương 2',
        'Lê Thị Sương',
        'Vô danh',
      ),
      fc.string({ maxLength: 30 }),
    ),
    birthDate: fc.constantFrom(
      null,
      '1985',
      '14/08/1985',
      '08/04/1985',
      '19850814',
      '01/01/2018',
      '02/03/2018',
      'x',
    ),
    sex: fc.constantFrom('male' as const, 'female' as const, 'unknown' as const),
    citizenNumber: fc.constantFrom(
      null,
      '048085001234',
      '048085001243',
      '048190000123',
      '48085001234',
      '201234567',
      '0',
    ),
    insuranceNumber: fc.constantFrom(null, 'DN4484812345678', '4812345678', '4812345687;4887654321'),
    phone: fc.constantFrom(null, '0905123456', '+84905123456', '0935111222'),
    address: fc.constantFrom(aRecordOf().address, thachThang, quaGiang),
    mother: fc.constantFrom(null, aMother(), aMother({ citizenNumber: null }), aMother({ fullName: null })),
    birthOrder: fc.constantFrom(null, 1, 2),
    recordedOn: fc.constantFrom(null, '2018-06-01', '2025-09-01', 'soon'),
  })
  .map((says) => aRecordOf(says))

test('what two records are worth does not depend on who is asked about first', () => {
  fc.assert(
    fc.property(words, words, (one, other) => {
      const [a, b] = [model.featuresOf(one), model.featuresOf(other)]
      assert.deepEqual(model.judge(a, b), model.judge(b, a))
      assert.deepEqual(model.weigh(a, b), model.weigh(b, a))
    }),
    { numRuns: 2000, seed },
  )
})

test('the same words always give the same answer', () => {
  fc.assert(
    fc.property(words, words, (one, other) => {
      const judge = () => model.judge(model.featuresOf(one), model.featuresOf(other))
      assert.deepEqual(judge(), judge())
    }),
    { numRuns: 300, seed },
  )
})

const silent: readonly (readonly [keyof DemographicRecord, unknown])[] = [
  ['fullName', null],
  ['birthDate', null],
  ['sex', 'unknown'],
  ['citizenNumber', null],
  ['insuranceNumber', null],
  ['phone', null],
]

test('a record that says nothing weighs what strangers weigh before anything is compared', () => {
  const nothing = model.featuresOf(aRecordOf({ fullName: null, birthDate: null, sex: 'unknown' }))
  fc.assert(
    fc.property(words, (other) => {
      assert.equal(
        model.judge(nothing, model.featuresOf({ ...other, address: noAddress })).weight,
        priorBits(100_000),
      )
      assert.deepEqual(model.keysOf(nothing), [])
    }),
    { numRuns: 300, seed },
  )
})
test('what is missing on one side neither adds nor takes away: its comparison has no line', () => {
  fc.assert(
    fc.property(words, words, fc.constantFrom(...silent), (one, other, [field, none]) => {
      const left = model.featuresOf({ ...one, [field]: none })
      const { lines } = model.explain(left, model.featuresOf(other))
      const of = { fullName: 'name', birthDate: 'birth', sex: 'sex' }[field as string]
      if (of) assert.ok(!lines.some((line) => line.comparison === of))
    }),
    { numRuns: 500, seed },
  )
})

test('the lines of an explanation add up to the weight, but for the cap of the household', () => {
  fc.assert(
    fc.property(words, words, (one, other) => {
      const { weight, lines } = model.explain(model.featuresOf(one), model.featuresOf(other))
      const sum = (keep: (comparison: string) => boolean) =>
        lines.reduce((total, line) => total + (keep(line.comparison) ? line.bits : 0), 0)
      const isHousehold = (comparison: string) => comparison === 'household' || comparison === 'parents'
      const all = priorBits(100_000) + Math.min(16, sum(isHousehold)) + sum((name) => !isHousehold(name))
      assert.ok(Math.abs(all - weight) < 1e-9, `${all} ${weight}`)
    }),
    { numRuns: 1000, seed },
  )
})

test('groups come out the same in any order of arrival', () => {
  fc.assert(
    fc.property(fc.array(words, { maxLength: 14 }), fc.infiniteStream(fc.nat()), (list, places) => {
      const records = list.map((one, at) => ({ key: `r${at}`, words: one }))
      const shuffled = records
        .map((record) => ({ record, place: places.next().value as number }))
        .sort((a, b) => a.place - b.place)
        .map(({ record }) => record)
      const partition = (of: typeof records) =>
        linkRecords(of, model)
          .groups.map((group) => group.join())
          .sort()
      assert.deepEqual(partition(shuffled), partition(records))
    }),
    { numRuns: 150, seed },
  )
})

test('nobody is in one group with somebody a generation apart', () => {
  fc.assert(
    fc.property(fc.array(words, { maxLength: 14 }), (list) => {
      const records = list.map((one, at) => ({ key: `r${at}`, words: one }))
      for (const group of linkRecords(records, model).groups) {
        const pools = group.map((key) => poolOf(model.featuresOf(records[Number(key.slice(1))]!.words)))
        const whole = pools.reduce(mergePools)
        assert.ok(whole.lastYear === 0 || whole.lastYear - whole.firstYear < 12)
      }
    }),
    { numRuns: 200, seed },
  )
})

test('pools come to the same however groups were put together', () => {
  fc.assert(
    fc.property(words, words, words, (x, y, z) => {
      const [a, b, c] = [x, y, z].map((one) => poolOf(model.featuresOf(one)))
      const [left, right] = [mergePools(mergePools(a!, b!), c!), mergePools(a!, mergePools(b!, c!))]
      assert.deepEqual(contents(left), contents(right))
    }),
    { numRuns: 500, seed },
  )
})

const contents = (pool: ReturnType<typeof poolOf>) => ({
  ...pool,
  names: pool.names.map(({ canonical }) => canonical),
  numbers: [pool.numbers.citizenId, pool.numbers.bhxh, pool.numbers.cmnd].map(({ values, flags }) =>
    values.map((value, at) => `${value} ${flags[at]}`).sort(),
  ),
})

test('whatever is sent is read, and gets few and short keys', () => {
  const text = fc.option(fc.string({ unit: 'binary', maxLength: 300 }), { nil: null })
  const hostile = fc.record({
    fullName: text,
    birthDate: text,
    citizenNumber: fc.oneof(text, fc.stringMatching(/^[\d;, ]{0,300}$/)),
    insuranceNumber: fc.oneof(text, fc.stringMatching(/^[\d;, ]{0,300}$/)),
    passportNumber: text,
    birthCertificateNumber: text,
    phone: text,
    recordedOn: text,
    birthOrder: fc.option(fc.integer(), { nil: null }),
  })
  fc.assert(
    fc.property(hostile, text, text, (says, street, name) => {
      const features = model.featuresOf(
        aRecordOf({
          ...says,
          address: { text: street, provinceCode: name, districtCode: street, wardCode: name },
          mother: { fullName: name, citizenNumber: street },
        }),
      )
      const keys = model.keysOf(features)
      assert.ok(keys.length <= 200 && keys.every((key) => key.length < 400), String(keys.length))
      assert.ok(Number.isFinite(model.judge(features, features).weight))
    }),
    { numRuns: 1000, seed },
  )
})
