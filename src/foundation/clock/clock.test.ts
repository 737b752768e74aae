import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixedClock, systemClock } from '#foundation/clock'

test('a fixed clock stands still until it is moved', () => {
  const clock = fixedClock('2026-03-01T08:00:00+07:00')
  assert.equal(clock.now().toISOString(), '2026-03-01T01:00:00.000Z')
  clock.advance(1500)
  assert.equal(clock.now().toISOString(), '2026-03-01T01:00:01.500Z')
  clock.set('2026-04-01T00:00:00Z')
  assert.equal(clock.now().toISOString(), '2026-04-01T00:00:00.000Z')
})

test('the system clock tells the machine’s time', () => {
  assert.ok(Math.abs(systemClock.now().getTime() - Date.now()) < 1000)
})
