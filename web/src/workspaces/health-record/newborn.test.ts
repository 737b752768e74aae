import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isNewbornAt } from './newborn'

test('a baby of hours or weeks at the last visit may still carry the mother’s name', () => {
  assert.ok(isNewbornAt('2026-08-02', '2026-08-02T09:30:00+07:00'))
  assert.ok(isNewbornAt('2026-08-02', '2026-08-30T23:59:00+07:00'))
  assert.ok(!isNewbornAt('2026-08-02', '2026-08-31T00:00:00+07:00'))
})

test('days are counted in Vietnam: half past midnight there is still the evening before in Greenwich', () => {
  assert.ok(isNewbornAt('2026-08-02', '2026-08-01T17:30:00Z'))
  assert.ok(!isNewbornAt('2026-08-02', '2026-08-01T16:30:00Z'))
})

test('an older child, a birth year alone and a person never seen get no such sign', () => {
  assert.ok(!isNewbornAt('2026-01-02', '2026-08-02T09:30:00+07:00'))
  assert.ok(!isNewbornAt('2026', '2026-08-02T09:30:00+07:00'))
  assert.ok(!isNewbornAt('2026-08-02', null))
  assert.ok(!isNewbornAt(null, null))
})
