import type { DemographicRecord } from '#vocabulary/demographics'

/** How sure the index is, in the words of FHIR's match-grade. */
export type MatchGrade = 'certain' | 'probable' | 'possible'

/** Somebody who may be the one asked for. */
export interface IdentityMatch {
  readonly personId: string
  readonly patientIds: readonly string[]
  /** 0 to 1. */
  readonly score: number
  readonly grade: MatchGrade
}

/** A number within the system that gave it: `https://mach.vn/fhir/sid/mrn/99901`, `BN1`. */
export interface NumberOf {
  readonly system: string
  readonly value: string
}

export type CrossReferences =
  | { readonly kind: 'unknown-system' | 'unknown-target' | 'unknown-number' }
  | {
      readonly kind: 'found'
      readonly personId: string
      /** The records on which the answer rests: those that have the asked number, and those of the references. */
      readonly patientIds: readonly string[]
      /** The asked number is among them when it is of a target system. */
      readonly references: readonly (NumberOf & { readonly patientId: string })[]
    }

/** One human of the index. */
export interface IndexedPerson {
  readonly personId: string
  readonly patientIds: readonly string[]
  /** How well each link is founded (FHIR's identity assurance, 1 to 4), by patient id; absent: not said. */
  readonly assurance?: Readonly<Record<string, 1 | 2 | 3 | 4>>
}

/** What the identity index answers to machines. Whoever asks through it must be let in by the gate (`#gate/identity`). */
export interface IdentityAnswers {
  /** People who may be the one asked for, best first; a key that is missing is skipped, never widened. */
  match(
    words: DemographicRecord,
    options: { readonly limit: number; readonly onlyCertain: boolean },
  ): Promise<readonly IdentityMatch[]>
  /** The same person's numbers elsewhere; no target systems: everywhere. */
  crossReferences(asked: NumberOf, targetSystems: readonly string[]): Promise<CrossReferences>
  /** Whose record is it? */
  personOf(patientId: string): Promise<IndexedPerson | null>
  /** By the person's own id; a retired id leads to the person it was joined into. */
  person(personId: string): Promise<IndexedPerson | null>
}
