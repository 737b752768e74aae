import type { Patient } from 'fhir/r4'
import type { Result } from '#foundation/result'
import type { DemographicRecord } from '#vocabulary/demographics'
import type { CrossReferences, MatchGrade, NumberOf } from '#vocabulary/demographics/answers'

/** Who asks: the facility of the connection; null only on this machine while no senders are named. */
export interface QueryAsker {
  readonly facility: string | null
  readonly peer: string
}

/** One patient record that may be of the human asked for. */
export interface Candidate {
  readonly patientId: string
  /** 0 to 1. */
  readonly score: number
  readonly grade: MatchGrade
  /** What the record says; null: the asker may not read it. */
  readonly patient: Patient | null
}

/** What the door asks of the identity index, through the gate; the server hands it in. */
export interface AskIdentity {
  /** Records of people who may be meant, best first. */
  candidates(
    asker: QueryAsker,
    words: DemographicRecord,
    limit: number,
  ): Promise<Result<readonly Candidate[]>>
  /** Records of the human who has this number; null: nobody, or no such system. */
  holders(asker: QueryAsker, number: NumberOf): Promise<Result<readonly Candidate[] | null>>
  crossReferences(
    asker: QueryAsker,
    asked: NumberOf,
    targetSystems: readonly string[],
  ): Promise<Result<CrossReferences>>
}
