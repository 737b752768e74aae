import type { Actor, Purpose } from '#gate/access'
import { type NotificationType, notificationText } from './notification.ts'
import type { SubscriptionDeps } from './subscriptions.types.ts'
import type { Content, Followed, SubscriptionEvent } from './wanted.types.ts'

export interface Asked {
  readonly actor: Actor | null
  readonly purpose: Purpose
  readonly base: string
}

const atOnce = 8

/** The text of a notification. What it shows is asked of the gate at the moment of sending, not of the event. */
export async function buildNotification(
  { gate, clock }: Pick<SubscriptionDeps, 'gate' | 'clock'>,
  asked: Asked,
  row: Followed,
  type: NotificationType,
  events: readonly SubscriptionEvent[],
  content: Content,
): Promise<string> {
  const texts = new Map<SubscriptionEvent, string>()
  if (content === 'full-resource') {
    for (let from = 0; from < events.length; from += atOnce)
      await Promise.all(
        events.slice(from, from + atOnce).map(async (event) => {
          if (event.method === 'DELETE') return
          const found = await gate.readVersion(
            asked.actor,
            asked.purpose,
            event.type,
            event.id,
            event.version,
          )
          if (found.ok && !found.value.deleted) texts.set(event, found.value.json)
        }),
      )
  }
  const status = {
    base: asked.base,
    id: row.id,
    topic: row.wanted?.topic ?? null,
    state: row.state,
    type,
    lastNumber: row.lastNumber,
    trouble: row.state === 'active' ? null : row.trouble,
  }
  return notificationText(status, events, content, (event) => texts.get(event) ?? null, clock.now())
}
