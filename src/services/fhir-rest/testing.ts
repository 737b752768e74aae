/** A store in memory: the plainest thing that keeps the contract, for tests and as a model to compare the real one with. */

import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { fail, ok, type Problem, type Result } from '#foundation/result'
import type {
  Change,
  ChangeOutcome,
  ChangeProblem,
  FhirStore,
  HistoryPage,
  ResourceInput,
  ResourceVersion,
  SearchPage,
  WriteContext,
} from '#gate/access'
import {
  type Condition,
  type Include,
  linkParams,
  matcherOf,
  readSearch,
  referencesOf,
  type SearchParam,
  type SearchQuery,
  sortKeyOf,
  whereFor,
} from '#vocabulary/search'

export type { Ask, Asked, Told } from './rest-rules/client.ts'
export { restRules } from './rest-rules/rest-rules.ts'

type Made = ResourceVersion & { readonly method: 'POST' | 'PUT' | 'DELETE'; readonly seq: number }
type Members = Record<string, unknown>
type Predicate = (resource: Members) => boolean

const problem = (code: string, kind: Problem['kind'], status: number): Problem & { status: number } => ({
  code,
  kind,
  status,
  message: `Không làm được (${code}).`,
})
const several = problem('STORE_SEVERAL_MATCHES', 'conflict', 412)
const conflict = problem('STORE_VERSION_CONFLICT', 'conflict', 412)
const missing = problem('STORE_MISSING', 'not-found', 404)
const twice = problem('STORE_TWICE', 'incorrect', 400)
const otherId = problem('STORE_OTHER_ID', 'incorrect', 400)
const badPage = problem('STORE_BAD_PAGE', 'incorrect', 400)

class Refused extends Error {
  readonly problem: Problem

  constructor(why: Problem) {
    super(why.code)
    this.problem = why
  }
}

