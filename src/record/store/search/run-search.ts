import { createHash } from 'node:crypto'
import type { Problem } from '#foundation/result'
import { fail, ok, type Result } from '#foundation/result'
import { type Condition, matcherOf, paramOf, type SearchQuery, sortKeyOf, whereFor } from '#vocabulary/search'
import { locate, type Ref } from '../locate.ts'
import { knownType } from '../place.ts'
import type { Reader } from '../read.queries.ts'
import { readResource } from '../read.queries.ts'
import { storeProblems } from '../store.problems.ts'
import type { SearchOptions } from '../store.types.ts'
import { predicateOf } from './conditions.queries.ts'
import { type Found, foundOf } from './found.ts'
import { answerJoins, idsIn, joinMatchers, mostJoined, placeIn } from './joins.ts'
import { type PageToken, readPage, writePage } from './page-token.ts'
import { all } from './predicate.queries.ts'
import { type After, countRows, currentSnapshot, type Order } from './select.queries.ts'
import { parseSnapshot, type Snapshot } from './snapshot.queries.ts'
import type { TokenStats } from './token-stats.ts'
import { compare, type StreamRequest, TooCostly, TypeStream } from './type-stream.ts'

export interface SearchDeps {
  readonly db: Reader
  readonly stats: TokenStats
  /** As in the query: references under it are our own. */
  readonly base: string
  /** Signs page tokens. */
  readonly pageKey: string
  /** ms */
  readonly now: number
}

export interface Matches {
  readonly found: readonly Found[]
  readonly next: string | null
  /** All of them are here: nothing before, nothing after. */
  readonly isAll: boolean
}

/** Matches sorted in memory, for orders that no index has. */
const mostSorted = 50_000

/** One page of matches. Problems: too costly, a page token that is not ours. */
export async function runSearch(
  deps: SearchDeps,
  query: SearchQuery,
  options: SearchOptions,
): Promise<Result<Matches>> {
  const fingerprint = fingerprintOf(query)
  const page = options.page ? readPage(deps.pageKey, options.page, fingerprint, deps.now) : null
  const snapshot = page ? parseSnapshot(page.snapshot) : null
  if (options.page && (!page || !snapshot)) return fail(storeProblems.badPage)
  try {
    const order = orderOf(query)
    const go = order ? inOrder : inMemory
    return ok(await go(deps, query, options, order ?? 'dt', page, snapshot, fingerprint))
  } catch (error) {
    if (error instanceof TooCostly) return fail(tooCostly)
    throw error
  }
}

const tooCostly: Problem = storeProblems.tooCostly('phải xem qua quá nhiều bản ghi')

/** All matches up to a limit, in no promised order; the limit itself means: perhaps more. */
export async function findAll(
  deps: SearchDeps,
  type: string,
  where: readonly Condition[],
  limit: number,
  snapshot: Snapshot | null,
  isBare = false,
): Promise<Found[]> {
  const streams = await openStreams(
    deps,
    { types: [type], where },
    { chunk: limit, order: 'dt', after: null, snapshot, isBare },
  )
  return takeFrom(streams, 'dt', limit)
}

async function inOrder(
  deps: SearchDeps,
  query: SearchQuery,
  options: SearchOptions,
  order: Order,
  page: PageToken | null,
  snapshot: Snapshot | null,
  fingerprint: string,
): Promise<Matches> {
  const after = page && 'id' in page.after ? page.after : null
  // One statement sees one snapshot; several types take several, which must all see the same.
  const first = !page && query.types.length > 1 ? await currentSnapshot(deps.db) : null
  const streams = await openStreams(deps, query, {
    chunk: options.count + 1,
    order,
    after,
    snapshot: snapshot ?? (first === null ? null : parseSnapshot(first)),
    strategy: options.strategy,
  })
  const found = await takeFrom(streams, order, options.count)
  const more = found.length === options.count && options.count > 0 && (await anyMore(streams))
  const seen = page?.snapshot ?? first ?? streams.find((s) => s.snapshotText)?.snapshotText
  const last = found.at(-1)
  if (!more || !last || !seen) return { found, next: null, isAll: !more && !page }
  const next = writePage(deps.pageKey, {
    snapshot: seen,
    query: fingerprint,
    after: last.after!,
    at: deps.now,
  })
  return { found, next, isAll: false }
}

async function inMemory(
  deps: SearchDeps,
  query: SearchQuery,
  options: SearchOptions,
  order: Order,
  page: PageToken | null,
  snapshot: Snapshot | null,
  fingerprint: string,
): Promise<Matches> {
  const seen = page?.snapshot ?? (await currentSnapshot(deps.db))
  const offset = page && 'offset' in page.after ? page.after.offset : 0
  const streams = await openStreams(deps, query, {
    chunk: 2_000,
    order,
    after: null,
    snapshot: snapshot ?? parseSnapshot(seen),
    strategy: options.strategy,
  })
  const everyone = await takeFrom(streams, order, mostSorted + 1)
  if (everyone.length > mostSorted) throw new TooCostly()
  const keyed = everyone.map((one) => ({ one, keys: query.sort.map((key) => sortKeyOf(key, one.value())) }))
  keyed.sort((a, b) => compareKeys(query, a.keys, b.keys) || (a.one.id < b.one.id ? -1 : 1))
  const found = keyed.slice(offset, offset + options.count).map(({ one }) => one)
  const end = offset + found.length
  if (end >= keyed.length || found.length === 0)
    return { found, next: null, isAll: offset === 0 && options.count > 0 }
  const after = { offset: end }
  return {
    found,
    next: writePage(deps.pageKey, { snapshot: seen, query: fingerprint, after, at: deps.now }),
    isAll: false,
  }
}

