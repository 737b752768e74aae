import type { Result } from '#foundation/result'
import type { Actor, Purpose } from '#gate/access'
import type { DemographicRecord } from '#vocabulary/demographics'
import type {
  CrossReferences,
  IdentityMatch,
  IndexedPerson,
  NumberOf,
} from '#vocabulary/demographics/answers'

/** Who asks whose records are one human's. */
export interface Asker {
  readonly actor: Actor | null
  readonly purpose: Purpose
  /** The facility on whose behalf a machine asks; null: the asker sits at this machine. */
  readonly facility: string | null
  /** Through which door, as the access line says it: `fhir`, `mllp 10.1.2.3`. */
  readonly door: string
}

/** One question, for those who look after who asked what. Ids and counts, never words about a human. */
export interface AccessLine {
  readonly at: Date
  readonly asked: 'match' | 'cross-references' | 'person'
  readonly door: string
  readonly facility: string | null
  readonly purpose: Purpose
  /** Problem code of a refusal, or what became of the question. */
  readonly outcome: string
  readonly personIds: readonly string[]
}

export interface MatchOptions {
  readonly limit: number
  readonly onlyCertain: boolean
}

/** The index's questions, each with who asks in front. */
export interface IdentityGate {
  match(
    asker: Asker,
    words: DemographicRecord,
    options: MatchOptions,
  ): Promise<Result<readonly IdentityMatch[]>>
  crossReferences(
    asker: Asker,
    asked: NumberOf,
    targetSystems: readonly string[],
  ): Promise<Result<CrossReferences>>
  /** By the id of a person, or of one of its patients. */
  person(
    asker: Asker,
    by: { readonly personId: string } | { readonly patientId: string },
  ): Promise<Result<IndexedPerson | null>>
}