export function openMemoryStore(): FhirStore {
  let log: readonly Made[] = []
  const key = ({ type, id }: { type: string; id: string }) => `${type}/${id}`

  /** The present versions after so many changes, deleted ones included. */
  const standing = (from: readonly Made[]) => new Map(from.map((made) => [key(made), made]))
  const present = (from: readonly Made[]) => [...standing(from).values()].filter((made) => !made.deleted)

  const matching = (from: readonly Made[], types: readonly string[], where: readonly Condition[]) => {
    const query = { types, where }
    const resolved = new Map<Condition, Predicate>()
    for (const type of types)
      for (const condition of whereFor(query, type)) resolveJoins(condition, from, resolved)
    const matches = matcherOf(query)
    return present(from).filter((made) => matches(parsed(made), { resolved }))
  }

  /** Chains, `_has` and `_list` by looking at everything. */
  const resolveJoins = (
    condition: Condition,
    from: readonly Made[],
    into: Map<Condition, Predicate>,
  ): void => {
    if (condition.kind === 'and' || condition.kind === 'or')
      for (const inner of condition.of) resolveJoins(inner, from, into)
    else if (condition.kind === 'not') resolveJoins(condition.of, from, into)
    else if (condition.kind === 'chain') {
      const targets = condition.targets.flatMap(({ type, inner }) => matching(from, [type], inner))
      into.set(condition, (resource) => targets.some((target) => pointsAt(condition.param, resource, target)))
    } else if (condition.kind === 'has') {
      const sources = matching(from, [condition.type], condition.inner).map(parsed)
      into.set(condition, ({ resourceType, id }) =>
        sources.some((source) => pointsAt(condition.param, source, { type: `${resourceType}`, id: `${id}` })),
      )
    } else if (condition.kind === 'list') {
      const list = standing(from).get(`List/${condition.id}`)
      const entries = list && !list.deleted ? (parsed(list).entry as { item?: { reference?: string } }[]) : []
      const members = new Set((entries ?? []).map((entry) => entry.item?.reference))
      into.set(condition, (resource) => members.has(`${resource.resourceType}/${resource.id}`))
    }
  }

  const run = (from: readonly Made[], query: SearchQuery): Made[] => {
    const found = matching(from, query.types, query.where)
    const keys = new Map(found.map((made) => [made, query.sort.map((sort) => sortKeyOf(sort, parsed(made)))]))
    return found.sort((a, b) => {
      for (const [i, sort] of query.sort.entries()) {
        const order = compare(keys.get(a)![i], keys.get(b)![i])
        if (order !== 0)
          return isMissing(keys.get(a)![i], keys.get(b)![i]) || !sort.descending ? order : -order
      }
      return b.seq - a.seq
    })
  }

  const store: FhirStore = {
    async read(type, id) {
      return standing(log).get(`${type}/${id}`) ?? null
    },
    async readVersion(type, id, version) {
      return log.find((made) => made.type === type && made.id === id && made.version === version) ?? null
    },
    async readMany(refs) {
      const now = standing(log)
      return refs.flatMap((ref) => now.get(key(ref)) ?? []).filter((made) => !made.deleted)
    },
    async history({ type, id, since, at, count, page }) {
      const start = page === undefined ? { offset: 0, seq: log.length } : readPage(page)
      if (!start) return fail(badPage)
      const all = log.slice(0, start.seq).filter((made) => {
        const next = log.find((later) => later.seq > made.seq && key(later) === key(made))
        return (
          (type === undefined || made.type === type) &&
          (id === undefined || made.id === id) &&
          (!since || made.lastUpdated >= since) &&
          (!at || (made.lastUpdated < at.to && (!next || next.lastUpdated > at.from)))
        )
      })
      const versions = all.reverse().slice(start.offset, start.offset + count)
      const end = start.offset + count
      const next = end < all.length ? `${end}.${start.seq}` : null
      return ok({ versions, total: all.length, next } satisfies HistoryPage)
    },
    async search(query, { count, page }) {
      const start = page === undefined ? { offset: 0, seq: log.length } : readPage(page)
      if (!start) return fail(badPage)
      const from = log.slice(0, start.seq)
      const found = run(from, query)
      const matches = found.slice(start.offset, start.offset + count)
      const token = (offset: number) => `${offset}.${start.seq}`
      return ok({
        matches,
        included: included(present(from), matches, query),
        next: start.offset + count < found.length ? token(start.offset + count) : null,
        previous: start.offset > 0 ? token(Math.max(0, start.offset - count)) : null,
        total: found.length,
        notes: [],
      } satisfies SearchPage)
    },
    async count(query) {
      return ok(run(log, query).length)
    },
    async write(changes, context) {
      const draft = new Draft(log, context, (query) => run(log, query))
      const done = draft.make(changes)
      if (done.ok) log = draft.log
      return done
    },
    async everything(patientId, { types, since, count, page }) {
      const start = page === undefined ? { offset: 0, seq: log.length } : readPage(page)
      if (!start) return fail(badPage)
      const reference = `"reference":"Patient/${patientId}"`
      const all = present(log.slice(0, start.seq)).filter(
        (made) =>
          (key(made) === `Patient/${patientId}` || made.json.includes(reference)) &&
          (!types || types.includes(made.type)) &&
          (!since || made.lastUpdated >= since),
      )
      const end = start.offset + count
      const next = end < all.length ? `${end}.${start.seq}` : null
      return ok({ resources: all.slice(start.offset, end), next })
    },
    async feed(after, limit) {
      const from = after === null ? log.length : Number(after)
      const resources = log.slice(from, from + limit)
      const entries = resources.map((made) => ({
        tx: String(made.seq),
        at: made.lastUpdated,
        origin: 'memory',
        resources: [made],
      }))
      return { entries, mark: String(from + resources.length) }
    },
    async export({ type, since, until }, into) {
      const found = present(log).filter(
        (made) =>
          made.type === type && (!since || made.lastUpdated >= since) && (!until || made.lastUpdated < until),
      )
      await into(Readable.from(found.map((made) => `${made.json}\n`)))
      return found.length
    },
  }
  return store
}

