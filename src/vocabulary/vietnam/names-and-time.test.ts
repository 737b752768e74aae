import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bhytBirthTime, bhytDate, bhytDateTime, bhytInstant, foldName, splitName, tidyName } from './index.ts'

test('one folded form for every way to write a name', () => {
  const folded = 'nguyen thi thuy duong'
  for (const name of [
    'NGUYỄN THỊ THÙY DƯƠNG',
    'Nguyễn  Thị Thuỳ Dương ',
    'Nguyễn Thị Thùy Dương'.normalize('NFD'),
    'nguyen thi thuy duong',
    'Nguyễn\u00A0Thị\u200B Thùy Dương',
  ])
    assert.equal(foldName(name), folded, name)
  assert.equal(foldName('Đỗ Ðức ĐẠT'), 'do duc dat')
  assert.equal(foldName('Hòa'), foldName('Hoà'))
})

test('tidies a name without changing its letters', () => {
  assert.equal(tidyName('  Trần \t Văn\u00A0A '), 'Trần Văn A')
  assert.equal(tidyName('Ðỗ Thị B'.normalize('NFD')), 'Đỗ Thị B')
  assert.equal(tidyName(tidyName(' H’Mông  Y ')), 'H’Mông Y')
})

test('splits a name in Vietnamese order', () => {
  assert.deepEqual(splitName('Nguyễn Thị Thử Nghiệm'), { family: 'Nguyễn', given: ['Thị Thử', 'Nghiệm'] })
  assert.deepEqual(splitName('Lê An'), { family: 'Lê', given: ['An'] })
  assert.equal(splitName('An'), null)
})

test('keeps the precision of a birth date', () => {
  assert.equal(bhytDate('196000000000'), '1960')
  assert.equal(bhytDate('1957'), '1957')
  assert.equal(bhytDate('196005000000'), '1960-05')
  assert.equal(bhytDate('19600521'), '1960-05-21')
  assert.equal(bhytDate('199003150000'), '1990-03-15')
  assert.equal(bhytDate('21/05/1990'), '1990-05-21')
  assert.equal(bhytBirthTime('202608020918'), '2026-08-02T09:18:00+07:00')
  assert.equal(bhytBirthTime('199003150000'), null)
})

test('says instants at +07:00 and refuses days that do not exist', () => {
  assert.equal(bhytDateTime('202410070805'), '2024-10-07T08:05:00+07:00')
  assert.equal(bhytDateTime('20241007'), '2024-10-07')
  assert.equal(bhytDateTime('20241007080559'), '2024-10-07T08:05:59+07:00')
  assert.equal(bhytInstant('20241007'), null)
  for (const wrong of ['20230229', '202413010000', '20240431', '202410072400', '15/08/26', 'hôm qua', ''])
    assert.equal(bhytDateTime(wrong), null, wrong)
  assert.equal(bhytDate('20240229'), '2024-02-29')
})
