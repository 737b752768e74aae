import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  priorFrequencyOf,
  priorFrequencyOfGiven,
  priorFrequencyOfSurname,
  readName,
  shrinkFrequency,
} from './index.ts'
import { nameTables } from './name-tables.ts'

const near = (actual: number, expected: number, within: number) =>
  assert.ok(Math.abs(actual / expected - 1) <= within, `${actual}, expected about ${expected}`)
const nobody = { sex: null, birthYear: null } as const
const chanceOfTwo = (shares: Iterable<number>) => [...shares].reduce((sum, share) => sum + share * share, 0)

test('shares of surnames are the published ones, and sum to no more than everybody', () => {
  near(priorFrequencyOfSurname(readName('Nguyễn Văn An')), 0.315, 1e-9)
  near(priorFrequencyOfSurname(readName('Trần Văn An')), 0.109, 1e-9)
  const { surnames, middles, givens } = nameTables()
  for (const { exact } of [surnames, middles.male, middles.female, givens.male, givens.female]) {
    const sum = [...exact.values()].reduce((a, b) => a + b, 0)
    assert.ok(sum > 0.9 && sum < 1.02, String(sum))
  }
})

test('two strangers share a surname and a given name as often as counted on observed names', () => {
  // Identity note, section 4: 1 in 7.9 and 1 in 130 (1 in 110 without marks), counted on 8,734 names.
  const { surnames, givens } = nameTables()
  near(1 / chanceOfTwo(surnames.exact.values()), 7.9, 0.05)
  const men = 0.79
  const mixed = (form: 'exact' | 'folded') =>
    [...givens.male[form]].map(
      ([word, share]) => men * share + (1 - men) * (givens.female[form].get(word) ?? 0),
    )
  near(1 / chanceOfTwo(mixed('exact')), 130, 0.1)
  near(1 / chanceOfTwo(mixed('folded')), 110, 0.1)
})

test('Thị and Văn are as frequent as the generation they belong to', () => {
  const lan = (birthYear: number) =>
    priorFrequencyOf(readName('Nguyễn Thị Lan'), { sex: 'female', birthYear })
  near(lan(1950) / lan(2015), 0.75 / 0.08, 1e-9)
  const hung = (birthYear: number) =>
    priorFrequencyOf(readName('Nguyễn Văn Hùng'), { sex: 'male', birthYear })
  near(hung(1980) / hung(2000), 0.4 / 0.15, 1e-9)
})

test('a name without marks is at least as frequent as any of its spellings', () => {
  for (const raw of ['Nguyễn Thị Hà', 'Trần Văn Dũng', 'Lê Minh Tuấn', 'Võ Thanh Thảo']) {
    const name = readName(raw)
    assert.ok(priorFrequencyOf(name, nobody, 'folded') >= priorFrequencyOf(name, nobody))
    assert.ok(priorFrequencyOfGiven(name, nobody, 'folded') >= priorFrequencyOfGiven(name, nobody))
    assert.ok(priorFrequencyOfSurname(name, 'folded') >= priorFrequencyOfSurname(name))
  }
})

test('an unheard-of name is rare, not impossible', () => {
  for (const raw of ['Quýnh Thoăng Khoéo', "H'Hen Niê", 'John Smith', 'Nguyễn'])
    assert.ok(priorFrequencyOf(readName(raw), nobody) > 0, raw)
})

test('what was counted replaces the prior as the index grows', () => {
  assert.equal(shrinkFrequency(0, 0, 0.01), 0.01)
  near(shrinkFrequency(20, 5000, 0.002), (20 + 10) / 10_000, 1e-9)
  near(shrinkFrequency(3_000_000, 10_000_000, 0.01), 0.3, 0.001)
})
