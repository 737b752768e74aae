import type { Readable } from 'node:stream'
import type { Result } from '#foundation/result'
import type { FhirProblem } from './fhir-problem.ts'

/** What an interaction answers, before it is written on HTTP or into an entry of a response Bundle. */
export interface Answer {
  readonly status: number
  /** A resource as JSON text; empty when there is nothing to say. */
  readonly body: string
  /** The body is an OperationOutcome about what was done, not what was asked for. */
  readonly isOutcome?: boolean
  readonly version?: number
  readonly lastUpdated?: Date
  /** Relative: `Patient/1/_history/2`. A 201 says it as Location, a 200 after a write as Content-Location. */
  readonly location?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Instead of `body`, for answers that are no resource: an export's file. */
  readonly stream?: { readonly contentType: string; readonly from: Readable }
  /** Instead of `body`: what a Binary holds. */
  readonly bytes?: { readonly contentType: string; readonly content: Uint8Array }
}

export type Answered = Result<Answer, FhirProblem>
