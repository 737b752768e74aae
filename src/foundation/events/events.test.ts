import assert from 'node:assert/strict'
import { test } from 'node:test'
import { backoffAfter, defaultRetry } from '#foundation/events'

test('the pause doubles up to its limit and is never the same for all', () => {
  const at = (tries: number, random: number) => backoffAfter(tries, defaultRetry, () => random)
  assert.deepEqual(
    [1, 2, 3].map((n) => at(n, 0.5)),
    [2000, 4000, 8000],
  )
  assert.equal(at(40, 0.5), 600_000)
  assert.ok(at(3, 0) < at(3, 1))
})
