import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSimilarName, plainName } from './similar-names'

test('tone marks, their place and capital letters do not make two names', () => {
  assert.equal(plainName('ĐẶNG  Thị Hoà'), 'dang thi hoa')
  assert.ok(isSimilarName('Nguyễn Thị Hòa', 'NGUYỄN THỊ HOÀ'))
})

test('a missing middle name is worth a warning, another given name is not', () => {
  assert.ok(isSimilarName('Nguyễn Thị Ngọc Hòa', 'Nguyễn Hòa'))
  assert.ok(!isSimilarName('Nguyễn Thị Hòa', 'Nguyễn Thị Hương'))
  assert.ok(!isSimilarName('Trần Thị Hòa', 'Nguyễn Thị Hòa'))
})
