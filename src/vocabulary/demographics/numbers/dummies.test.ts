import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dummySet, learnDummies, packNumber, packNumbers, readNumbers, type ValueHolder } from './index.ts'

const held = (system: ValueHolder['system'], value: string, names: number): ValueHolder[] =>
  Array.from({ length: names }, (_, at) => ({ system, value, name: `nguyen thi thu ${at}` }))

test('a citizen number of four names and a phone of twenty-six are nobody’s', () => {
  const learned = learnDummies([
    ...held('citizen-id', '079190999001', 3),
    ...held('citizen-id', '079190999002', 4),
    ...held('phone', '0909999001', 25),
    ...held('phone', '0909999002', 26),
    ...held('phone', '0909999001', 25),
  ])
  assert.deepEqual(learned, [
    { system: 'citizen-id', value: '079190999002' },
    { system: 'phone', value: '0909999002' },
  ])
})

test('a learned dummy is switched off in the features', () => {
  const isDummy = dummySet([{ system: 'phone', value: '0909999002' }])
  assert.equal(isDummy('phone', packNumber('phone', '0909999002')), true)
  assert.equal(isDummy('cmnd', packNumber('phone', '0909999002')), false)
  const record = {
    sex: 'unknown',
    citizenNumber: '000000000000',
    insuranceNumber: null,
    passportNumber: null,
    birthCertificateNumber: null,
    phone: '0909999001; 0909999002',
  } as const
  const features = packNumbers(readNumbers(record, null), isDummy)
  assert.deepEqual(features.phone.values, [84909999001])
  assert.deepEqual(features.citizenId.values, [])
})

test('the list does not depend on the order of the records', () => {
  const holder = fc.record({
    system: fc.constantFrom('citizen-id' as const, 'phone' as const),
    value: fc.constantFrom('079190999001', '0909999001', '1'),
    name: fc.stringMatching(/^[a-f]{1,2}$/),
  })
  fc.assert(
    fc.property(fc.array(holder, { maxLength: 120 }), (holders) => {
      const learned = learnDummies(holders)
      assert.deepEqual(learned, learnDummies([...holders].reverse()))
      const names = (system: string, value: string) =>
        new Set(holders.filter((h) => h.system === system && h.value === value).map((h) => h.name)).size
      for (const system of ['citizen-id', 'phone'] as const)
        for (const value of ['079190999001', '0909999001', '1'])
          assert.equal(
            learned.some((one) => one.system === system && one.value === value),
            names(system, value) > (system === 'phone' ? 25 : 3),
          )
    }),
  )
})
