import { randomUUID } from 'node:crypto'
import { leaveCursor } from './cursor.queries.ts'
import { deliver, isDue } from './deliver.ts'
import { forgetEvents } from './event.queries.ts'
import { paceOf } from './pace.ts'
import { openLedgerReader } from './read-ledger.ts'
import { forgetOff } from './subscription.queries.ts'
import type { SubscriptionDeps } from './subscriptions.types.ts'
import type { Live } from './sync-subscriptions.ts'
import { forgetTickets } from './ticket.queries.ts'

export interface SubscriptionWorker {
  /** Something was written: look now instead of in a second. */
  wake(): void
  stop(): Promise<void>
}

const hooksAtOnce = 16
const anHour = 3_600_000

/** Reads the ledger, writes events and tells receivers, until it is stopped. */
export function startWorker(deps: SubscriptionDeps, pumpAll: () => void): SubscriptionWorker {
  const { db, clock, log } = deps
  const { poll } = paceOf(deps)
  const holder = randomUUID()
  const read = openLedgerReader(deps, holder)
  const stopping = new AbortController()
  const underway = new Map<string, Promise<void>>()
  let ring: (() => void) | null = null
  let hasRung = false
  let tidiedAt = 0
  /** While we read the ledger we also tell the hooks; whoever takes over does both. */
  let isLeading = false

  const wake = () => {
    hasRung = true
    ring?.()
  }
  const rest = async () => {
    if (!hasRung)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, poll)
        ring = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    ring = null
    hasRung = false
  }

  /** A slow receiver keeps nobody else waiting; one receiver hears one thing at a time. */
  const startDeliveries = (live: readonly Live[]) => {
    const now = clock.now()
    for (const { row, wanted } of live) {
      if (underway.size >= hooksAtOnce) return
      if (underway.has(row.id) || !isDue(row, wanted, now)) continue
      const delivery = deliver(deps, row.id, stopping.signal, () => isLeading)
        .catch((err) => log.warn({ err }, 'a delivery will be tried again'))
        .finally(() => {
          underway.delete(row.id)
          wake()
        })
      underway.set(row.id, delivery)
    }
  }

  const tidy = async () => {
    const now = clock.now().getTime()
    if (now - tidiedAt < anHour) return
    tidiedAt = now
    await forgetTickets(db, new Date(now))
    await forgetEvents(db, new Date(now - deps.keepDays * 24 * anHour))
    await forgetOff(db)
  }

  const loop = async () => {
    while (!stopping.signal.aborted) {
      try {
        const { isOurs, live, hasMore } = await read()
        isLeading = isOurs
        pumpAll()
        if (isOurs) {
          startDeliveries(live)
          await tidy()
        }
        if (hasMore) continue
      } catch (err) {
        log.warn({ err }, 'the ledger will be read again')
      }
      await rest()
    }
    await Promise.all(underway.values())
    await leaveCursor(db, holder, clock.now()).catch(() => {})
  }
  const ended = loop()
  return {
    wake,
    stop: async () => {
      stopping.abort()
      wake()
      await ended
    },
  }
}