type SortValue = ReturnType<typeof sortKeyOf>

function compareKeys(query: SearchQuery, a: readonly SortValue[], b: readonly SortValue[]): number {
  for (const [i, key] of query.sort.entries()) {
    const left = a[i] ?? null
    const right = b[i] ?? null
    if (left === right) continue
    // Without a value: last, whichever way.
    if (left === null) return 1
    if (right === null) return -1
    const way = left < right ? -1 : left > right ? 1 : 0
    if (way !== 0) return key.descending ? -way : way
  }
  return 0
}

/** Exact number of matches; counted by SQL when it can decide, by looking otherwise. */
export async function countMatches(deps: SearchDeps, query: SearchQuery): Promise<Result<number>> {
  try {
    let sum = 0
    const { requests } = await prepare(deps, query, {
      chunk: 2_000,
      order: 'dt',
      after: null,
      snapshot: null,
    })
    for (const request of requests) {
      if (request.set.isExact) {
        const { set } = request
        const leading = set.hashes
        const strategy = set.keys
          ? 'keys'
          : set.patients
            ? 'patient'
            : set.hashes
              ? 'tokens'
              : set.value
                ? 'value'
                : set.side
                  ? 'side'
                  : 'scan'
        sum += await countRows(deps.db, {
          ...{ type: knownType(request.type), strategy, where: set, order: 'dt' as const },
          ...{ after: null, snapshot: null, limit: 0, ...(leading ? { leading } : {}) },
        })
        continue
      }
      const stream = new TypeStream(deps, request)
      for (; await stream.peek(); stream.take()) sum += 1
    }
    return ok(sum)
  } catch (error) {
    if (error instanceof TooCostly) return fail(tooCostly)
    throw error
  }
}

interface Wanted {
  readonly chunk: number
  readonly order: Order
  readonly after: After | null
  readonly snapshot: Snapshot | null
  readonly strategy?: SearchOptions['strategy']
  readonly isBare?: boolean
}

async function prepare(deps: SearchDeps, query: Pick<SearchQuery, 'types' | 'where'>, wanted: Wanted) {
  const joinDeps = {
    find: (type: string, where: readonly Condition[], limit: number, isBare?: boolean) =>
      findAll(deps, type, where, limit, wanted.snapshot, isBare),
    readList: (id: string) => readList(deps, id),
    locate: (refs: readonly Ref[]) => locate(deps.db, refs),
    base: deps.base,
    tooMany: (): never => {
      throw new TooCostly(`more than ${mostJoined}`)
    },
  }
  const ids = idsIn(query)
  const places = placeIn(ids.length > 0 ? await locate(deps.db, ids) : new Map())
  const matches = matcherOf(query)
  const requests: StreamRequest[] = []
  for (const type of query.types) {
    const conditions = whereFor(query, type)
    const joins = await answerJoins(joinDeps, conditions)
    const resolved = joinMatchers(joins, deps.base)
    const where = (mode: 'set' | 'walk') =>
      all(conditions.map((condition) => predicateOf(type, condition, joins, places, mode)))
    requests.push({
      ...{ type, set: where('set'), walk: once(() => where('walk')) },
      ...{ order: wanted.order, after: wanted.after, snapshot: wanted.snapshot, chunk: wanted.chunk },
      strategy: wanted.strategy ?? 'auto',
      isBare: wanted.isBare ?? false,
      matches: (content) => matches(JSON.parse(content), { resolved, base: deps.base }),
    })
  }
  return { requests }
}

/** Made when it is asked for, and then kept. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

async function readList(deps: SearchDeps, id: string): Promise<Record<string, unknown> | null> {
  const place = (await locate(deps.db, [{ type: 'List', id }])).get(`List/${id}`)!
  const stored = await readResource(deps.db, place)
  return stored && !stored.deleted ? (JSON.parse(stored.content) as Record<string, unknown>) : null
}

async function openStreams(deps: SearchDeps, query: Pick<SearchQuery, 'types' | 'where'>, wanted: Wanted) {
  const { requests } = await prepare(deps, query, wanted)
  return requests.map((request) => new TypeStream(deps, request))
}

/** The first of several ordered streams, again and again. */
async function takeFrom(streams: readonly TypeStream[], order: Order, limit: number) {
  const found: (Found & { after?: After })[] = []
  while (found.length < limit) {
    let best: TypeStream | null = null
    let bestAfter: After | null = null
    for (const stream of streams) {
      const candidate = await stream.peek()
      if (candidate && (!bestAfter || compare(order, candidate.after, bestAfter) < 0)) {
        best = stream
        bestAfter = candidate.after
      }
    }
    const candidate = await best?.peek()
    if (!best || !candidate) break
    best.take()
    found.push({ ...foundOf(candidate.row), after: candidate.after })
  }
  return found
}

async function anyMore(streams: readonly TypeStream[]): Promise<boolean> {
  for (const stream of streams) if (await stream.peek()) return true
  return false
}

/** An order that an index has; null: sort in memory. */
function orderOf(query: SearchQuery): Order | null {
  if (query.sort.length === 0) return 'dt'
  const [key] = query.sort
  if (query.sort.length > 1 || !key) return null
  if (key.code === '_lastUpdated') return key.descending ? 'updated' : 'updated-asc'
  if (key.code === '_id') return key.descending ? 'id' : 'id-asc'
  const isMain = query.types.every((type) => paramOf(type, key.code)?.isMainDate)
  if (!isMain) return null
  return key.descending ? 'dt' : 'dt-asc'
}

const fingerprintOf = (query: SearchQuery): string =>
  createHash('md5')
    .update(JSON.stringify([query.types, query.used]))
    .digest('base64url')
