import type { Tx } from '#foundation/db'
import { shardFor } from '#foundation/ids'
import type { SearchQuery } from '#vocabulary/search'
import { hash64 } from './hash-token.ts'
import { locate } from './locate.ts'
import { type Place, placeOf } from './place.ts'
import type { Found } from './search/found.ts'
import { findAll, type SearchDeps } from './search/run-search.ts'
import type { Change, ResourceVersion } from './store.types.ts'

export interface Target {
  readonly resource: ResourceVersion
  readonly place: Place
}

/** Matches of a conditional delete at once. */
const mostDeleted = 1_000

/** Conditions inside a transaction are asked of the tables as they are, with the frequencies unknown: they name few rows. */
const depsOf = (tx: Tx, { base }: SearchQuery): SearchDeps => ({
  ...{ db: tx, base },
  stats: { rows: () => 0, total: 0 },
  pageKey: '',
  now: 0,
})

/** What each query finds, at most `limit`; one that was given several times is asked once. */
export async function findMatches(
  tx: Tx,
  queries: readonly SearchQuery[],
  limit: number,
): Promise<Map<SearchQuery, Target[]>> {
  const answers = new Map<SearchQuery, Target[]>()
  const asked = new Map<string, Target[]>()
  for (const query of queries) {
    const key = criteriaOf(query)
    let targets = asked.get(key)
    if (!targets) {
      const found = await findAll(depsOf(tx, query), query.types[0]!, query.where, limit, null)
      targets = await withPlaces(tx, found)
      asked.set(key, targets)
    }
    answers.set(query, targets)
  }
  return answers
}

async function withPlaces(tx: Tx, found: readonly Found[]): Promise<Target[]> {
  if (found.length === 0) return []
  const places = await locate(tx, found)
  return found.map((resource) => ({
    resource,
    place: places.get(`${resource.type}/${resource.id}`) ?? placeOf(resource.type, resource.id),
  }))
}

/** The matches of every conditional change. */
export async function findTargets(
  tx: Tx,
  changes: readonly Change[],
): Promise<Map<SearchQuery, readonly Target[]>> {
  const answers = new Map<SearchQuery, readonly Target[]>()
  for (const change of changes) {
    const query = queryOf(change)
    if (!query) continue
    const limit = change.op === 'delete' && change.many ? mostDeleted : 2
    for (const [asked, targets] of await findMatches(tx, [query], limit)) answers.set(asked, targets)
  }
  return answers
}

function queryOf(change: Change): SearchQuery | null {
  if (change.op === 'create') return change.ifNoneExist ?? null
  return typeof change.at === 'string' ? null : change.at
}

const criteriaOf = (query: SearchQuery): string => JSON.stringify([query.types, query.used])

/**
 * Rows to hold before conditions are asked, in one order for all writers: two conditional creates with one criterion then
 * make one resource (design notes, "Writing correctly": 16 writers × 40 criteria made 40 rows; without it 632).
 */
export function guardsOf(changes: readonly Change[]): { shard: number; h: string }[] {
  const guards = new Map<string, { shard: number; h: string }>()
  for (const change of changes) {
    const query = change.op === 'create' || change.op === 'update' ? queryOf(change) : null
    if (!query) continue
    const text = criteriaOf(query)
    guards.set(text, { shard: shardFor(text), h: hash64(`guard|${text}`) })
  }
  return [...guards.values()].sort((a, b) => a.shard - b.shard || (BigInt(a.h) < BigInt(b.h) ? -1 : 1))
}
