import { type Include, paramsOf, referencesOf } from '#vocabulary/search'
import { locate, type Ref } from '../locate.ts'
import { readMany } from '../read.queries.ts'
import type { ResourceVersion } from '../store.types.ts'
import { type Found, foundOf } from './found.ts'
import { findAll, type SearchDeps } from './run-search.ts'

/** Included resources in one page; more is told and left out. */
export const mostIncluded = 1_000
/** Rounds of `:iterate`; a loop ends earlier because nothing new is found. */
const mostRounds = 10

/** What the matches point at and what points at them, each once, none of the matches. */
export async function findIncluded(
  deps: SearchDeps,
  matches: readonly Found[],
  include: readonly Include[],
  revinclude: readonly Include[],
): Promise<{ included: ResourceVersion[]; isCut: boolean }> {
  const seen = new Set(matches.map(keyOf))
  const included: Found[] = []
  let isCut = false
  let fresh: readonly Found[] = matches
  for (let round = 0; fresh.length > 0 && round < mostRounds; round++) {
    const active = (each: Include) => round === 0 || each.iterate
    const refs = refsOf(fresh, include.filter(active), deps.base).filter((ref) => !seen.has(keyOf(ref)))
    const found = await read(deps, refs)
    for (const each of revinclude.filter(active)) {
      const room = mostIncluded - included.length - found.length
      const pointing = await findPointing(deps, fresh, each, Math.max(0, room) + 1)
      found.push(...pointing)
    }
    const next: Found[] = []
    for (const one of found) {
      if (seen.has(keyOf(one))) continue
      if (included.length >= mostIncluded) {
        isCut = true
        break
      }
      seen.add(keyOf(one))
      included.push(one)
      next.push(one)
    }
    fresh = next
  }
  // Links still led on when the rounds were over.
  return { included, isCut: isCut || fresh.length > 0 }
}

/** What `*` stands for; a parameter that others answer together adds nothing. */
const linkParams = (type: string) =>
  paramsOf(type).filter((param) => param.type === 'reference' && param.answeredBy.length === 0)

const keyOf = ({ type, id }: Ref) => `${type}/${id}`

function refsOf(from: readonly Found[], include: readonly Include[], base: string): Ref[] {
  const refs = new Map<string, Ref>()
  for (const each of include) {
    for (const one of from) {
      if (one.type !== each.source) continue
      for (const param of each.param ? [each.param] : linkParams(one.type))
        for (const ref of referencesOf(param, one.value(), base))
          if (each.target === null || each.target === ref.type) refs.set(keyOf(ref), ref)
    }
  }
  return [...refs.values()]
}

async function read(deps: SearchDeps, refs: readonly Ref[]): Promise<Found[]> {
  if (refs.length === 0) return []
  const places = await locate(deps.db, refs.slice(0, mostIncluded + 1))
  return (await readMany(deps.db, [...places.values()])).map(foundOf)
}

/** Resources of a type that point at any of these. */
async function findPointing(
  deps: SearchDeps,
  at: readonly Found[],
  each: Include,
  limit: number,
): Promise<Found[]> {
  const found: Found[] = []
  for (const param of each.param ? [each.param] : linkParams(each.source)) {
    const targets = at.filter(
      (one) =>
        (each.target === null || each.target === one.type) &&
        (param.targets.length === 0 || param.targets.includes(one.type)),
    )
    if (targets.length === 0) continue
    const values = targets.map(({ type, id }) => ({ kind: 'reference' as const, type, id }))
    const where = [{ kind: 'param' as const, param, modifier: null, values }]
    found.push(...(await findAll(deps, each.source, where, limit, null)))
  }
  return found
}
