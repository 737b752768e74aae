import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { chancesAt } from './chances.ts'
import { openVietnameseModel } from './open-model.ts'
import { priorModel, priorModelFile, readLearned, writeLearned } from './prior-model.ts'

const text = () => readFileSync(priorModelFile(), 'utf8')

test('the shipped model is read and written letter by letter', () => {
  const read = readLearned(text())
  assert.ok(read.ok)
  assert.equal(writeLearned(read.value), text())
})

test('chances that were moved to the noise of an installation are kept like the shipped ones', () => {
  const { linkage, calibrations } = priorModel()
  const moved = { linkage, calibrations: chancesAt(calibrations, 0.4) }
  assert.notDeepEqual(moved.calibrations, calibrations)
  const read = readLearned(writeLearned(moved))
  assert.ok(read.ok)
  assert.deepEqual(read.value, moved)
})

test('a model that was touched, cut or is no model is refused with a sentence', () => {
  for (const bad of [
    text().replace('"citizen id"', '"citizen"'),
    text().slice(0, 500),
    '',
    '[]',
    '{"linkage":1}',
    'null',
  ]) {
    const read = readLearned(bad)
    assert.ok(!read.ok)
    assert.match(read.problem.message, /mô hình/i)
  }
})

test('another size of index, list of dummies or threshold is another version', () => {
  const versions = [
    { persons: 1000 },
    { persons: 2000 },
    { persons: 1000, review: 0.9 },
    { persons: 1000, dummies: [{ system: 'phone' as const, value: '0236123456' }] },
  ].map((settings) => openVietnameseModel({ ...priorModel(), ...settings }).version)
  assert.equal(new Set(versions).size, 4)
  assert.equal(openVietnameseModel({ ...priorModel(), persons: 1000 }).version, versions[0])
})

test('weights fall from better levels to worse, and numbers are worth most', () => {
  const { comparisons } = priorModel().linkage
  for (const { name, levels } of comparisons)
    levels.forEach((level, at) => {
      // Twins' names are settled by hand below other names, which stay above "different".
      if (at > 0) assert.ok(level.bits <= levels[at - 1]!.bits + 1e-9, `${name} ${level.name}`)
    })
  const best = (name: string) => comparisons.find((c) => c.name === name)!.levels[0]!.bits
  assert.ok(best('citizen id') > best('name') && best('bhxh') > best('birth') && best('citizen id') <= 24)
})
