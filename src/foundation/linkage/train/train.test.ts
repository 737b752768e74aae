import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { familyCapsOf } from '../family-caps.ts'
import {
  type Comparison,
  MISSING,
  openScorer,
  type Scheme,
  seeded,
  trainModel,
  writeModel,
} from '../index.ts'
import { PatternCounts, patternOf, patternSpace } from '../pattern.ts'
import { estimate } from './expect-matches.ts'
import { monotoneBits } from './monotone.ts'
import { tabulate } from './pattern-table.ts'

// Fields of invented records: how many values each has, and how often a record's copy of it is wrong or empty.
const FIELDS = [
  { name: 'name', values: 400, wrong: 0.1, empty: 0.05 },
  { name: 'birth', values: 2_000, wrong: 0.04, empty: 0 },
  { name: 'place', values: 50, wrong: 0.2, empty: 0.1 },
  { name: 'sex', values: 2, wrong: 0.01, empty: 0 },
  { name: 'phone', values: 5_000, wrong: 0.3, empty: 0.3 },
] as const
type Row = Int32Array
const field = (f: number): Comparison<Row> => ({
  name: FIELDS[f]!.name,
  family: f === 2 || f === 4 ? 'household' : FIELDS[f]!.name,
  levels: [{ name: 'equal' }, { name: 'different' }],
  compare: (a, b) => (a[f]! < 0 || b[f]! < 0 ? MISSING : a[f] === b[f] ? 0 : 1),
})
const both = (row: Row, f: number, g: number) => (row[f]! < 0 || row[g]! < 0 ? [] : [`${row[f]}|${row[g]}`])
const scheme: Scheme<Row> = {
  name: 'invented',
  comparisons: FIELDS.map((_, f) => field(f)),
  familyCaps: { household: 12 },
  blocks: [
    { name: 'name and place', decides: ['name', 'place'], keysOf: (row) => both(row, 0, 2) },
    { name: 'birth', decides: ['birth'], keysOf: (row) => [`${row[1]}`] },
    { name: 'phone', decides: ['phone'], keysOf: (row) => (row[4]! < 0 ? [] : [`${row[4]}`]) },
  ],
}

/** Persons with two records each, every field of a record wrong or empty by itself; a household shares place and phone. */
function invent(persons: number, seed: number, household = 1): Row[] {
  const random = seeded(seed)
  const any = (values: number) => Math.floor(random() * values)
  const truths = Array.from({ length: persons }, () => FIELDS.map(({ values }) => any(values)))
  truths.forEach((truth, p) => {
    const head = truths[p - (p % household)]!
    for (const shared of [2, 4]) truth[shared] = head[shared]!
  })
  return truths.flatMap((truth) =>
    [0, 1].map(() =>
      Int32Array.from(truth, (value, f) => {
        const { values, wrong, empty } = FIELDS[f]!
        if (random() < empty) return -1
        return random() < wrong ? any(values) : value
      }),
    ),
  )
}

/** Two records agree when neither was written wrong, and else by chance. */
const trueM = ({ wrong, values }: (typeof FIELDS)[number]) =>
  (1 - wrong) ** 2 + (1 - (1 - wrong) ** 2) / values

test('m and u are found again in records whose errors are known, without being told which are one person', () => {
  const { model, report } = trainModel(scheme, invent(4_000, 7), { seed: 3, randomPairs: 1_000_000 })
  FIELDS.forEach((known, f) => {
    const [equal] = model.comparisons[f]!.levels
    assert.ok(
      Math.abs(equal!.m - trueM(known)) < 0.035,
      `m of ${known.name}: ${equal!.m}, not ${trueM(known)}`,
    )
    assert.ok(Math.abs(Math.log2(equal!.u * known.values)) < 0.35, `u of ${known.name}: ${equal!.u}`)
  })
  // 4,000 pairs are true, and by the same error rates 96 of 100 share a key of one block or another.
  assert.ok(Math.abs(report.matches - 3_850) < 200, `${report.matches}`)
  assert.deepEqual(report.untrained, [])
})

test('a family that shares phone and place is not taken for one person who writes the name differently', () => {
  const { model, report } = trainModel(scheme, invent(4_000, 7, 4), { seed: 3, randomPairs: 1_000_000 })
  FIELDS.forEach((known, f) => {
    const [equal] = model.comparisons[f]!.levels
    assert.ok(
      Math.abs(equal!.m - trueM(known)) < 0.035,
      `m of ${known.name}: ${equal!.m}, not ${trueM(known)}`,
    )
  })
  assert.ok(Math.abs(report.matches - 3_850) < 200, `${report.matches}`)
})

