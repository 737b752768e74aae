/**
 * From scored pairs to groups, from groups to persons, and back again: which records are one, whatever order they came in,
 * and how every step is taken back exactly.
 */

/** Who is who after an event, and exactly as before it; a digest to compare two states by. */
export { applyEvent, digestLinks, emptyLinkState, undoEvent } from './apply-event.ts'
/** Which group keeps which person id. */
export { assignPersonIds, memberSetDigest, type PersonHistory } from './assign-person-ids.ts'
/** What another model or other decisions would change, worst first. */
export {
  type CompareOptions,
  comparePartitions,
  type PartitionChange,
  type PartitionDiff,
  type ReviewPair,
} from './compare-partitions.ts'
/** Union-find over 0…n-1, for callers that cut millions of records into components themselves. */
export { DisjointSets } from './disjoint-sets.ts'
/** Parts of an input that can be settled one by one. */
export { findComponents } from './find-components.ts'
/** What may be applied of a computed partition now, and what waits for a person. */
export { type HeldPartition, type HeldSplit, holdSplits } from './hold-splits.ts'
export type { Decision, Link, LinkEvent, LinkEventKind, LinkState } from './link-events.types.ts'
/** What follows from a change: an event that can be applied and taken back. */
export { type Plan, type PlanInput, planEvent } from './plan-event.ts'
export { settleProblems } from './settle.problems.ts'
/** Records, edges and decisions to groups and review items. */
export { settle } from './settle.ts'
export type {
  Crowd,
  DecisionConflict,
  GuardVerdict,
  ReviewItem,
  ReviewReason,
  Settled,
  SettleEdge,
  SettleInput,
  SettleLimits,
  SettleModel,
  SettleRecord,
  StandingDecision,
} from './settle.types.ts'
/** What people may want: merge, split, unlink, decide, revoke; and what comes without them. */
export {
  arrivalChange,
  type Change,
  decisionChange,
  mergeChange,
  modelChange,
  revokeChange,
  type Saying,
  splitChange,
  unlinkChange,
} from './state-changes.ts'
