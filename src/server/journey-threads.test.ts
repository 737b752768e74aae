import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { silentLogger } from '#foundation/log'
import type { Walked } from '#record/journey'
import type { JourneyThread, JourneyWorkerData } from './journey-thread.ts'
import { startJourneyThreads } from './journey-threads.ts'

const batch = 16
const full: Walked = { stored: batch, setAside: 0, resources: 400 }
const small: Walked = { stored: 1, setAside: 0, resources: 30 }

/** Threads that only say what they are told to say. */
function someThreads(most: number) {
  const running: { readonly walk: (walked: Walked) => void; readonly thread: JourneyThread }[] = []
  const stopped: JourneyThread[] = []
  const pool = startJourneyThreads(
    (_data, _log, walk) => {
      const thread: JourneyThread = {
        isAlive: () => true,
        stop: async () => void stopped.push(thread),
      }
      running.push({ walk, thread })
      return thread
    },
    most,
    { batch } as JourneyWorkerData,
    silentLogger,
    () => {},
  )
  const walk = (thread: number, walked: Walked, times: number) => {
    for (let n = 0; n < times; n++) running[thread]!.walk(walked)
  }
  return { pool, walk, stopped, running }
}

test('a second thread comes while full batches follow each other, and never more than allowed', async () => {
  const { pool, walk, running } = someThreads(2)
  walk(0, full, 7)
  walk(0, small, 1)
  walk(0, full, 7)
  assert.equal(pool.count(), 1)
  walk(0, full, 1)
  assert.equal(pool.count(), 2)
  walk(0, full, 100)
  walk(1, full, 100)
  assert.equal(running.length, 2)
  await pool.stop()
})

test('a further thread goes home when it has had nothing to do for a minute; the first stays', async () => {
  mock.timers.enable({ apis: ['setInterval'] })
  const began = performance.now()
  let now = began
  mock.method(performance, 'now', () => now)
  try {
    const { pool, walk, stopped, running } = someThreads(2)
    walk(0, full, 8)
    now += 50_000
    walk(1, small, 1)
    mock.timers.tick(50_000)
    assert.equal(pool.count(), 2)
    now += 61_000
    mock.timers.tick(61_000)
    assert.equal(pool.count(), 1)
    assert.deepEqual(stopped, [running[1]!.thread])
    await pool.stop()
    assert.equal(stopped.length, 2)
  } finally {
    mock.restoreAll()
    mock.timers.reset()
  }
})
