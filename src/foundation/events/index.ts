/** Events and jobs: what happened becomes a job for each queue that listens, written with the change and worked on exactly once. */
export { createEvents, type Subscriptions } from './create-events.ts'
export { eventsMigrations } from './events.migrations.ts'
export { backoffAfter, defaultRetry } from './retry-policy.ts'
export { JobFailure } from './run-worker.ts'
export type {
  DeadJob,
  Events,
  Failed,
  Happening,
  Job,
  JobKey,
  NewJob,
  QueueDepth,
  RetryPolicy,
  Worker,
} from './types.ts'
