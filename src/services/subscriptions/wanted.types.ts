import { z } from 'zod'

export type Content = 'empty' | 'id-only' | 'full-resource'

/** What a Subscription resource asks for, read and checked once per version. */
export const wanted = z.object({
  /** Canonical URL; null: a subscription of plain R4, by a search. */
  topic: z.string().nullable(),
  /** Of plain R4: `Observation?code=…` */
  criteria: z.string(),
  /** `Encounter?patient=Patient/1`; all that apply to a resource's type must hold. */
  filters: z.array(z.string()),
  channel: z.enum(['rest-hook', 'websocket']),
  endpoint: z.string(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  content: z.enum(['empty', 'id-only', 'full-resource']),
  heartbeatSeconds: z.number().nullable(),
  timeoutSeconds: z.number().nullable(),
  maxCount: z.number().nullable(),
  /** An instant after which nothing is sent. */
  end: z.string().nullable(),
})
export type Wanted = z.output<typeof wanted>

export type State = 'requested' | 'active' | 'error' | 'off' | 'refused'

/** A subscription as this room keeps it. */
export interface Followed {
  readonly id: string
  readonly version: number
  readonly state: State
  readonly wanted: Wanted | null
  readonly since: Date
  readonly lastNumber: number
  readonly delivered: number
  readonly isGreeted: boolean
  readonly failures: number
  readonly failingSince: Date | null
  readonly retryAt: Date
  readonly sentAt: Date | null
  readonly trouble: string | null
}

/** A change that a subscription is told of. */
export interface SubscriptionEvent {
  readonly number: number
  readonly at: Date
  readonly type: string
  readonly id: string
  readonly version: number
  readonly method: 'POST' | 'PUT' | 'DELETE'
}
