import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordId } from '#vocabulary/demographics/csv'
import { generatePopulation, type WrittenRecord } from '../../province/index.ts'
import { hardFigures, hardSet, newbornsWithoutNumber } from './hard-cases.ts'
import { type JudgingModel, linkPopulation, partitionOf } from './link-population.ts'
import { ruleBaselines } from './rule-baselines.ts'
import {
  baselineTable,
  fateTable,
  hardTable,
  populationFigures,
  populationTable,
  speedFigures,
} from './tables.ts'

/** One rule, the same text in the field for citizen numbers: what it finds can be counted by hand. */
const byNumber: JudgingModel<string | null, null> = {
  version: 'by number',
  featuresOf: ({ citizenNumber }) => citizenNumber,
  keysOf: (number) => (number ? [number] : []),
  meetingKeysOf: () => [],
  sureValuesOf: () => [],
  weigh: () => ({ weight: 20, outcome: 'auto', parts: [20], guard: null }),
  judge: () => ({ weight: 20, chance: 0.999999, outcome: 'auto', guard: null }),
  explain: () => ({ weight: 20, chance: 1, lines: [], guards: [] }),
  settle: {
    autoScore: 10,
    prior: 0,
    families: 1,
    limits: { groupSize: 100, crowdRecords: 1_000, crowdEdges: 10_000, rounds: 4, itemsPerGroup: 10 },
    pool: () => null,
    merge: () => null,
    guard: () => null,
  },
}

const records = () => [...generatePopulation({ persons: 600, seed: 104, errors: 1.5 })]

/** All pairs one by one, as nobody would count them who has many. */
function countPairs(all: readonly WrittenRecord[], rule: (a: WrittenRecord, b: WrittenRecord) => boolean) {
  let [right, wrong] = [0, 0]
  for (const [at, a] of all.entries())
    for (const b of all.slice(at + 1)) {
      if (!rule(a, b)) continue
      if (a.personNumber === b.personNumber) right += 1
      else wrong += 1
    }
  return { right, wrong }
}

test('a rule of the same number finds exactly the pairs that hold the same text', () => {
  const all = records()
  const { evaluation } = linkPopulation(all, byNumber)
  const { right, wrong } = countPairs(
    all,
    (a, b) => a.record.citizenNumber !== null && a.record.citizenNumber === b.record.citizenNumber,
  )
  assert.ok(right > 50)
  assert.deepEqual([evaluation.auto.truePositives, evaluation.auto.falsePositives], [right, wrong])
  assert.equal(evaluation.truePairs, countPairs(all, (a, b) => a.personNumber === b.personNumber).right)
})

test('blocking recall counts the true pairs that were brought together, and nothing else', () => {
  const all = records()
  const { blockingRecall, evaluation } = linkPopulation(all, byNumber)
  assert.equal(blockingRecall, evaluation.auto.recall)
})

test('every order of the records gives the same groups', () => {
  const all = records()
  assert.equal(partitionOf([...all].reverse(), byNumber), partitionOf(all, byNumber))
})

test('the rules count what looking at every pair counts', () => {
  const all = records()
  const of = new Map(ruleBaselines(all).map((one) => [one.name, one]))
  const raw = countPairs(
    all,
    (a, b) =>
      a.record.fullName !== null &&
      a.record.fullName === b.record.fullName &&
      a.record.birthDate === b.record.birthDate &&
      /^\d{8}$|\//.test(a.record.birthDate ?? ''),
  )
  const found = of.get('name with its marks + date')!
  // Dates may be written in two ways, which this count does not see.
  assert.ok(found.figures.truePositives >= raw.right && raw.right > 100)
  const [three, four, six] = [3, 4, 6].map((least) => of.get(`OpenCR style, ≥ ${least} of 6 fields`)!.figures)
  assert.ok(three!.recall > four!.recall && four!.recall > six!.recall)
  assert.ok(three!.precision < four!.precision && four!.precision <= six!.precision)
  for (const { figures } of of.values())
    assert.ok(Number.isInteger(figures.truePositives) && figures.falsePositives >= 0)
})

test('hard cases: everything in one group is seen, everything apart is clean', () => {
  const set = hardSet({ persons: 300, seed: 104, errors: 1 })
  const apart = set.records.map((_, at) => at)
  const together = set.records.map(() => 0)
  const joined = (groups: readonly number[]) =>
    hardFigures(set, groups).filter(({ kind }) => kind === 'twins' || kind === 'siblings')
  for (const { cases, joined: count } of joined(apart)) assert.deepEqual([cases > 5, count], [true, 0])
  for (const { cases, joined: count, joinedWithoutNumber } of joined(together))
    assert.ok(count === cases && joinedWithoutNumber > 0)
  assert.equal(newbornsWithoutNumber(set, apart), 0)
  assert.ok(newbornsWithoutNumber(set, together) > 0)
})

test('the tables show every run with its figures and every rule beside the note', () => {
  const all = records()
  const run = { name: 'seed 104', errors: 1.5, linked: linkPopulation(all, byNumber) }
  const figures = [...populationFigures([run]), ...speedFigures([run])]
  assert.ok(
    figures.every(({ value }) => Number.isFinite(value)),
    JSON.stringify(figures),
  )
  const text = [...populationTable([run]), ...fateTable([run]), ...baselineTable(ruleBaselines(all))].join(
    '\n',
  )
  for (const word of ['seed 104', 'not met', 'best F1', 'folded name + date + sex', '(0.744)'])
    assert.ok(text.includes(word), word)
  const kinds = [{ kind: 'twins' as const, cases: 9, joined: 1, joinedWithoutNumber: 0 }]
  assert.match(
    hardTable([{ errors: 1, kinds, kin: 0, namesakes: 0, newborns: 0 }])[1]!,
    /twins\s+1 of 9\s+\(0\)/,
  )
  assert.equal(new Set(all.map(({ source }) => recordId(source))).size, all.length)
})
