import { availableParallelism } from 'node:os'
import type { Logger } from '#foundation/log'
import type { Walked } from '#record/journey'
import type { JourneyThread, JourneyWorkerData } from './journey-thread.ts'

/** So many full batches in a row, and one thread is not enough. */
const fullInARow = 8
/** A further thread that had nothing to do for so long goes, and gives its memory back (ms). */
const idleFor = 60_000

export type StartThread = (
  data: JourneyWorkerData,
  log: Logger,
  onWalked: (walked: Walked) => void,
) => JourneyThread

/**
 * As many journey threads as there is work for: one always, another while full batches follow each other without end, up to
 * `most` (0: as many as processors). Old files of the back-load lane come in small batches and call nobody. Jobs are taken
 * with `skip locked`: the threads need not know each other.
 */
export function startJourneyThreads(
  start: StartThread,
  most: number,
  data: JourneyWorkerData,
  log: Logger,
  onWalked: (walked: Walked) => void,
): JourneyThread & { count(): number } {
  const limit = most || availableParallelism()
  const further = new Map<JourneyThread, { lastWalked: number }>()
  const goingHome = new Set<Promise<void>>()
  let full = 0
  let isStopping = false

  const noteWalked = (walked: Walked) => {
    onWalked(walked)
    full = walked.stored + walked.setAside >= data.batch ? full + 1 : 0
    if (full < fullInARow || isStopping || 1 + further.size >= limit) return
    full = 0
    const since = { lastWalked: performance.now() }
    const thread = start(data, log, (each) => {
      since.lastWalked = performance.now()
      noteWalked(each)
    })
    further.set(thread, since)
  }
  const first = start(data, log, noteWalked)
  const sendHome = setInterval(() => {
    for (const [thread, { lastWalked }] of further) {
      if (performance.now() - lastWalked < idleFor) continue
      further.delete(thread)
      const gone = thread
        .stop()
        .catch((err) => log.warn({ err }, 'a journey thread did not stop'))
        .finally(() => goingHome.delete(gone))
      goingHome.add(gone)
    }
  }, idleFor / 4)
  sendHome.unref()
  return {
    isAlive: () => first.isAlive(),
    count: () => 1 + further.size,
    stop: async () => {
      isStopping = true
      clearInterval(sendHome)
      await Promise.all([...[first, ...further.keys()].map((thread) => thread.stop()), ...goingHome])
    },
  }
}
