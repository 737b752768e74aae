import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '#foundation/db'
import { notify } from './events.queries.ts'

export const CHANNEL = 'mach_jobs'
const GATHER_MS = 20

/**
 * Tells workers that a queue has something. In this process at once; to others by NOTIFY, gathered for 20 ms and sent after
 * the commit on a connection of its own. A NOTIFY inside the working transaction would make every such commit on the server
 * wait in one line (PostgreSQL holds one lock from before the commit record to after it), and group commit would be lost:
 * the hint would cost more than the work. Lost hints are made good by polling.
 */
export function createWaker(db: Database) {
  const waiting = new Map<string, Set<() => void>>()
  const toSend = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  const wakeHere = (queue: string) => {
    const sleepers = queue === '' ? [...waiting.values()] : [waiting.get(queue) ?? new Set<() => void>()]
    for (const set of sleepers) for (const wake of set) wake()
  }
  const send = () => {
    timer = undefined
    const queues = [...toSend]
    toSend.clear()
    notify(db, CHANNEL, queues).catch(() => {})
  }

  return {
    wakeHere,
    /** After a commit that added jobs. */
    wake(queues: Iterable<string>): void {
      for (const queue of queues) {
        wakeHere(queue)
        toSend.add(queue)
      }
      timer ??= setTimeout(send, GATHER_MS)
      timer.unref()
    },
    /** Until something may be there, the time is up, or the signal says stop. */
    async rest(queues: readonly string[], ms: number, signal: AbortSignal): Promise<void> {
      if (signal.aborted) return
      const woken = new AbortController()
      const wake = () => woken.abort()
      for (const queue of queues) waiting.set(queue, (waiting.get(queue) ?? new Set()).add(wake))
      await sleep(ms, undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(() => {})
      for (const queue of queues) {
        const set = waiting.get(queue)
        set?.delete(wake)
        if (set?.size === 0) waiting.delete(queue)
      }
    },
  }
}

export type Waker = ReturnType<typeof createWaker>
