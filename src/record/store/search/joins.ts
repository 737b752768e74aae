import { type Condition, referencesOf, type SearchQuery } from '#vocabulary/search'
import type { Ref } from '../locate.ts'
import { placeOf } from '../place.ts'
import type { Joined, Joins } from './conditions.queries.ts'
import type { Found } from './found.ts'

/** Inner matches of a chain or `_has` before the search is called too costly. */
export const mostJoined = 10_000

export interface JoinDeps {
  /** Present matches of a query, at most `limit`; bare: without their text. */
  readonly find: (
    type: string,
    where: readonly Condition[],
    limit: number,
    isBare?: boolean,
  ) => Promise<readonly Found[]>
  readonly readList: (id: string) => Promise<Record<string, unknown> | null>
  readonly locate: (refs: readonly Ref[]) => Promise<ReadonlyMap<string, { shard: number; id: string }>>
  readonly tooMany: () => never
  /** References under it are our own. */
  readonly base: string
}

/** Answers every condition that names other resources, innermost first. */
export async function answerJoins(deps: JoinDeps, where: readonly Condition[]): Promise<Joins> {
  const joins = new Map<Condition, Joined>()
  const visit = async (condition: Condition): Promise<void> => {
    if (condition.kind === 'and' || condition.kind === 'or')
      for (const each of condition.of) await visit(each)
    else if (condition.kind === 'not') await visit(condition.of)
    else if (condition.kind === 'chain') joins.set(condition, await chain(deps, condition))
    else if (condition.kind === 'has') joins.set(condition, await has(deps, condition))
    else if (condition.kind === 'list') joins.set(condition, await list(deps, condition.id))
  }
  for (const condition of where) await visit(condition)
  return joins
}

async function chain(deps: JoinDeps, condition: Extract<Condition, { kind: 'chain' }>): Promise<Joined> {
  const refs: Ref[] = []
  for (const target of condition.targets) {
    const found = await deps.find(target.type, target.inner, mostJoined + 1, true)
    for (const { id } of found) refs.push({ type: target.type, id })
    if (refs.length > mostJoined) deps.tooMany()
  }
  return { references: { param: condition.param, refs } }
}

async function has(deps: JoinDeps, condition: Extract<Condition, { kind: 'has' }>): Promise<Joined> {
  const found = await deps.find(condition.type, condition.inner, mostJoined + 1)
  if (found.length > mostJoined) deps.tooMany()
  const refs = new Map<string, Ref>()
  for (const each of found)
    for (const ref of referencesOf(condition.param, each.value(), deps.base))
      refs.set(`${ref.type}/${ref.id}`, ref)
  return { keys: keysOf(await deps.locate([...refs.values()])), refs: [...refs.values()] }
}

async function list(deps: JoinDeps, id: string): Promise<Joined> {
  const value = await deps.readList(id)
  const entries = (value?.entry ?? []) as { item?: { reference?: string }; deleted?: boolean }[]
  const refs = entries.flatMap((entry) => {
    const match = local.exec(entry.item?.reference ?? '')
    return match && !entry.deleted ? [{ type: match[1]!, id: match[2]! }] : []
  })
  return { keys: keysOf(await deps.locate(refs)), refs }
}

const local = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/.*)?$/

const keysOf = (places: ReadonlyMap<string, { shard: number; id: string }>) => {
  const all = [...places.values()]
  return { shards: all.map((p) => p.shard), ids: all.map((p) => p.id) }
}

/** The same answers for the matcher: does a resource, looked at in the process, hold the condition? */
export function joinMatchers(
  joins: Joins,
  base: string,
): Map<Condition, (resource: Record<string, unknown>) => boolean> {
  const matchers = new Map<Condition, (resource: Record<string, unknown>) => boolean>()
  for (const [condition, joined] of joins) {
    if (joined.references) {
      const { param, refs } = joined.references
      const wanted = new Set(refs.map((ref) => `${ref.type}/${ref.id}`))
      matchers.set(condition, (resource) =>
        referencesOf(param, resource, base).some((ref) => wanted.has(`${ref.type}/${ref.id}`)),
      )
    } else {
      const wanted = new Set((joined.refs ?? []).map((ref) => `${ref.type}/${ref.id}`))
      matchers.set(condition, (resource) => wanted.has(`${resource.resourceType}/${resource.id}`))
    }
  }
  return matchers
}

/** Ids that a query names: their places are looked up before its conditions become SQL. */
export function idsIn(query: Pick<SearchQuery, 'types' | 'where'>): Ref[] {
  const refs: Ref[] = []
  const visit = (condition: Condition): void => {
    if (condition.kind === 'and' || condition.kind === 'or') condition.of.forEach(visit)
    else if (condition.kind === 'not') visit(condition.of)
    else if (condition.kind === 'id')
      for (const type of query.types) for (const id of condition.ids) refs.push({ type, id })
  }
  query.where.forEach(visit)
  return refs
}

export const placeIn =
  (places: ReadonlyMap<string, ReturnType<typeof placeOf>>) => (type: string, id: string) =>
    places.get(`${type}/${id}`) ?? placeOf(type, id)
