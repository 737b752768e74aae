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
