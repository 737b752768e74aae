import assert from 'node:assert/strict'
import { test } from 'node:test'
import { departmentName, icd10Name, nameOf, provinceName, tidyIcd10, wardName } from './index.ts'

test('loads and answers within a blink', () => {
  const begun = process.cpuUsage()
  assert.equal(icd10Name('J18.9'), 'Viêm phổi, không đặc hiệu')
  assert.equal(wardName('00004', '2026-01-01', null), 'Phường Ba Đình')
  assert.equal(departmentName('K19'), 'Khoa Ngoại tổng hợp')
  const { user, system } = process.cpuUsage(begun)
  assert.ok(user + system < 500_000, 'slower than any machine should be')
})

test('writes a disease code one way', () => {
  for (const code of ['j209', 'J20.9', ' J20.9 ', 'J209†']) assert.equal(tidyIcd10(code), 'J20.9')
  assert.equal(tidyIcd10('I10'), 'I10')
  assert.equal(icd10Name('A17.0†'), icd10Name('A170'))
  assert.equal(icd10Name('X99.99'), null)
})

test('names compound departments by their parent', () => {
  assert.equal(departmentName('K02.D35'), 'Khoa Hồi sức cấp cứu')
  assert.equal(departmentName('P01'), null)
})

test('a place is named by the list in force on the day', () => {
  assert.equal(provinceName('02', '2024-10-07'), 'Tỉnh Hà Giang')
  assert.equal(provinceName('40', '2026-08-01'), 'Tỉnh Nghệ An')
  // Ward 26740 was Bến Nghé of District 1 before the reform and is another ward after it.
  assert.equal(wardName('26740', '2024-10-07', '760'), null)
  assert.equal(wardName('26740', '2026-08-01', '760'), null)
  assert.notEqual(wardName('26740', '2026-08-01', null), null)
})

test('small lists', () => {
  assert.equal(nameOf('visitTypes', '03'), 'Điều trị nội trú')
  assert.equal(nameOf('outcomes', '5'), 'Tử vong')
  assert.equal(nameOf('ethnicGroups', '06'), 'Mường')
  assert.equal(nameOf('visitTypes', '99'), null)
  for (const word of ['constructor', '__proto__', 'toString'])
    assert.equal(nameOf('departments', word), null, word)
})
