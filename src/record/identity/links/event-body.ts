import type { LinkEvent } from '#foundation/linkage/settle'

/** The event, and under which record each set of it is remembered. */
export interface EventBody extends LinkEvent {
  readonly heldBy: Readonly<Record<string, string>>
}

/** An event without what its row says already and without what it does not have: most events are of one arrival. */
export type StoredBody = Partial<Omit<EventBody, 'id' | 'kind' | 'at' | 'by' | 'why'>>

export interface EventHead {
  readonly event_id: string
  readonly at: Date
  readonly kind: string
  readonly said_by: string
  readonly why: string
}

export function toStored(event: LinkEvent, heldBy: EventBody['heldBy']): StoredBody {
  return {
    ...(event.moves.length > 0 ? { moves: event.moves } : {}),
    ...(event.decided.length > 0 ? { decided: event.decided } : {}),
    ...(event.revoked.length > 0 ? { revoked: event.revoked } : {}),
    ...(event.given.length > 0 ? { given: event.given } : {}),
    ...(event.held.length > 0 ? { held: event.held, heldBy } : {}),
    ...(event.model ? { model: event.model } : {}),
  }
}

export const fromStored = (head: EventHead, body: StoredBody): EventBody => ({
  id: head.event_id,
  kind: head.kind as LinkEvent['kind'],
  at: head.at.getTime(),
  by: head.said_by,
  why: head.why,
  moves: body.moves ?? [],
  decided: body.decided ?? [],
  revoked: body.revoked ?? [],
  given: body.given ?? [],
  held: body.held ?? [],
  model: body.model ?? null,
  heldBy: body.heldBy ?? {},
})
