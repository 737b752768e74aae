/** Who asked to be told of changes is told: numbered, in order, at least once. See README.md. */

export type { Socket } from './bound-socket.ts'
/** Operations for the FHIR service, sockets, and the worker that reads the ledger. */
export { openSubscriptions } from './open-subscriptions.ts'
export type { SubscriptionWorker } from './start-worker.ts'
export { subscriptionsConfig } from './subscriptions.config.ts'
export { subscriptionsMigrations } from './subscriptions.migrations.ts'
export type { SubscriptionCall, SubscriptionDeps, SubscriptionOperation } from './subscriptions.types.ts'
/** What one can subscribe to; the CapabilityStatement names their URLs. */
export { type Topic, topics } from './topics.ts'