/** The changes of one write on a copy of the log; nothing is seen outside until all are made. */
class Draft {
  log: Made[]
  readonly #context: WriteContext
  readonly #search: (query: SearchQuery) => Made[]

  constructor(log: readonly Made[], context: WriteContext, search: (query: SearchQuery) => Made[]) {
    this.log = [...log]
    this.#context = context
    this.#search = search
  }

  make(changes: readonly Change[]): Result<ChangeOutcome[], ChangeProblem> {
    const outcomes: ChangeOutcome[] = new Array(changes.length)
    const rank = { delete: 0, create: 1, update: 2, patch: 2 } as const
    const order = [...changes.keys()].sort((a, b) => rank[changes[a]!.op] - rank[changes[b]!.op])
    let at = 0
    try {
      const ids = changes.map((change, index) => {
        at = index
        return this.#idOf(change)
      })
      const targets = ids.filter((id) => id !== null)
      if (new Set(targets.map(String)).size !== targets.length) throw new Refused(twice)
      this.#pointAtEachOther(changes, ids)
      for (const index of order) {
        at = index
        outcomes[index] = this.#apply(changes[index]!, ids[index]!)
      }
      return ok(outcomes)
    } catch (error) {
      if (error instanceof Refused) return fail({ ...error.problem, index: at })
      throw error
    }
  }

  /** `Type/id`; null when there is nothing to delete. */
  #idOf(change: Change): string | null {
    if (change.op === 'create') {
      const found = change.ifNoneExist ? this.#search(change.ifNoneExist) : []
      if (found.length > 1) throw new Refused(several)
      return `${change.resource.value.resourceType}/${found[0]?.id ?? randomUUID()}`
    }
    if (typeof change.at === 'string') return `${change.type}/${change.at}`
    const found = this.#search(change.at)
    if (found.length > 1) throw new Refused(several)
    const [one] = found
    if (one && change.op === 'update' && (change.resource.value.id ?? one.id) !== one.id)
      throw new Refused(otherId)
    if (one) return `${change.type}/${one.id}`
    if (change.op === 'patch') throw new Refused(missing)
    if (change.op === 'delete') return null
    return `${change.type}/${(change.resource.value.id as string | undefined) ?? randomUUID()}`
  }

  #pointAtEachOther(changes: readonly Change[], ids: readonly (string | null)[]) {
    const byUrl = new Map(changes.flatMap((change, i) => (change.fullUrl ? [[change.fullUrl, ids[i]]] : [])))
    const rewrite = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      for (const [name, inner] of Object.entries(value)) {
        if (name === 'reference' && typeof inner === 'string')
          (value as Members).reference = byUrl.get(inner) ?? this.#conditional(inner) ?? inner
        else rewrite(inner)
      }
    }
    for (const change of changes) if ('resource' in change) rewrite(change.resource.value)
  }

  #conditional(reference: string): string | null {
    const [, type, text] = /^([A-Z]\w+)\?(.+)$/.exec(reference) ?? []
    if (!type || !text) return null
    const query = readSearch(type, [...new URLSearchParams(text)], { base: '' })
    if (!query.ok) throw new Refused(query.problem)
    const found = this.#search(query.value)
    if (found.length !== 1) throw new Refused(several)
    return `${type}/${found[0]!.id}`
  }

  #apply(change: Change, where: string | null): ChangeOutcome {
    if (where === null) return { outcome: 'nothing', resource: null }
    const [type = '', id = ''] = where.split('/')
    const now = this.log.findLast((made) => made.type === type && made.id === id)
    const exists = now !== undefined && !now.deleted
    if (change.op === 'create' && exists) return { outcome: 'unchanged', resource: now }
    if ('ifMatch' in change && change.ifMatch !== undefined && now?.version !== change.ifMatch)
      throw new Refused(conflict)
    if (change.op === 'delete') {
      if (!exists) return { outcome: 'nothing', resource: now ?? null }
      return { outcome: 'deleted', resource: this.#add(type, id, now, 'DELETE', () => '') }
    }
    if (change.op === 'update' && change.ifNoneMatch && exists) throw new Refused(conflict)
    if (change.op === 'patch' && !exists) throw new Refused(missing)
    const input = change.op === 'patch' ? this.#patched(change.apply(now!.json)) : change.resource
    if (exists && said(input, id) === said(inputOf(now.json), id))
      return { outcome: 'unchanged', resource: now }
    const method = change.op === 'create' ? 'POST' : 'PUT'
    const made = this.#add(type, id, now, method, (version, at) => stored(input, id, version, at))
    return { outcome: exists ? 'updated' : 'created', resource: made }
  }

  #patched(result: Result<ResourceInput>): ResourceInput {
    if (!result.ok) throw new Refused(result.problem)
    return result.value
  }

  #add(
    type: string,
    id: string,
    now: Made | undefined,
    method: Made['method'],
    write: (version: number, at: Date) => string,
  ): Made {
    const version = (now?.version ?? 0) + 1
    const { at } = this.#context
    const made: Made = {
      type,
      id,
      version,
      deleted: method === 'DELETE',
      lastUpdated: at,
      json: write(version, at),
      method,
      seq: this.log.length + 1,
    }
    this.log.push(made)
    return made
  }
}

