import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findComponents, type Settled, type SettleInput, settle } from './index.ts'
import {
  aModel,
  anEdge,
  anInput,
  aRecord,
  saidDifferent,
  saidSame,
  shuffled,
  someInput,
  type Trait,
} from './testing.ts'

const records = (...keys: string[]) => keys.map((key) => aRecord(key))
const reasons = (settled: Settled) => settled.reviewItems.map((item) => [item.left, item.right, item.reason])

test('what comes first, and from which side, changes nothing', () => {
  fc.assert(
    fc.property(someInput(10), fc.integer({ min: 1, max: 1000 }), (input, seed) => {
      assert.deepEqual(settle(shuffled(input, seed), aModel()), settle(input, aModel()))
    }),
    { numRuns: 2000 },
  )
})

test('every record stands in exactly one group, and no group holds two that a person said differ', () => {
  fc.assert(
    fc.property(someInput(10), (input) => {
      const { groups } = settle(input, aModel())
      assert.deepEqual(groups.flat().sort(), input.records.map((each) => each.key).sort())
      for (const { says, a, b } of input.decisions) {
        if (says === 'different') assert.ok(!groups.some((group) => group.includes(a) && group.includes(b)))
      }
    }),
    { numRuns: 2000 },
  )
})

test('settling part by part gives the groups of settling all at once', () => {
  fc.assert(
    fc.property(someInput(12), (input) => {
      const whole = settle(input, aModel())
      for (const along of ['joining', 'any'] as const) {
        const parts = findComponents(input, along).map((part) => settle(part, aModel()))
        assert.deepEqual(parts.flatMap((part) => part.groups).sort(byFirst), whole.groups)
        if (along === 'joining') continue
        assert.deepEqual(
          parts.flatMap((part) => reasons(part).map(String)).sort(),
          reasons(whole).map(String).sort(),
        )
      }
    }),
    { numRuns: 2000 },
  )
})

test('records that arrive one by one, only their own component settled again, end as if all had come at once', () => {
  fc.assert(
    fc.property(someInput(12), fc.integer({ min: 1, max: 1000 }), (whole, seed) => {
      const input = shuffled(whole, seed)
      const arrived: SettleInput<Trait>['records'][number][] = []
      const groups = new Map<string, readonly string[]>()
      for (const record of input.records) {
        arrived.push(record)
        const touched = findComponents({ ...input, records: arrived }, 'any').find((part) =>
          part.records.includes(record),
        )!
        for (const group of settle(touched, aModel()).groups) for (const key of group) groups.set(key, group)
      }
      assert.deepEqual([...new Set(groups.values())].sort(byFirst), settle(whole, aModel()).groups)
    }),
    { numRuns: 2000 },
  )
})

test('people who contradict each other are all asked again, and nobody is dropped', () => {
  const settled = settle(
    anInput({
      records: records('a', 'b', 'c', 'd', 'e'),
      decisions: [
        saidSame('a', 'b'),
        saidSame('b', 'c'),
        saidDifferent('a', 'c'),
        saidSame('c', 'd'),
        saidSame('d', 'e'),
      ],
    }),
    aModel(),
  )
  // c, d and e hang on the contradiction but are no part of it: their decisions are followed.
  assert.deepEqual(settled.groups, [['a'], ['b'], ['c', 'd', 'e']])
  assert.deepEqual(settled.conflicts, [{ same: ['a=b', 'b=c'], different: ['a≠c'] }])
  assert.deepEqual(reasons(settled), [
    ['a', 'b', 'decisions'],
    ['b', 'c', 'decisions'],
  ])
})

test('same and different said of one pair is a contradiction; evidence alone decides until one is taken back', () => {
  const input = anInput({
    records: records('a', 'b'),
    edges: [anEdge('a', 'b', [20, 0])],
    decisions: [saidSame('a', 'b'), saidDifferent('a', 'b')],
  })
  const settled = settle(input, aModel())
  assert.deepEqual(settled.groups, [['a'], ['b']])
  assert.deepEqual(reasons(settled), [['a', 'b', 'decisions']])
})

test('every contradiction leaves at least one item, whatever the evidence', () => {
  fc.assert(
    fc.property(someInput(7), (input) => {
      const { conflicts, reviewItems } = settle(input, aModel({ itemsPerGroup: 0 }))
      assert.equal(reviewItems.length > 0, conflicts.length > 0)
      assert.ok(reviewItems.every((item) => item.reason === 'decisions'))
    }),
    { numRuns: 2000 },
  )
})

