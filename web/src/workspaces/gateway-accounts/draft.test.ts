import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyDraft, isWhole, standingOf } from './draft.ts'

test('an account can be given when facility, name and something to send are there', () => {
  const whole = { ...emptyDraft, facility: '99902', username: '99902_BV' }
  assert.ok(isWhole(whole))
  for (const wrong of [{ facility: '999' }, { username: 'a b' }, { username: '' }, { channels: [] }])
    assert.ok(!isWhole({ ...whole, ...wrong }))
})

test('an account is good through its last day', () => {
  const account = { state: 'open', expiresOn: '2026-11-21' } as const
  assert.equal(standingOf(account, '2026-11-21'), 'open')
  assert.equal(standingOf(account, '2026-11-22'), 'expired')
  assert.equal(standingOf({ ...account, state: 'locked' }, '2026-11-22'), 'locked')
})
