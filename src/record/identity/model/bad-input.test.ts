import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DemographicRecord } from '#vocabulary/demographics'
import { readName } from '#vocabulary/demographics/names'
import { generatePopulation } from '../../../../province/index.ts'
import { linkRecords } from './link-records.ts'
import { countNames } from './name-counts.ts'
import { openVietnameseModel } from './open-model.ts'
import { priorModel } from './prior-model.ts'
import { aRecordOf } from './testing.ts'
import { learnDummyValues } from './train-model.ts'

/** Ten thousand invented people, one record of each, with a name of their own. */
const everybody: readonly DemographicRecord[] = (() => {
  const records = new Map<number, DemographicRecord>()
  for (const { record, personNumber, faults } of generatePopulation({ persons: 12_000, seed: 9 }))
    if (!faults.includes('newborn-placeholder')) records.set(personNumber, record)
  return [...records.values()].slice(0, 10_000)
})()

/** So many of them, with one thing written wrong in all. */
const people = (count: number, wrong: Partial<DemographicRecord>): DemographicRecord[] =>
  everybody.slice(0, count).map((record) => ({ ...record, ...wrong }))

/** As an installation would link them: what is nobody's value and which names are common is learned from the records themselves. */
function link(records: readonly DemographicRecord[], dummies = learnDummyValues(records)) {
  const names = countNames(records.map(({ fullName }) => readName(fullName)))
  const model = openVietnameseModel({ ...priorModel(), persons: 100_000, dummies, names })
  const { groups, reviewItems, compared } = linkRecords(
    records.map((words, at) => ({ key: String(at).padStart(6, '0'), words })),
    model,
  )
  return { groups: groups.length, reviewItems, compared }
}

test('one citizen number on ten thousand records merges nobody and asks nothing', () => {
  const records = people(10_000, { citizenNumber: '048190999001' })
  assert.equal(records.length, 10_000)
  const { groups, reviewItems } = link(records)
  const without = link(people(10_000, { citizenNumber: null }))
  assert.equal(groups, without.groups)
  assert.ok(reviewItems.length <= without.reviewItems.length)
})

test('one citizen number on ten thousand records, before anybody learned that it is nobody’s, is a crowd and not ten million pairs', () => {
  const { groups, compared, reviewItems } = link(people(10_000, { citizenNumber: '048190999001' }), [])
  assert.ok(compared < 200_000, `${compared} compared`)
  assert.ok(groups > 9_950, `${groups} groups`)
  assert.ok(reviewItems.length < 100, `${reviewItems.length} to review`)
})

test('one citizen number on three hundred records of three hundred people joins none of them by itself', () => {
  const records = people(300, { citizenNumber: '048190999001', phone: null })
  const { groups, reviewItems } = link(records, [])
  assert.ok(groups >= 295, `${groups} groups`)
  // No group stands in more than twenty questions.
  assert.ok(reviewItems.length <= (300 * 20) / 2, `${reviewItems.length} to review`)
})

test('everybody is named NGUYỄN VĂN A: who shares nothing else is not joined', () => {
  const records = people(3_000, { fullName: 'NGUYỄN VĂN A', mother: null, father: null })
  const { groups, reviewItems } = link(records)
  assert.ok(groups >= 2_997, `${groups} groups`)
  assert.ok(reviewItems.length * 1_000 <= 30 * 3_000, `${reviewItems.length} to review`)
})

test('all birthdays are the first of January: the day says nothing but the year', () => {
  for (const birthDate of ['01/01/1990', '19900101', '01011990']) {
    const { groups, reviewItems } = link(people(2_000, { birthDate }))
    assert.ok(groups >= 1_995, `${groups} groups of ${birthDate}`)
    assert.ok(reviewItems.length * 1_000 <= 30 * 2_000, `${reviewItems.length} to review`)
  }
})

test('empty fields: five thousand records that say nothing are five thousand persons and no question', () => {
  const nothing = aRecordOf({ fullName: null, birthDate: null, sex: 'unknown' })
  for (const empty of [nothing, { ...nothing, fullName: '' }, { ...nothing, fullName: ' ', birthDate: '' }]) {
    const { groups, reviewItems, compared } = link(Array.from({ length: 5_000 }, () => empty))
    assert.deepEqual([groups, reviewItems.length, compared], [5_000, 0, 0])
  }
})

test('a guess attaches nobody: a stranger’s number under another name, or name and birth without a number', () => {
  const victim = aRecordOf({ citizenNumber: '048085001234', insuranceNumber: 'DN4484812345678' })
  const guesses: Partial<DemographicRecord>[] = [
    { fullName: 'Lê Thị Đoán', birthDate: '02/02/1970', sex: 'female', citizenNumber: victim.citizenNumber },
    { fullName: 'Lê Thị Đoán', birthDate: null, citizenNumber: victim.citizenNumber },
    { citizenNumber: null, insuranceNumber: null },
    { citizenNumber: null, insuranceNumber: 'DN4484887654321' },
    { citizenNumber: '048085009876', insuranceNumber: null },
  ]
  for (const guess of guesses) {
    const { groups, reviewItems } = link([victim, { ...victim, ...guess }])
    assert.equal(groups, 2, JSON.stringify(guess))
    assert.ok(reviewItems.length <= 1)
  }
})
