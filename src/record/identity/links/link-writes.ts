import type { LinkEvent } from '#foundation/linkage/settle'
import type { DecisionRow } from './component.queries.ts'
import type { StoredBody } from './event-body.ts'
import type { PersonCard } from './golden-card.ts'
import type { EdgeRow, IdentifierRow, RecordRow } from './links.types.ts'

export interface ReviewRow {
  readonly shard: number
  readonly item_id: string
  readonly left_record: string
  readonly right_record: string
  readonly pair_a: string
  readonly pair_b: string
  readonly reason: string
  readonly guard: string | null
  readonly weight: number | null
  readonly score: number | null
  readonly rank: number
}

export interface EventRow {
  readonly shard: number
  readonly person_id: string
  readonly event_id: string
  readonly at: string
  readonly kind: LinkEvent['kind'] | 'undo'
  readonly said_by: string
  readonly why: string
  readonly body: StoredBody | { readonly undoes: string }
}

/** A key that finds nobody any more. */
export interface Crowd {
  readonly hash: string
  readonly records: number
  readonly record: string
}

/** Everything a batch writes, gathered first and written in one statement. */
export interface LinkWrites {
  readonly inserted: RecordRow[]
  readonly updated: Map<string, RecordRow>
  readonly keys: { hash: string; record: string }[]
  readonly keysGone: { hash: string; record: string }[]
  readonly crowds: Crowd[]
  /** All edges of these, under the model in force. */
  readonly edgesGoneOf: string[]
  readonly edgesGone: { a: string; b: string }[]
  readonly edges: EdgeRow[]
  readonly persons: PersonCard[]
  readonly retired: { shard: number; person_id: string; retired_into: string | null }[]
  readonly held: { record: string; digest: string; person_id: string }[]
  readonly heldGone: { record: string; digest: string }[]
  readonly events: EventRow[]
  readonly alsoOf: { shard: number; person_id: string; event_shard: number; event_id: string }[]
  readonly decisions: (DecisionRow & { shard: number; revoked_by: string | null })[]
  readonly decisionsGone: { shard: number; decision_id: string }[]
  readonly revoked: { shard: number; decision_id: string; revoked_by: string | null }[]
  /** Open items of these records are asked again, or not at all. */
  readonly asked: Set<string>
  readonly reviews: ReviewRow[]
  readonly identifiers: IdentifierRow[]
  readonly identifiersGone: IdentifierRow[]
}

export const noWrites = (): LinkWrites => ({
  ...{ inserted: [], updated: new Map(), keys: [], keysGone: [], crowds: [] },
  ...{ edgesGoneOf: [], edgesGone: [], edges: [], persons: [], retired: [], held: [], heldGone: [] },
  ...{ events: [], alsoOf: [], decisions: [], decisionsGone: [], revoked: [], asked: new Set(), reviews: [] },
  ...{ identifiers: [], identifiersGone: [] },
})
