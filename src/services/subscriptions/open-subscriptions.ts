import { answerEvents } from './answer-events.ts'
import { answerStatus } from './answer-status.ts'
import { answerTicket } from './answer-ticket.ts'
import { openSockets } from './bind-socket.ts'
import { startWorker } from './start-worker.ts'
import type { SubscriptionDeps, SubscriptionOperation } from './subscriptions.types.ts'

const definition = (name: string) =>
  `http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/backport-subscription-${name}`

/** Subscriptions over one database and one ledger. */
export function openSubscriptions(deps: SubscriptionDeps) {
  const sockets = openSockets(deps)
  const types = ['Subscription']
  const operations: readonly SubscriptionOperation[] = [
    {
      name: 'status',
      definition: definition('status'),
      levels: ['type', 'instance'],
      types,
      methods: ['GET', 'POST'],
      handle: (call) => answerStatus(deps, call),
    },
    {
      name: 'events',
      definition: definition('events'),
      levels: ['instance'],
      types,
      methods: ['GET', 'POST'],
      handle: (call) => answerEvents(deps, call),
    },
    {
      name: 'get-ws-binding-token',
      definition: definition('get-ws-binding-token'),
      levels: ['type', 'instance'],
      types,
      methods: ['GET', 'POST'],
      handle: (call) => answerTicket(deps, call),
    },
  ]
  return {
    operations,
    /** For the web server's route `/fhir/R4/ws`: takes over a socket. */
    bindSocket: sockets.bindSocket,
    startWorker: () => startWorker(deps, sockets.pumpAll),
  }
}
