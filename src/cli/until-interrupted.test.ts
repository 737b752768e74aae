import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { untilInterrupted } from './until-interrupted.ts'

const listeners = () => process.listenerCount('SIGINT') + process.listenerCount('SIGTERM')

test('Ctrl-C ends work at its next resting place, and the keyboard is free afterwards', async () => {
  const before = listeners()
  const stopped = await untilInterrupted(async (signal) => {
    process.emit('SIGINT')
    await sleep(1)
    signal.throwIfAborted()
    return 'all of it'
  })
  assert.equal(stopped, 'stopped')
  const whole = await untilInterrupted(async (signal) => {
    process.emit('SIGTERM')
    return signal.aborted ? 'as far as it came' : 'all of it'
  })
  assert.equal(whole, 'as far as it came')
  assert.equal(await untilInterrupted(async () => 'all of it'), 'all of it')
  assert.equal(listeners(), before)
})

test('what goes wrong by itself is not taken for a stop', async () => {
  await assert.rejects(
    untilInterrupted(async () => {
      throw new Error('lost')
    }),
    /lost/,
  )
})
