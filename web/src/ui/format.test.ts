import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ageAt, formatDay, formatDong, formatInstant, formatNumber, yearOf } from './format'

test('a visit late in the evening in Vietnam stays on its day, whatever zone the computer keeps', () => {
  assert.equal(formatInstant('2025-03-14T16:59:00Z'), '14/03/2025 23:59')
  assert.equal(formatInstant('2025-03-14T17:00:00Z'), '15/03/2025 00:00')
  assert.equal(yearOf('2024-12-31T17:30:00Z'), '2025')
})

test('a birth date known by its year or month only is not made up to a day', () => {
  assert.equal(formatDay('1954'), '1954')
  assert.equal(formatDay('1954-03'), '03/1954')
  assert.equal(formatDay('1954-03-09'), '09/03/1954')
  assert.equal(formatInstant('1954-03-09'), '09/03/1954')
})

test('a small child has its age in months until six, a newborn in days', () => {
  const at = new Date(2025, 5, 15)
  assert.deepEqual(ageAt('2025-06-01', at), { unit: 'days', count: 14 })
  assert.deepEqual(ageAt('2024-06-16', at), { unit: 'months', count: 11 })
  assert.deepEqual(ageAt('2019-06-16', at), { unit: 'months', count: 71 })
  assert.deepEqual(ageAt('2019-06-15', at), { unit: 'years', count: 6 })
  assert.deepEqual(ageAt('1954', at), { unit: 'years', count: 71 })
})

test('a birth date in the future or without sense gives no age', () => {
  const at = new Date(2025, 5, 15)
  assert.equal(ageAt('2026-01-01', at), null)
  assert.equal(ageAt('', at), null)
})

test('thousands have dots in Vietnamese, and money that is no number is shown as sent', () => {
  assert.equal(formatNumber(1234567.5, 'vi'), '1.234.567,5')
  assert.equal(formatDong('1845300.00', 'vi'), '1.845.300 ₫')
  assert.equal(formatDong('1,845,300', 'vi'), '1,845,300')
})
