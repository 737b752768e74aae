import type { Readable } from 'node:stream'
import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import type { ExactJson } from '#foundation/json'
import type { Logger } from '#foundation/log'
import type { Problem, Result } from '#foundation/result'
import type { Actor, FhirGate, Purpose } from '#gate/access'
import type { Terminology } from '#vocabulary/terminology'
import type { ProfileShelf } from '#vocabulary/validation'

export type BulkGate = Pick<FhirGate, 'read' | 'readMany' | 'history' | 'write' | 'export'>

/** What this room is given to work with. */
export interface BulkDeps {
  readonly db: Database
  readonly gate: BulkGate
  readonly clock: Clock
  readonly log: Logger
  readonly terminology?: Terminology
  /** Stored profiles that lines are held to when they claim them; without it: only the product's own. */
  readonly profiles?: ProfileShelf
  /** Where files of jobs lie. */
  readonly dir: string
  /** Where files that $import may name lie; null: nowhere. */
  readonly importDir: string | null
  readonly keepHours: number
  readonly maxImportBytes: number
  readonly pace?: Partial<Pace>
}

/** Milliseconds; tests are more impatient. */
export interface Pace {
  /** A job whose worker was silent for so long is anybody's. */
  readonly lease: number
  /** How often a worker looks for jobs nobody told it of. */
  readonly poll: number
  /** After the kick-off, before the first row is read: see `wait-until-settled.ts`. */
  readonly settle: number
}

export type Pair = readonly [name: string, value: string]

/** What an operation is told: so much of the FHIR service's call as is needed here. */
export interface BulkCall {
  readonly caller: {
    readonly actor: Actor | null
    readonly purpose: Purpose
    /** `http://127.0.0.1:8080/fhir/R4` */
    readonly base: string
    readonly prefer: { readonly isStrict: boolean; readonly respondAsync: boolean }
    /** Does the client take `Content-Encoding: gzip`? */
    readonly acceptsGzip?: boolean
  }
  readonly method: string
  readonly type?: string
  readonly id?: string
  readonly pairs: readonly Pair[]
  readonly body:
    | { readonly kind: 'json'; readonly json: ExactJson }
    | { readonly kind: 'form'; readonly pairs: readonly Pair[] }
    | { readonly kind: 'other' }
    | null
}

export type BulkProblem = Problem & {
  readonly status?: number
  readonly issue?: string
  readonly expression?: string
  /** Several things wrong at once: a line for each. */
  readonly issues?: readonly {
    readonly severity: 'error'
    readonly code: string
    readonly message: string
    readonly expression: string
    readonly key: string
  }[]
}

export interface BulkAnswer {
  readonly status: number
  readonly body: string
  readonly isOutcome?: boolean
  readonly headers?: Readonly<Record<string, string>>
  readonly stream?: { readonly contentType: string; readonly from: Readable }
}

export type BulkAnswered = Result<BulkAnswer, BulkProblem>

/** One line of the FHIR service's list of operations. */
export interface BulkOperation {
  readonly name: string
  readonly definition: string
  readonly documentation?: string
  readonly levels: readonly ('system' | 'type' | 'instance')[]
  readonly types: readonly string[]
  readonly methods: readonly ('GET' | 'POST' | 'DELETE')[]
  readonly anyFormat?: boolean
  readonly isHidden?: boolean
  readonly handle: (call: BulkCall) => Promise<BulkAnswered>
}
