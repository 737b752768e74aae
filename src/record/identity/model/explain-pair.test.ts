import assert from 'node:assert/strict'
import { test } from 'node:test'
import { comparisonAt } from './level-names.ts'
import { vietnameseScheme } from './scheme.ts'
import { sentences } from './sentences.ts'
import { aModel, aRecordOf, thachThang } from './testing.ts'

const model = aModel()

test('a records clerk reads why: each comparison in a sentence, heaviest first, and the guard by name', () => {
  const { lines, guards, weight, chance } = model.explain(
    model.featuresOf(
      aRecordOf({ citizenNumber: '048085001234', insuranceNumber: '4812345678', address: thachThang }),
    ),
    model.featuresOf(
      aRecordOf({ fullName: 'TRAN QUOC KHAI', citizenNumber: '048085009876', insuranceNumber: '4812345678' }),
    ),
  )
  assert.deepEqual(lines.map(({ comparison }) => comparison).sort(), [
    'bhxh',
    'birth',
    'citizen id',
    'name',
    'sex',
  ])
  const sentenceOf = (comparison: string) => lines.find((line) => line.comparison === comparison)!.sentence
  assert.match(sentenceOf('name'), /^Họ tên trùng \(bỏ dấu\): khoảng 1 trên [\d.]+ người mang tên này$/)
  assert.equal(sentenceOf('citizen id'), 'Số CCCD khác nhau')
  assert.equal(lines[0]!.comparison, 'bhxh')
  assert.deepEqual(guards, ['Hai số CCCD hợp lệ khác nhau: không tự nối'])
  assert.ok(weight > 0 && chance < 1)
})

test('every level of every comparison has a sentence', () => {
  Object.entries(comparisonAt).forEach(([name, at]) => {
    const { levels } = vietnameseScheme.comparisons[at]!
    assert.equal(sentences[name as keyof typeof comparisonAt].length, levels.length, name)
  })
})