const parsed = (made: { json: string }) => JSON.parse(made.json) as Members

const inputOf = (json: string): ResourceInput => ({ value: JSON.parse(json), write: JSON.stringify })

function stored(input: ResourceInput, id: string, version: number, at: Date): string {
  const meta = { ...(input.value.meta as Members), versionId: String(version), lastUpdated: at.toISOString() }
  return input.write(Object.assign(input.value, { id, meta }))
}

/** What a resource says, without what the store adds. */
function said({ value, write }: ResourceInput, id: string): string {
  const { meta, ...rest } = value
  const { versionId: _v, lastUpdated: _l, ...own } = (meta ?? {}) as Members
  return `${write({ ...rest, id })}${write(own)}`
}

function readPage(page: string): { offset: number; seq: number } | null {
  const match = /^(\d{1,9})\.(\d{1,9})$/.exec(page)
  return match ? { offset: Number(match[1]), seq: Number(match[2]) } : null
}

const pointsAt = (param: SearchParam, from: Members, to: { type: string; id: string }): boolean =>
  referencesOf(param, from).some(({ type, id }) => type === to.type && id === to.id)

function included(all: readonly Made[], matches: readonly Made[], query: SearchQuery): Made[] {
  const seen = new Set(matches)
  const added: Made[] = []
  let round: readonly Made[] = matches
  for (let depth = 0; round.length > 0; depth += 1) {
    const found = new Set<Made>()
    const linked = ({ source, param, target }: Include, from: readonly Made[], to: readonly Made[]) =>
      from
        .filter((made) => made.type === source)
        .flatMap((pointer) =>
          to
            .filter((made) => !target || made.type === target)
            .filter((made) =>
              (param ? [param] : linkParams(source)).some((each) => pointsAt(each, parsed(pointer), made)),
            )
            .map((pointed) => ({ pointer, pointed })),
        )
    for (const include of query.include.filter((each) => depth === 0 || each.iterate))
      for (const { pointed } of linked(include, round, all)) found.add(pointed)
    for (const include of query.revinclude.filter((each) => depth === 0 || each.iterate))
      for (const { pointer } of linked(include, all, round)) found.add(pointer)
    round = [...found].filter((made) => !seen.has(made))
    for (const made of round) seen.add(made)
    added.push(...round)
  }
  return added
}

const isMissing = (a: unknown, b: unknown) => a === null || a === undefined || b === null || b === undefined

/** Missing values last, whichever way the others go. */
function compare(a: unknown, b: unknown): number {
  if (isMissing(a, b))
    return (a === null || a === undefined ? 1 : 0) - (b === null || b === undefined ? 1 : 0)
  return (a as string) < (b as string) ? -1 : (a as string) > (b as string) ? 1 : 0
}
