import type { Events } from '#foundation/events'
import type { AnnounceLinks } from '#record/identity'

/** Changes of links as events, in the transaction that makes them: `identity.person-linked` and its neighbours. */
export const announceLinks =
  (events: Pick<Events, 'announce'>): AnnounceLinks =>
  (tx, changes) =>
    events.announce(
      tx,
      changes.map(({ kind, ...payload }) => ({ name: `identity.person-${kind}`, version: 1, payload })),
    )
