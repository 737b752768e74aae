import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  changeModel,
  levelsOf,
  MISSING,
  type ModelContent,
  makeModel,
  openScorer,
  patternOf,
  patternSpace,
  priorBits,
  readModel,
  type Scheme,
  writeModel,
} from '../index.ts'

interface Row {
  readonly name: string | null
  readonly phone: string | null
  readonly place: string | null
}
const shares: Record<string, number> = { nguyen: 0.25, thach: 0.001 }
const equal = (a: string | null, b: string | null) => (a === null || b === null ? MISSING : a === b ? 0 : 1)
const scheme: Scheme<Row> = {
  name: 'three fields',
  blocks: [],
  comparisons: [
    {
      name: 'name',
      family: 'name',
      levels: [{ name: 'equal', hasFrequency: true }, { name: 'different' }],
      compare: (a, b) => equal(a.name, b.name),
      frequencyOf: (a) => shares[a.name!] ?? 0,
    },
    {
      name: 'phone',
      family: 'household',
      levels: [{ name: 'equal' }, { name: 'different' }],
      compare: (a, b) => equal(a.phone, b.phone),
    },
    {
      name: 'place',
      family: 'household',
      levels: [{ name: 'equal' }, { name: 'different' }],
      compare: (a, b) => equal(a.place, b.place),
    },
  ],
}
const weights = (name: string, family: string, bits: readonly [number, number], reference?: number) => ({
  name,
  family,
  levels: [
    { name: 'equal', m: 0.9, u: 0.1, bits: bits[0], ...(reference ? { reference } : {}) },
    { name: 'different', m: 0.1, u: 0.9, bits: bits[1] },
  ],
})
const content: ModelContent = {
  scheme: 'three fields',
  comparisons: [
    weights('name', 'name', [5, -4], 1 / 32),
    weights('phone', 'household', [12, -1]),
    weights('place', 'household', [6, -2]),
  ],
  familyCaps: { household: 16 },
  frequencyBits: { floor: 2, cap: 4 },
  hotValues: { name: ['nguyen'] },
  inputs: { names: '2026-01' },
  trainedOn: { records: 10, pairs: 45, matches: 3 },
}
const model = makeModel(content)
const opened = openScorer(scheme, model)
assert.ok(opened.ok)
const scorer = opened.value
const aRow = (row: Partial<Row>): Row => ({ name: null, phone: null, place: null, ...row })

test('what is missing on one side says nothing', () => {
  assert.equal(scorer.weigh(aRow({}), aRow({ name: 'le', phone: '1' })), 0)
  assert.equal(scorer.weigh(aRow({ phone: '1' }), aRow({ phone: '2' })), -1)
})

test('a rare name weighs more than a common one, within floor and cap', () => {
  const weigh = (name: string) => scorer.weigh(aRow({ name }), aRow({ name }))
  assert.equal(weigh('le'), 5)
  // 1/32 against 1/4 is three bits less, but the floor allows two; against 1/1000 five more, the cap four.
  assert.deepEqual([weigh('nguyen'), weigh('thach')], [3, 9])
})

test('a household says its things once: phone and place together stay under the cap of their family', () => {
  const row = aRow({ phone: '1', place: 'x' })
  assert.equal(scorer.weigh(row, row), 16)
  assert.equal(scorer.weigh(row, aRow({ phone: '1', place: 'y' })), 10)
})

test('the explanation adds up to the weight, and the pattern keeps the levels', () => {
  const [a, b] = [aRow({ name: 'thach', phone: '1' }), aRow({ name: 'thach', phone: '2', place: 'x' })]
  const weight = scorer.weigh(a, b)
  assert.deepEqual([...levelsOf(patternSpace(scheme), scorer.pattern)], [0, 1, MISSING])
  const evidence = scorer.explain(a, b)
  assert.equal(
    weight,
    evidence.reduce((sum, e) => sum + e.bits + e.frequencyBits, 0),
  )
  assert.deepEqual(
    evidence.map((e) => e.level),
    ['equal', 'different', null],
  )
})

test('the same weight is less certain in a larger index', () => {
  assert.ok(Math.abs(priorBits(10_000_000) + 23.25) < 0.01)
  assert.equal(scorer.chance(10, priorBits(1024)), 0.5)
  assert.ok(scorer.chance(40, priorBits(1e7)) > 0.9999)
  assert.ok(scorer.chance(30, priorBits(1e8)) < scorer.chance(30, priorBits(1e7)))
})

test('a model is the same after it was written and read, and has the same version', () => {
  const read = readModel(writeModel(model))
  assert.ok(read.ok)
  assert.deepEqual(read.value, model)
  assert.match(model.version, /^[0-9a-f]{16}$/)
})

test('a calibration makes another model, and its chances are the ones that count', () => {
  const honest = changeModel(model, { calibration: { bits: [-5, 5], probabilities: [0.1, 0.6] } })
  assert.notEqual(honest.version, model.version)
  assert.equal(changeModel(honest, { calibration: undefined }).version, model.version)
  const read = readModel(writeModel(honest))
  const other = openScorer(scheme, read.ok ? read.value : model)
  assert.ok(other.ok)
  assert.deepEqual(
    [-20, 0, 20].map((bits) => other.value.chance(bits, 0)),
    [0.1, 0.35, 0.6],
  )
})

test('a model that somebody edited, or that is none, is refused with a sentence', () => {
  const refusal = (text: string) => {
    const read = readModel(text)
    return read.ok ? '' : read.problem.code
  }
  assert.equal(refusal(writeModel(model).replace('"bits":12', '"bits":13')), 'LINKAGE_MODEL_CHANGED')
  for (const text of [
    '',
    '{',
    '[]',
    'null',
    '{"version":"x"}',
    writeModel(model).replace('"m":0.9', '"m":0'),
  ])
    assert.equal(refusal(text), 'LINKAGE_MODEL_UNREADABLE')
})

test('a model of another scheme, or of other levels, is not used', () => {
  const other = { ...scheme, comparisons: scheme.comparisons.toReversed() }
  const wrong = openScorer(other, model)
  assert.equal(wrong.ok ? '' : wrong.problem.code, 'LINKAGE_MODEL_OF_OTHER_SCHEME')
  assert.equal(openScorer({ ...scheme, name: 'x' }, model).ok, false)
})

test('levels packed into one number come out as they went in', () => {
  const radix = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 15 })
  const example = radix.chain((counts) =>
    fc.tuple(fc.constant(counts), fc.tuple(...counts.map((n) => fc.integer({ min: MISSING, max: n - 1 })))),
  )
  fc.assert(
    fc.property(example, ([counts, levels]) => {
      const comparisons = counts.map((n) => ({ levels: Array(n).fill({ name: 'x' }) }))
      const space = patternSpace({ name: 'x', comparisons })
      assert.deepEqual([...levelsOf(space, patternOf(space, levels))], levels)
    }),
    { seed: 5 },
  )
})

test('a scheme with more patterns than a number can count is refused at once', () => {
  const comparisons = Array.from({ length: 20 }, () => ({ levels: Array(9).fill({ name: 'x' }) }))
  assert.throws(() => patternSpace({ name: 'huge', comparisons }), /too many/)
})
