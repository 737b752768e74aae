import type { Result } from '#foundation/result'
import { buildNotification } from './build-notification.ts'
import { findEvents } from './event.queries.ts'
import { paceOf } from './pace.ts'
import { postHook } from './post-hook.ts'
import { findOne, noteDelivered, noteFailed } from './subscription.queries.ts'
import type { SubscriptionDeps } from './subscriptions.types.ts'
import type { Followed, SubscriptionEvent, Wanted } from './wanted.types.ts'

/** Of a receiver that names no number. */
const eventsAtOnce = 20
const errorFrom = 10

/** Has the hook something to hear now? */
export function isDue(row: Followed, wanted: Wanted, now: Date): boolean {
  if (wanted.channel !== 'rest-hook' || row.retryAt > now) return false
  return !row.isGreeted || row.lastNumber > row.delivered || heartbeatDue(row, wanted, now)
}

export function heartbeatDue(row: Followed, { heartbeatSeconds, topic }: Wanted, now: Date): boolean {
  if (heartbeatSeconds === null || topic === null) return false
  return now.getTime() - (row.sentAt ?? row.since).getTime() >= heartbeatSeconds * 1_000
}

/**
 * Tells a hook everything it has not heard, oldest first, one notification at a time. Only an answer of 2xx moves us
 * on; whoever dies in between tells it again with the same numbers.
 */
export async function deliver(
  deps: SubscriptionDeps,
  id: string,
  signal: AbortSignal,
  mayGoOn: () => boolean,
): Promise<void> {
  while (!signal.aborted && mayGoOn()) {
    const row = await findOne(deps.db, id)
    if (!row?.wanted || row.state === 'off' || row.state === 'refused') return
    if (!isDue(row, row.wanted, deps.clock.now())) return
    const events = row.isGreeted ? await nextEvents(deps, row, row.wanted) : []
    const sent = await send(deps, row, row.wanted, events, signal)
    // A stop in the middle says nothing about the receiver.
    if (signal.aborted && !sent.ok) return
    const now = deps.clock.now()
    if (sent.ok) {
      await noteDelivered(deps.db, id, events.at(-1)?.number ?? row.delivered, now)
      continue
    }
    const { retry, longestRetry } = paceOf(deps)
    const pause = Math.min(longestRetry, retry * 2 ** Math.min(row.failures, 20))
    deps.log.info({ subscription: id, failures: row.failures + 1 }, 'a notification was not taken')
    const retryAt = new Date(now.getTime() + pause)
    return void (await noteFailed(deps.db, id, { now, retryAt, trouble: sent.problem, errorFrom }))
  }
}

const nextEvents = ({ db }: SubscriptionDeps, row: Followed, wanted: Wanted) =>
  // Plain R4 knows one resource per message.
  findEvents(
    db,
    row.id,
    row.delivered,
    row.lastNumber,
    wanted.topic === null ? 1 : (wanted.maxCount ?? eventsAtOnce),
  )

async function send(
  deps: SubscriptionDeps,
  row: Followed,
  wanted: Wanted,
  events: readonly SubscriptionEvent[],
  signal: AbortSignal,
): Promise<Result<void, string>> {
  const { endpoint: url, headers } = wanted
  const timeoutMs = wanted.timeoutSeconds === null ? paceOf(deps).timeout : wanted.timeoutSeconds * 1_000
  const to = { method: 'POST', url, headers, timeoutMs, signal } as const
  const [event] = events
  if (wanted.topic === null && event)
    return postHook({ ...to, ...(await classicMessage(deps, wanted, event)) })
  const type = !row.isGreeted ? 'handshake' : event ? 'event-notification' : 'heartbeat'
  const asked = { actor: deps.actor, purpose: 'management', base: deps.base() } as const
  return postHook({ ...to, body: await buildNotification(deps, asked, row, type, events, wanted.content) })
}

/** R4, subscription: an empty POST, or the resource itself as an update at the receiver. */
async function classicMessage({ gate, actor }: SubscriptionDeps, wanted: Wanted, event: SubscriptionEvent) {
  if (wanted.content === 'empty') return { body: '' }
  const { type, id, version } = event
  const found = await gate.readVersion(actor, 'management', type, id, version)
  if (!found.ok || found.value.deleted) return { body: '' }
  const url = `${wanted.endpoint.replace(/\/$/, '')}/${type}/${id}`
  return { method: 'PUT' as const, url, body: found.value.json }
}