test('a comparison that every block decides is named as untrained', () => {
  const [first] = scheme.blocks
  const { report } = trainModel({ ...scheme, blocks: [first!] }, invent(100, 1), {
    seed: 1,
    randomPairs: 1000,
  })
  assert.deepEqual(report.untrained, ['name', 'place'])
})

test('the same records and seed give the same model, letter by letter; another seed another version', () => {
  const rows = invent(300, 8)
  const train = (seed: number) => writeModel(trainModel(scheme, rows, { seed, randomPairs: 20_000 }).model)
  assert.equal(train(1), train(1))
  assert.notEqual(train(1), train(2))
})

test('pairs of a file without any duplicate are not called matches', () => {
  const rows = invent(2_000, 9).filter((_, i) => i % 2 === 0)
  const { model } = trainModel(scheme, rows, { seed: 1, randomPairs: 200_000 })
  const scorer = openScorer(scheme, model)
  assert.ok(scorer.ok)
  const random = seeded(4)
  const any = () => rows[Math.floor(random() * rows.length)]!
  const sure = Array.from({ length: 20_000 }, () => [any(), any()] as const).filter(
    ([a, b]) => a !== b && scorer.value.weigh(a, b) - Math.log2(rows.length) > 5,
  )
  assert.ok(sure.length <= 2, `${sure.length} of 20,000`)
})

test('no records, one record and records that say nothing give a model and no error', () => {
  const empty = Int32Array.from(FIELDS, () => -1)
  for (const rows of [[], [empty], [empty, empty, empty]]) {
    const { model } = trainModel(scheme, rows, { seed: 1, randomPairs: 100 })
    assert.ok(model.comparisons.every((c) => c.levels.every((level) => Number.isFinite(level.bits))))
  }
})

test('expectation and maximisation find m and lambda of a mixture that is written down exactly', () => {
  const three = {
    name: 'three',
    comparisons: [0, 1, 2, 3].map(field),
    blocks: [],
  }
  const space = patternSpace(three)
  const m = [0.9, 0.8, 0.95, 0.7]
  const u = [0.05, 0.1, 0.02, 0.2]
  const lambda = 0.08
  const counted = new PatternCounts()
  for (let bits = 0; bits < 16; bits++) {
    const levels = [0, 1, 2, 3].map((c) => (bits >> c) & 1)
    const chance = (equal: readonly number[]) =>
      levels.reduce((product, level, c) => product * (level === 0 ? equal[c]! : 1 - equal[c]!), 1)
    const count = 1e6 * (lambda * chance(m) + (1 - lambda) * chance(u))
    counted.counts.set(patternOf(space, levels), count)
    counted.total += count
  }
  const rows = (equal: readonly number[]) => Float64Array.from(equal.flatMap((x) => [1, x, 1 - x]))
  const found = estimate(
    space,
    tabulate(space, counted, familyCapsOf(three.comparisons)),
    { m: rows([0.6, 0.6, 0.6, 0.6]), u: rows(u), lambda: 0.3 },
    {},
    { rounds: 200, change: 1e-9 },
  )
  assert.ok(Math.abs(found.lambda - lambda) < 1e-4)
  m.forEach((share, c) => {
    assert.ok(Math.abs(found.m[c * 3 + 1]! - share) < 1e-4, `${found.m[c * 3 + 1]} ${share}`)
  })
})

test('weights never rise from a better level to a worse one, and stay as they are where they fall anyway', () => {
  assert.deepEqual(monotoneBits([0.8, 0.1, 0.1], [0.1, 0.1, 0.8]), [3, 0, -3])
  // The middle levels stand the wrong way round: together 0.3 against 0.3.
  assert.deepEqual(monotoneBits([0.6, 0.1, 0.2, 0.1], [0.15, 0.2, 0.1, 0.55]).slice(0, 3), [2, 0, 0])
  const positive = fc.double({ min: 1e-9, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.array(fc.tuple(positive, positive), { minLength: 1, maxLength: 9 }), (levels) => {
      const own = levels.map(([a]) => a)
      const other = levels.map(([, b]) => b)
      const bits = monotoneBits(own, other)
      assert.equal(bits.length, levels.length)
      assert.ok(bits.every((x, i) => i === 0 || x <= bits[i - 1]! + 1e-9))
    }),
    { seed: 5 },
  )
})
