/** Transactional outbox and jobs: what happened is written with the change, and worked on exactly once. */
export { createEvents, type Events, type Subscriptions } from './create-events.ts'
export { eventsMigrations } from './events.migrations.ts'
export { backoffAfter, defaultRetry } from './retry-policy.ts'
export { type Failed, JobFailure, type Worker } from './run-worker.ts'
export type { DeadJob, Happening, Job, JobKey, NewJob, QueueDepth, RetryPolicy } from './types.ts'
