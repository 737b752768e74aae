import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everything, isBackwards, replayFilter } from './replay-window.ts'

test('what is typed is the time of Vietnam, and what is left empty asks for everything', () => {
  assert.deepEqual(replayFilter(everything), { facility: undefined, from: undefined, to: undefined })
  assert.deepEqual(replayFilter({ facility: '99904', from: '2026-09-03T08:00', to: '2026-09-03T10:30:15' }), {
    facility: '99904',
    from: '2026-09-03T08:00:00+07:00',
    to: '2026-09-03T10:30:00+07:00',
  })
})

test('a window that ends before it begins is seen before anything is sent', () => {
  assert.equal(isBackwards({ facility: '', from: '2026-09-03T08:00', to: '2026-09-03T08:00' }), true)
  assert.equal(isBackwards({ facility: '', from: '2026-09-03T08:00', to: '2026-09-03T08:01' }), false)
  assert.equal(isBackwards({ facility: '', from: '2026-09-03T08:00', to: '' }), false)
})
