import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import type { Events } from '#foundation/events'
import type { Logger } from '#foundation/log'
import type { Reuse } from './standing.ts'
import type { PopulationPort, SubjectOf } from './verification.types.ts'

/** Times in milliseconds. */
export interface VerificationRules {
  readonly reuse: Reuse
  /** For how long an answer counts. */
  readonly evidenceMs: number
  /** For how long what is over is kept. */
  readonly keepMs: number
  /** A question without an answer is let go after so long. */
  readonly giveUpMs: number
  /** How long somebody at a desk waits. */
  readonly deskMs: number
  /** How long a question from the queue may take, its retries included. */
  readonly queueMs: number
  /** Pause after a failed try, doubled each time up to `longestMs`. */
  readonly retryMs: number
  readonly longestMs: number
  /** Questions on their way at the same time. */
  readonly lanes: number
  readonly pollMs: number
}

export interface VerificationDeps {
  readonly db: Database
  readonly clock: Clock
  readonly log: Logger
  readonly events: Pick<Events, 'announce' | 'enqueue' | 'takeJobs' | 'failJob' | 'completeJobs'>
  readonly subjectOf: SubjectOf
  /** Null: no gateway is configured; what was proved before still counts. */
  readonly port: PopulationPort | null
  /** Null: nothing can be proved, since nothing can be told to be about the same words. */
  readonly digestKey: Buffer | null
  readonly rules: VerificationRules
}

/** Ready to ask. */
export type AskingDeps = VerificationDeps & { readonly port: PopulationPort; readonly digestKey: Buffer }
