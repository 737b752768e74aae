import { fail, ok, type Problem, type Result } from '#foundation/result'
import { matcherOf, needsOthers, readSearch } from '#vocabulary/search'
import { badFilter, subscriptionProblems as problems } from './subscriptions.problems.ts'
import type { SubscriptionDeps } from './subscriptions.types.ts'
import { notByStar, type TopicTrigger, topicOf } from './topics.ts'
import type { Wanted } from './wanted.types.ts'

export type Matches = (resource: Record<string, unknown>) => boolean
type Compiled<T> = Result<T, Problem>

/** A trigger as functions. */
export interface Trigger {
  readonly type: string
  readonly interactions: ReadonlySet<'create' | 'update' | 'delete'>
  readonly previous: Matches | null
  readonly current: Matches | null
}

export interface Triggers {
  readonly all: readonly Trigger[]
  /** Of a type, all must hold; under `''` those that name no type. */
  readonly filters: ReadonlyMap<string, readonly Matches[]>
}

export type TriggerDeps = Pick<SubscriptionDeps, 'terminology' | 'base'>

/** What a subscription is waiting for, made into functions once per version. */
export function compileTriggers(wanted: Wanted, deps: TriggerDeps): Compiled<Triggers> {
  const topic = wanted.topic === null ? null : topicOf(wanted.topic)
  if (topic === undefined) return fail(problems.noSuchTopic)
  const described = topic?.triggers ?? [classicTrigger(wanted.criteria)]
  const all: Trigger[] = []
  for (const trigger of described) {
    const made = compileTrigger(trigger, deps)
    if (!made.ok) return made
    all.push(made.value)
  }
  const filters = new Map<string, Matches[]>()
  for (const filter of topic ? wanted.filters : []) {
    const sign = filter.indexOf('?')
    const named = sign < 0 ? null : filter.slice(0, sign)
    // Without a type it is about the types of the topic.
    for (const type of named === null ? described.map((t) => t.resource) : [named]) {
      const allowed = topic!.canFilterBy[type] ?? topic!.canFilterBy['*']
      if (allowed === undefined || type === '*')
        return fail(badFilter(filter, 'hãy ghi rõ loại tài nguyên của chủ đề.'))
      const made = compileSearch(type, filter.slice(sign + 1), deps, allowed)
      if (!made.ok) return made
      filters.set(type, [...(filters.get(type) ?? []), made.value])
    }
  }
  return ok({ all, filters })
}

function classicTrigger(criteria: string): TopicTrigger {
  const [resource = '', ...rest] = criteria.split('?')
  const current = rest.join('?')
  return { resource, interactions: ['create', 'update'], ...(current === '' ? {} : { current }) }
}

function compileTrigger(trigger: TopicTrigger, deps: TriggerDeps): Compiled<Trigger> {
  const search = (query: string | undefined) =>
    query === undefined ? ok(null) : compileSearch(trigger.resource, query, deps, '*')
  const previous = search(trigger.previous)
  if (!previous.ok) return previous
  const current = search(trigger.current)
  if (!current.ok) return current
  return ok({
    type: trigger.resource,
    interactions: new Set(trigger.interactions),
    previous: previous.value,
    current: current.value,
  })
}

/** A criterion that is not understood is refused: passing over it would tell the subscriber more than was asked for. */
function compileSearch(
  type: string,
  query: string,
  { terminology, base }: TriggerDeps,
  allowed: readonly string[] | '*',
): Compiled<Matches> {
  const pairs = [...new URLSearchParams(query)]
  for (const [name] of pairs)
    if (allowed !== '*' && !allowed.includes(name.split(':')[0]!))
      return fail(badFilter(name, 'chủ đề không lọc được theo tham số này.'))
  const read = readSearch(type, pairs, { base: base(), ...(terminology ? { terminology } : {}) })
  if (!read.ok) return read
  const ignored = read.value.ignored[0]
  if (ignored) return fail(badFilter(ignored.name, ignored.reason))
  if (read.value.where.some(needsOthers)) return fail(problems.join)
  return ok(matcherOf(read.value) as Matches)
}

/** Is the type of interest to the trigger at all? Asked before anything is parsed. */
export const concerns = (trigger: Trigger, type: string): boolean =>
  trigger.type === '*' ? !notByStar.has(type) : trigger.type === type
