import type { LedgerEntry } from '#gate/access'
import { concerns } from './compile-triggers.ts'
import { holdCursor, moveCursor } from './cursor.queries.ts'
import { type EventToWrite, insertEvents } from './event.queries.ts'
import { changeOf, isTriggered } from './match-change.ts'
import { paceOf } from './pace.ts'
import type { SubscriptionDeps } from './subscriptions.types.ts'
import { type Live, openSync } from './sync-subscriptions.ts'

const transactionsAtOnce = 200

export interface LedgerReading {
  /** False: another process does it. */
  readonly isOurs: boolean
  readonly live: readonly Live[]
  /** There is more to read at once. */
  readonly hasMore: boolean
}

const notOurs: LedgerReading = { isOurs: false, live: [], hasMore: false }

/**
 * Reads on in the ledger and writes what subscriptions are to be told, with the new place in one transaction: every
 * change is held against every subscription once, and numbers have no gaps.
 */
export function openLedgerReader(deps: SubscriptionDeps, holder: string) {
  const { db, gate, actor, clock } = deps
  const sync = openSync(deps)
  const { lease } = paceOf(deps)
  let isFollowed = false
  /** Where we are while nobody subscribes and nothing need be read; not worth a write each second. */
  let idleMark: string | null = null

  const feed = async (mark: string | null) => {
    const fed = await gate.feed(actor, 'management', mark, transactionsAtOnce)
    if (!fed.ok) throw new Error(fed.problem.code)
    return fed.value
  }

  /** Nobody subscribed when we last looked. A subscription not seen now is written later than the mark taken before. */
  const look = async (kept: string): Promise<LedgerReading> => {
    const { mark } = await feed(null)
    const live = await sync()
    isFollowed = live.length > 0
    if (!isFollowed || kept === '') idleMark = mark
    return { isOurs: true, live, hasMore: isFollowed }
  }

  return async (): Promise<LedgerReading> => {
    const now = clock.now()
    const held = await holdCursor(db, holder, now, new Date(now.getTime() + lease))
    if (!held) {
      isFollowed = false
      idleMark = null
      return notOurs
    }
    const from = idleMark ?? held.mark
    if (!isFollowed) return look(from)
    // The ledger first, the subscriptions after: none that was there before a change is missing when it is judged.
    const { entries, mark } = await feed(from)
    const live = await sync()
    isFollowed = live.length > 0
    if (mark !== held.mark) {
      const events = await eventsOf(deps, entries, live)
      await db.transaction(async (tx) => {
        if (!(await moveCursor(tx, holder, mark)))
          throw new Error('the ledger is read by another process now')
        await insertEvents(tx, events)
      })
    }
    idleMark = null
    return { isOurs: true, live, hasMore: entries.length === transactionsAtOnce }
  }
}

/** What each subscription is to be told of, numbered behind what it was told before. */
async function eventsOf(
  { gate, actor }: SubscriptionDeps,
  entries: readonly LedgerEntry[],
  live: readonly Live[],
): Promise<EventToWrite[]> {
  const events: EventToWrite[] = []
  const numbers = new Map(live.map(({ row }) => [row.id, row.lastNumber]))
  const byType = new Map<string, readonly Live[]>()
  const concernedBy = (type: string): readonly Live[] => {
    const known = byType.get(type)
    if (known) return known
    const found = live.filter(({ triggers }) => triggers.all.some((trigger) => concerns(trigger, type)))
    byType.set(type, found)
    return found
  }
  for (const { tx, at, resources } of entries) {
    for (const written of resources) {
      const { type, id, version, method } = written
      const concerned = concernedBy(type)
      if (concerned.length === 0) continue
      const readFormer = async () => {
        const found = await gate.readVersion(actor, 'management', type, id, version - 1)
        return found.ok && !found.value.deleted ? found.value.json : null
      }
      const change = changeOf(written, readFormer)
      for (const { row, triggers } of concerned) {
        if (at < row.since || !(await isTriggered(triggers, change))) continue
        const number = numbers.get(row.id)! + 1
        numbers.set(row.id, number)
        events.push({ subscriptionId: row.id, number, tx, at, type, id, version, method })
      }
    }
  }
  return events
}
