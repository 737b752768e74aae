import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generatePopulation } from '../../../../province/index.ts'
import { learnDummyValues, priorModel, readAll, withHotValues } from '../model/index.ts'
import { learnWeights } from './learn-weights.ts'

// A seed of the tuning set: the shipped weights were learned on another, and people are the same everywhere here.
const words = [...generatePopulation({ persons: 3_500, seed: 2 })].map(({ record }) => record)
const features = readAll(words, learnDummyValues(words))
const base = priorModel().linkage
/** Fewer than for an index: seconds instead of a minute. */
const pairs = { randomPairs: 500_000, pairsPerBlock: 60_000 }
const { hotValues } = withHotValues(base, features)
const bitsOf = (linkage: typeof base, name: string, level: string) =>
  linkage.comparisons.find((c) => c.name === name)!.levels.find((l) => l.name === level)!.bits

const frequent = [
  ['name', 'exact'],
  ['name', 'folded'],
  ['name', 'different'],
  ['birth', 'equal'],
  ['birth', 'different'],
  ['sex', 'different'],
  ['bhxh', 'different'],
  ['household', 'commune'],
] as const

test('weights learned from a few thousand people are those learned from others, where there was enough to learn from', () => {
  const learned = learnWeights(base, { any: features, near: features }, hotValues, pairs)
  for (const [name, level] of frequent)
    assert.ok(
      Math.abs(bitsOf(learned.linkage, name, level) - bitsOf(base, name, level)) < 2,
      `${name} ${level}: ${bitsOf(learned.linkage, name, level)} and ${bitsOf(base, name, level)}`,
    )
  const from = new Map(learned.comparisons.map((each) => [each.name, each.from]))
  assert.deepEqual([from.get('name'), from.get('citizen id')], ['records', 'records'])
  assert.equal(from.get('passport'), 'kept', 'foreigners are few')
  assert.deepEqual(
    learned.linkage.comparisons.find((c) => c.name === 'passport'),
    base.comparisons.find((c) => c.name === 'passport'),
  )
})

test('of people chosen because they resemble each other the weights are the same, with strangers from elsewhere', () => {
  // Everybody of every other commune: half the records, and nearly whole households.
  const near = features.filter(({ place }) => (place.communes[0] ?? 0) % 2 === 0)
  assert.ok(near.length < 0.7 * features.length)
  const learned = learnWeights(base, { any: features, near }, hotValues, pairs)
  for (const [name, level] of frequent)
    assert.ok(
      Math.abs(bitsOf(learned.linkage, name, level) - bitsOf(base, name, level)) < 2.5,
      `${name} ${level}: ${bitsOf(learned.linkage, name, level)} and ${bitsOf(base, name, level)}`,
    )
})

test('where nearly nobody comes twice nothing is learned but the hot values', () => {
  const few = features.slice(0, 300)
  const learned = learnWeights(base, { any: few, near: few }, { ...hotValues, bhxh: ['abc'] }, pairs)
  assert.deepEqual(learned.linkage.comparisons, base.comparisons)
  assert.deepEqual(learned.linkage.hotValues.bhxh, ['abc'])
  assert.ok(learned.comparisons.every(({ from }) => from === 'kept'))
})