test('a decision of a person joins what a guard would keep apart', () => {
  const two = [aRecord('a', { number: 1 }), aRecord('b', { number: 2 })]
  const edges = [anEdge('a', 'b', [20, 0])]
  const alone = settle(anInput({ records: two, edges }), aModel())
  assert.deepEqual(alone.groups, [['a'], ['b']])
  assert.deepEqual(
    alone.reviewItems.map((item) => [item.reason, item.guard, item.weight, item.score]),
    [['guard', 'two-numbers', 16, 16]],
  )
  const decided = settle(anInput({ records: two, edges, decisions: [saidSame('a', 'b')] }), aModel())
  assert.deepEqual(decided.groups, [['a', 'b']])
})

test('a guard looks at what a group knows as a whole: a record without a number does not bridge two numbers', () => {
  const chain = anInput({
    records: [aRecord('a', { number: 1 }), aRecord('b'), aRecord('c', { number: 2 })],
    edges: [anEdge('a', 'b', [9, 0]), anEdge('b', 'c', [8, 0])],
  })
  assert.deepEqual(settle(chain, aModel()).groups, [['a', 'b'], ['c']])
})

test('a guard that says "apart" asks nobody', () => {
  const twins = anInput({
    records: [aRecord('a', { number: 0 }), aRecord('b', { number: 2 })],
    edges: [anEdge('a', 'b', [20, 0])],
  })
  const settled = settle(twins, aModel())
  assert.deepEqual([settled.groups.length, settled.reviewItems.length], [2, 0])
})

test('a pair that a guard keeps apart keeps their groups apart; a person may still look', () => {
  const settled = settle(
    anInput({
      records: records('duy', 'uy', 'x'),
      edges: [
        anEdge('duy', 'x', [12, 0]),
        anEdge('uy', 'x', [10, 0]),
        anEdge('duy', 'uy', [15, 0], 'given-name'),
      ],
    }),
    aModel(),
  )
  assert.deepEqual(settled.groups, [['duy', 'x'], ['uy']])
  assert.deepEqual(
    settled.reviewItems.map((item) => [item.reason, item.guard, item.pair]),
    [['guard', 'given-name', ['uy', 'x']]],
  )
})

test('evidence gathered later can outweigh what refused a heavier edge before', () => {
  const input = anInput({
    records: records('a', 'b', 'c', 'd'),
    edges: [
      anEdge('a', 'c', [14, 0]),
      anEdge('a', 'b', [10, 0]),
      anEdge('b', 'c', [0, -5]),
      anEdge('a', 'd', [9, 0]),
      anEdge('b', 'd', [0, 4]),
    ],
  })
  assert.deepEqual(settle(input, aModel()).groups, [['a', 'b', 'c', 'd']])
  const oneRound = settle(input, aModel({ rounds: 1 }))
  assert.deepEqual(oneRound.groups, [['a', 'c', 'd'], ['b']])
  assert.deepEqual(reasons(oneRound), [['a', 'b', 'rounds']])
})

test('records of one verified number are one without any edge, unless a person said otherwise', () => {
  const three = records('a', 'b', 'c')
  const sure = [['c', 'a', 'b']]
  assert.deepEqual(settle(anInput({ records: three, sure }), aModel()).groups, [['a', 'b', 'c']])
  const denied = settle(anInput({ records: three, sure, decisions: [saidDifferent('a', 'b')] }), aModel())
  assert.deepEqual(denied.groups, [['a', 'c'], ['b']])
  assert.deepEqual(
    denied.reviewItems.map((item) => [item.reason, item.isDecided, item.weight]),
    [['sure', true, null]],
  )
})

test('what names a record that is not here says nothing', () => {
  const settled = settle(
    anInput({
      records: records('a'),
      edges: [anEdge('a', 'gone', [20, 0]), anEdge('a', 'a', [20, 0])],
      decisions: [saidSame('a', 'gone'), saidDifferent('a', 'a')],
      sure: [['a', 'gone'], []],
    }),
    aModel(),
  )
  assert.deepEqual(settled, { groups: [['a']], reviewItems: [], itemsLeftOut: 0, conflicts: [], crowds: [] })
  assert.deepEqual(settle(anInput({}), aModel()).groups, [])
})

test('a broken index stops: two records with one key, a weight that is no number', () => {
  assert.throws(() => settle(anInput({ records: records('a', 'a') }), aModel()), /natural key/)
  const edge = { ...anEdge('a', 'b', [20, 0]), weight: Number.NaN }
  assert.throws(
    () => settle(anInput({ records: records('a', 'b'), edges: [edge] }), aModel()),
    /not a number/,
  )
})

const byFirst = (x: readonly string[], y: readonly string[]) => (x[0]! < y[0]! ? -1 : 1)
