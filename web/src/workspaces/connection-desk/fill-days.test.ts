import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillDays } from './fill-days'

test('days without data are gaps, and today is the day in Vietnam', () => {
  const now = Date.parse('2025-03-14T18:00:00Z')
  const days = fillDays([{ day: '2025-03-14', stored: 5, setAside: 1 }], 3, now)
  assert.deepEqual(days, [
    { day: '2025-03-13', stored: 0, setAside: 0 },
    { day: '2025-03-14', stored: 5, setAside: 1 },
    { day: '2025-03-15', stored: 0, setAside: 0 },
  ])
})
