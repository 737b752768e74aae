import { assignPersonIds, memberSetDigest } from './assign-person-ids.ts'
import { type HeldSplit, holdSplits } from './hold-splits.ts'
import type { Decision, Link, LinkEvent, LinkState } from './link-events.types.ts'
import { settle } from './settle.ts'
import type { Settled, SettleInput, SettleModel } from './settle.types.ts'
import type { Change } from './state-changes.ts'

export interface PlanInput<F, P> {
  readonly state: LinkState
  /** Every record of every person touched, and their edges: one component, or more. */
  readonly evidence: Omit<SettleInput<F>, 'decisions'>
  readonly model: SettleModel<F, P>
  readonly change: Change
  readonly event: { readonly id: string; readonly at: number; readonly by: string; readonly why: string }
  /** A computed link older than this (ms) is not cut without a person. */
  readonly settlingTime: number
  newPersonId(members: readonly string[]): string
}

export interface Plan {
  readonly event: LinkEvent
  readonly settled: Settled
  /** Urgent review items: splits that wait for a person. */
  readonly held: readonly HeldSplit[]
}

/** What follows from a change: settles again with it and says what moves. Nothing is changed until `applyEvent`. */
export function planEvent<F, P>(plan: PlanInput<F, P>): Plan {
  const { state, change, event } = plan
  const decided = change.sayings.map(
    (saying, at): Decision => ({
      id: `${event.id}#${at}`,
      a: saying.a,
      b: saying.b,
      says: saying.says,
      by: event.by,
      at: event.at,
      why: event.why,
      statement: `${event.id}/${saying.statement}`,
      side: saying.side,
      revokedBy: null,
    }),
  )
  const revokes = new Set(change.revokes)
  const before = [...state.decisions.values()].filter((each) => each.revokedBy === null)
  const standing = [...before.filter((each) => !revokes.has(each.id)), ...decided]
  const settled = settle({ ...plan.evidence, decisions: standing }, plan.model)
  const persons = new Map([...state.links].map(([record, link]) => [record, link.person]))
  const { groups, held } = holdSplits(settled.groups, persons, mayLeave(plan, before, standing))
  const ids = assignPersonIds({ ...state, links: persons }, groups, plan.newPersonId)
  return {
    settled,
    held,
    event: {
      ...event,
      kind: change.kind,
      ...changesOf(plan, groups, ids),
      decided,
      revoked: before.filter((each) => revokes.has(each.id)),
      model:
        change.model === null || change.model === state.model
          ? null
          : { from: state.model, to: change.model },
    },
  }
}

function mayLeave<F, P>(
  plan: PlanInput<F, P>,
  before: readonly Decision[],
  standing: readonly Decision[],
): (record: string) => boolean {
  const { state, change } = plan
  if (change.leaving === 'any') return () => true
  if (change.leaving === 'young') {
    const decided = new Set(standing.filter((each) => each.says === 'same').flatMap(({ a, b }) => [a, b]))
    return (record) => {
      const link = state.links.get(record)
      const isYoung = link?.by === 'computed' && plan.event.at - link.at < plan.settlingTime
      return link === undefined || (isYoung && !decided.has(record))
    }
  }
  const named = new Set(change.named.map((record) => state.links.get(record)?.person))
  let waiting: ReadonlySet<string> | null = null
  return (record) => {
    const person = state.links.get(record)?.person
    if (person === undefined || named.has(person)) return true
    // Settled a second time only if a person that nobody named would be cut.
    waiting ??= waitingPersons(plan, before)
    return !waiting.has(person)
  }
}

/** Persons that the records wanted cut already before this change. */
function waitingPersons<F, P>(plan: PlanInput<F, P>, before: readonly Decision[]): Set<string> {
  const groupOf = new Map<string, number>()
  const waiting = new Set<string>()
  const settled = settle({ ...plan.evidence, decisions: before }, plan.model)
  for (const [at, group] of settled.groups.entries()) {
    for (const person of new Set(group.flatMap((record) => plan.state.links.get(record)?.person ?? []))) {
      if (groupOf.has(person)) waiting.add(person)
      groupOf.set(person, at)
    }
  }
  return waiting
}

function changesOf<F, P>(
  plan: PlanInput<F, P>,
  groups: readonly (readonly string[])[],
  ids: readonly string[],
): Pick<LinkEvent, 'moves' | 'given' | 'held'> {
  const { state, change, event } = plan
  const named = new Set(change.named)
  const present = new Set(groups.flat())
  const moves = groups.flatMap((group, at) =>
    group.flatMap((record) => {
      const from = state.links.get(record) ?? null
      if (from?.person === ids[at]) return []
      const to: Link = { person: ids[at]!, at: event.at, by: named.has(record) ? 'decided' : 'computed' }
      return [{ record, from, to }]
    }),
  )
  const gone = [...state.links].flatMap(([record, from]) =>
    present.has(record) ? [] : [{ record, from, to: null }],
  )
  return {
    moves: [...moves, ...gone],
    given: ids.filter((id) => !state.since.has(id)),
    held: groups.flatMap((group, at) => {
      const set = memberSetDigest(group)
      const from = state.held.get(set) ?? null
      return from === ids[at] ? [] : [{ set, from, to: ids[at]! }]
    }),
  }
}
