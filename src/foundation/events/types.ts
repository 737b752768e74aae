import type { Queries, Tx } from '#foundation/db'

/** Something that happened, past tense: `intake.visit-accepted`. */
export interface Happening<Payload = unknown> {
  readonly name: string
  readonly version: number
  /** Ids and codes, as little as the listener needs: it may look up the rest. */
  readonly payload: Payload
}

/** Work to be done. `kind` is the event's name, or what the queue's owner calls it. */
export interface NewJob<Payload = unknown> {
  readonly kind: string
  readonly version?: number
  readonly payload: Payload
}

export interface JobKey {
  readonly queue: string
  readonly id: string
}

export interface Job<Payload = unknown> extends JobKey {
  readonly kind: string
  readonly version: number
  readonly payload: Payload
  readonly enqueuedAt: Date
  /** Failed tries so far. */
  readonly attempts: number
}

export interface DeadJob<Payload = unknown> extends Job<Payload> {
  readonly diedAt: Date
  readonly problemCode: string
}

export interface QueueDepth {
  readonly ready: number
  /** Waiting for its time or for another try. */
  readonly delayed: number
  readonly dead: number
  readonly oldestReadyAt: Date | null
}

export interface RetryPolicy {
  /** After so many failed tries a job is dead: a person must look. */
  readonly maxAttempts: number
  readonly firstBackoffMs: number
  readonly maxBackoffMs: number
}

/** A job of a batch that did not go on; its neighbours did. What was written for it in this transaction stays written. */
export interface Failed {
  readonly job: Job
  readonly problemCode: string
  /** Trying again cannot help. */
  readonly bury?: boolean
}

/** How a queue is worked on. */
export interface Worker<P = unknown> {
  readonly queue: string
  /** Served only while `queue` is empty, in this order: looked at again before every batch. */
  readonly behind?: readonly { readonly queue: string; readonly batch?: number }[]
  /** Jobs per transaction (50). */
  readonly batch?: number
  /** Batches at the same time in this process (1). */
  readonly concurrency?: number
  /** Looks by itself so often, however few hints come (1,000 ms). */
  readonly pollMs?: number
  readonly retry?: RetryPolicy
  readonly signal: AbortSignal
  /**
   * Does the work of all given jobs inside `tx`; they are completed in the same transaction. To throw means: none of it
   * happened; the jobs are then tried one at a time. To return failures means: these alone are put off.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: most handlers return nothing
  handle(tx: Tx, jobs: readonly Job<P>[]): Promise<readonly Failed[] | void>
}

/** What one process announces, and its queues. */
export interface Events {
  /** Writes a job for every queue that listens, in the caller's transaction, one statement for all. Nobody listens: nothing is written. */
  announce(tx: Tx, events: readonly Happening[]): Promise<void>
  /** Writes jobs; from `runAt` if given. */
  enqueue(tx: Tx, queue: string, jobs: readonly NewJob[], options?: { runAt?: Date }): Promise<void>
  /** Locks up to `limit` ready jobs, oldest first, for the length of the caller's transaction. */
  takeJobs<P = unknown>(tx: Tx, queue: string, limit: number): Promise<Job<P>[]>
  /** Deletes jobs in the transaction that did their work: exactly once. */
  completeJobs(tx: Tx, jobs: readonly JobKey[]): Promise<void>
  /** Counts a failed try; puts the job off, or among the dead after `maxAttempts`. Outside a rolled-back transaction. */
  failJob(tx: Queries, job: Job, problemCode: string, policy?: RetryPolicy): Promise<'retry' | 'dead'>
  /** Among the dead at once: trying again cannot help. */
  buryJob(tx: Queries, job: JobKey, problemCode: string): Promise<void>
  /** Back to work: the named dead jobs of a queue, or all. Gives how many. */
  reviveDead(tx: Tx, queue: string, ids?: readonly string[]): Promise<number>
  deadJobs(db: Queries, queue: string, limit?: number): Promise<DeadJob[]>
  /** Of one queue, or of several together. */
  queueDepth(db: Queries, queue: string | readonly string[]): Promise<QueueDepth>
  /** Names of queues that hold anything, dead or alive. */
  queues(db: Queries): Promise<string[]>
  /** Works on a queue until `signal`; resolves when the last batch is done. */
  runWorker<P = unknown>(worker: Worker<P>): Promise<void>
}
