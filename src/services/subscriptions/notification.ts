import { randomUUID } from 'node:crypto'
import type { Content, State, SubscriptionEvent } from './wanted.types.ts'

export type NotificationType =
  | 'handshake'
  | 'heartbeat'
  | 'event-notification'
  | 'query-status'
  | 'query-event'

export interface StatusToTell {
  readonly base: string
  readonly id: string
  readonly topic: string | null
  readonly state: State
  readonly type: NotificationType
  /** Events since the subscription began. */
  readonly lastNumber: number
  readonly trouble: string | null
}

const backport = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/'

/** SubscriptionStatus in its R4 clothes: a Parameters resource (backport 1.1, backport-subscription-status-r4). */
export function statusResource(
  status: StatusToTell,
  events: readonly SubscriptionEvent[] = [],
  content: Content = 'empty',
): Record<string, unknown> {
  const { base, id, topic, state, type, lastNumber, trouble } = status
  const error = { name: 'error', valueCodeableConcept: { text: trouble } }
  return {
    resourceType: 'Parameters',
    id: randomUUID(),
    meta: { profile: [`${backport}backport-subscription-status-r4`] },
    parameter: [
      { name: 'subscription', valueReference: { reference: `${base}/Subscription/${id}` } },
      ...(topic === null ? [] : [{ name: 'topic', valueCanonical: topic }]),
      { name: 'status', valueCode: state === 'refused' ? 'error' : state },
      { name: 'type', valueCode: type },
      { name: 'events-since-subscription-start', valueString: String(lastNumber) },
      ...events.map((event) => ({
        name: 'notification-event',
        part: [
          { name: 'event-number', valueString: String(event.number) },
          { name: 'timestamp', valueInstant: event.at.toISOString() },
          ...(content === 'empty'
            ? []
            : [{ name: 'focus', valueReference: { reference: `${base}/${event.type}/${event.id}` } }]),
        ],
      })),
      ...(trouble === null ? [] : [error]),
    ],
  }
}

/** The resource of an event as JSON text; null when it is gone or may not be shown. */
export type TextOf = (event: SubscriptionEvent) => string | null

/**
 * A notification: a Bundle whose first entry is the status and the others what happened (backport 1.1,
 * backport-subscription-notification-r4). Resources are put in as they are stored, not written anew.
 */
export function notificationText(
  status: StatusToTell,
  events: readonly SubscriptionEvent[],
  content: Content,
  textOf: TextOf,
  now: Date,
): string {
  const { base, id } = status
  const told = statusResource(status, events, content)
  const first = JSON.stringify({
    fullUrl: `urn:uuid:${told.id as string}`,
    resource: told,
    request: { method: 'GET', url: `${base}/Subscription/${id}/$status` },
    response: { status: '200' },
  })
  const others = content === 'empty' ? [] : events.map((event) => entryText(base, event, content, textOf))
  const profile = JSON.stringify([`${backport}backport-subscription-notification-r4`])
  return `{"resourceType":"Bundle","id":"${randomUUID()}","meta":{"profile":${profile}},"type":"history","timestamp":"${now.toISOString()}","entry":[${[first, ...others].join(',')}]}`
}

const answers = { POST: '201', PUT: '200', DELETE: '204' } as const

function entryText(base: string, event: SubscriptionEvent, content: Content, textOf: TextOf): string {
  const { type, id, method } = event
  const resource = content === 'full-resource' ? textOf(event) : null
  const url = method === 'POST' ? type : `${type}/${id}`
  const rest = JSON.stringify({ request: { method, url }, response: { status: answers[method] } }).slice(1)
  const start = `{"fullUrl":${JSON.stringify(`${base}/${type}/${id}`)},`
  return resource === null ? start + rest : `${start}"resource":${resource},${rest}`
}
