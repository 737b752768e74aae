import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import type { ExactJson } from '#foundation/json'
import type { Logger } from '#foundation/log'
import type { Problem, Result } from '#foundation/result'
import type { Actor, FhirGate, Purpose } from '#gate/access'
import type { Terminology } from '#vocabulary/terminology'

export type SubscriptionGate = Pick<FhirGate, 'feed' | 'read' | 'readVersion' | 'search' | 'write'>

/** What this room is given to work with. */
export interface SubscriptionDeps {
  readonly db: Database
  readonly gate: SubscriptionGate
  readonly clock: Clock
  readonly log: Logger
  readonly terminology?: Terminology
  /** On whose behalf the ledger is read and notifications are written. */
  readonly actor: Actor
  /** How receivers know this server: `http://127.0.0.1:8080/fhir/R4` */
  readonly base: () => string
  readonly hosts: readonly string[]
  readonly keepDays: number
  readonly pace?: Partial<Pace>
}

/** Milliseconds; tests are more impatient. */
export interface Pace {
  /** How often the ledger is looked at when nobody says that something happened. */
  readonly poll: number
  /** The reader of the ledger that was silent for so long has lost it. */
  readonly lease: number
  /** Pause after the first failed delivery; doubled each time, up to `longestRetry`. */
  readonly retry: number
  readonly longestRetry: number
  /** For a receiver that names none. */
  readonly timeout: number
}

export type Pair = readonly [name: string, value: string]

/** What an operation is told: so much of the FHIR service's call as is needed here. */
export interface SubscriptionCall {
  readonly caller: { readonly actor: Actor | null; readonly purpose: Purpose; readonly base: string }
  readonly id?: string
  readonly pairs: readonly Pair[]
  readonly body:
    | { readonly kind: 'json'; readonly json: ExactJson }
    | { readonly kind: 'form'; readonly pairs: readonly Pair[] }
    | { readonly kind: 'other' }
    | null
}

export type SubscriptionAnswered = Result<
  { readonly status: number; readonly body: string },
  Problem & { readonly status?: number; readonly issue?: string }
>

/** One line of the FHIR service's list of operations. */
export interface SubscriptionOperation {
  readonly name: string
  readonly definition: string
  readonly levels: readonly ('system' | 'type' | 'instance')[]
  readonly types: readonly string[]
  readonly methods: readonly ('GET' | 'POST')[]
  readonly handle: (call: SubscriptionCall) => Promise<SubscriptionAnswered>
}
