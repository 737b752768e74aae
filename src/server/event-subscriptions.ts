import type { Subscriptions } from '#foundation/events'
import { readingSubscriptions } from '#gate/readings'
import { verificationSubscriptions } from '#record/identity/verification'
import { journeySubscriptions } from '#record/journey'
import { linkNoticeSubscriptions } from '#services/link-notices'

/** Which queues hear of what happens: the same in every process and thread that announces. */
export const eventSubscriptions = inOne(
  journeySubscriptions,
  linkNoticeSubscriptions,
  readingSubscriptions,
  verificationSubscriptions,
)

/** Of one event several queues may hear. */
function inOne(...all: readonly Subscriptions[]): Subscriptions {
  const names = new Set(all.flatMap((each) => Object.keys(each)))
  const queuesOf = (listening: Subscriptions[string] | undefined, payload: unknown) =>
    typeof listening === 'function' ? listening(payload) : (listening ?? [])
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      (payload: unknown) => all.flatMap((each) => queuesOf(each[name], payload)),
    ]),
  )
}
