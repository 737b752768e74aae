import type { Decision, Link, LinkEvent } from '#foundation/linkage/settle'

/** The event, and under which record each set of it is remembered. */
export interface EventBody extends LinkEvent {
  readonly heldBy: Readonly<Record<string, string>>
}

/** A person by its place in `persons`; with the instant and the author unless they are the event's own and a rule's. */
type StoredLink = number | readonly [person: number, at: number, by: Link['by']]

/**
 * An event without what its row says already and without what it does not have, each person id once: most events are of one
 * arrival, and there is one for every record.
 */
export interface StoredBody {
  readonly persons?: readonly string[]
  readonly moves?: readonly (readonly [record: string, from: StoredLink | null, to: StoredLink | null])[]
  readonly given?: readonly number[]
  readonly held?: readonly (readonly [set: string, heldBy: string, from: number | null, to: number])[]
  readonly decided?: readonly Decision[]
  readonly revoked?: readonly Decision[]
  readonly model?: LinkEvent['model']
}

export interface EventHead {
  readonly event_id: string
  readonly at: Date
  readonly kind: string
  readonly said_by: string
  readonly why: string
}

export function toStored(event: LinkEvent, heldBy: EventBody['heldBy']): StoredBody {
  const places = new Map<string, number>()
  const place = (person: string): number => {
    const known = places.get(person) ?? places.size
    places.set(person, known)
    return known
  }
  const link = ({ person, at, by }: Link): StoredLink =>
    at === event.at && by === 'computed' ? place(person) : [place(person), at, by]
  const moves = event.moves.map(
    ({ record, from, to }) => [record, from && link(from), to && link(to)] as const,
  )
  const given = event.given.map(place)
  const held = event.held.map(
    ({ set, from, to }) => [set, heldBy[set]!, from === null ? null : place(from), place(to)] as const,
  )
  return {
    ...(places.size > 0 ? { persons: [...places.keys()] } : {}),
    ...(moves.length > 0 ? { moves } : {}),
    ...(given.length > 0 ? { given } : {}),
    ...(held.length > 0 ? { held } : {}),
    ...(event.decided.length > 0 ? { decided: event.decided } : {}),
    ...(event.revoked.length > 0 ? { revoked: event.revoked } : {}),
    ...(event.model ? { model: event.model } : {}),
  }
}

/** From whom to whom each record went. */
export const movesOf = (body: StoredBody) => {
  const person = (link: StoredLink | null) =>
    link === null ? null : body.persons![typeof link === 'number' ? link : link[0]]!
  return (body.moves ?? []).map(([record, from, to]) => ({ record, from: person(from), to: person(to) }))
}

export function fromStored(head: EventHead, body: StoredBody): EventBody {
  const at = head.at.getTime()
  const person = (place: number): string => body.persons![place]!
  const link = (stored: StoredLink | null): Link | null => {
    if (stored === null) return null
    if (typeof stored === 'number') return { person: person(stored), at, by: 'computed' }
    return { person: person(stored[0]), at: stored[1], by: stored[2] }
  }
  const held = body.held ?? []
  return {
    ...{ id: head.event_id, kind: head.kind as LinkEvent['kind'], at, by: head.said_by, why: head.why },
    moves: (body.moves ?? []).map(([record, from, to]) => ({ record, from: link(from), to: link(to) })),
    given: (body.given ?? []).map(person),
    held: held.map(([set, , from, to]) => ({
      set,
      from: from === null ? null : person(from),
      to: person(to),
    })),
    heldBy: Object.fromEntries(held.map(([set, record]) => [set, record])),
    decided: body.decided ?? [],
    revoked: body.revoked ?? [],
    model: body.model ?? null,
  }
}
