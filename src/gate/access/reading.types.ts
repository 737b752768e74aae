import type { Result } from '#foundation/result'
import type { Actor } from './actor.ts'
import type { Purpose } from './may.ts'

/** What was asked when records were taken as one human. */
export type ReadingAsked = 'record' | 'why-one' | 'match' | 'cross-references' | 'person'

/** Records that one answer takes as one human's: ids, and who asked; never words about anybody. */
export interface Reading {
  readonly asked: ReadingAsked
  readonly personId: string
  readonly patientIds: readonly string[]
  readonly actor: Actor
  /** On whose behalf a machine asks; null: nobody said. */
  readonly facility: string | null
  readonly purpose: Purpose
  readonly door: string
}

/** Keeps who reads whom, before the answer goes out. What cannot be kept is not answered. */
export type NoteReadings = (readings: readonly Reading[]) => Promise<Result<null>>
