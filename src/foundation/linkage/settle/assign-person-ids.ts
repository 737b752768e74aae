import { hash } from 'node:crypto'
import { compareText } from './number-input.ts'

/** Who was who until now. A part of the index will do, if it holds every record of each person it names. */
export interface PersonHistory {
  /** Record → person. */
  readonly links: ReadonlyMap<string, string>
  /** Every id ever given, living or retired → its age: the smaller the older. */
  readonly since: ReadonlyMap<string, number>
  /** `memberSetDigest` of a set that once was a person → the id that held it last. */
  readonly held: ReadonlyMap<string, string>
}

/** One name for a set of records, whatever their order. */
export const memberSetDigest = (keys: readonly string[]): string =>
  hash('sha256', JSON.stringify([...keys].sort(compareText)), 'base64url')

/**
 * One id for each group (in the order of `groups`), a function of the history and the set of groups alone:
 * (1) a person whose members did not change keeps its id; (2) a set that once was a person gets that id back, from retirement
 * or from whoever grew out of it, so that taking a merge back gives both old ids; (3) else the group with most members of
 * a person keeps its id, of equal persons the oldest's; (4) what is left is new. `newId` must never repeat itself.
 */
export function assignPersonIds(
  history: PersonHistory,
  groups: readonly (readonly string[])[],
  newId: (members: readonly string[]) => string,
): string[] {
  const ids = new Array<string>(groups.length)
  const used = new Set<string>()
  const give = (at: number, id: string) => {
    if (ids[at] !== undefined || used.has(id)) return
    ids[at] = id
    used.add(id)
  }
  const firsts = groups.map((group) => group.reduce((x, y) => (x < y ? x : y)))
  const sizes = countMembers(history.links)
  const claims = claimsOf(history, groups)
  for (const { id, at, shared } of claims) {
    if (shared === groups[at]!.length && shared === sizes.get(id)) give(at, id)
  }
  const bySize = [...groups.keys()].sort(
    (x, y) => groups[y]!.length - groups[x]!.length || compareText(firsts[x]!, firsts[y]!),
  )
  for (const at of bySize) {
    const id = ids[at] === undefined ? history.held.get(memberSetDigest(groups[at]!)) : undefined
    if (id !== undefined) give(at, id)
  }
  const ageOf = (id: string) => history.since.get(id) ?? Number.POSITIVE_INFINITY
  claims.sort(
    (x, y) =>
      y.shared - x.shared ||
      compareNumbers(ageOf(x.id), ageOf(y.id)) ||
      compareText(x.id, y.id) ||
      compareText(firsts[x.at]!, firsts[y.at]!),
  )
  for (const { id, at } of claims) give(at, id)
  for (const at of [...groups.keys()].sort((x, y) => compareText(firsts[x]!, firsts[y]!))) {
    if (ids[at] !== undefined) continue
    const id = newId(groups[at]!)
    if (used.has(id) || history.since.has(id)) throw new Error('assignPersonIds: a new id is not new')
    give(at, id)
  }
  return ids
}

interface Claim {
  readonly id: string
  readonly at: number
  readonly shared: number
}

function claimsOf(history: PersonHistory, groups: readonly (readonly string[])[]): Claim[] {
  return groups.flatMap((group, at) => {
    const shared = new Map<string, number>()
    for (const key of group) {
      const id = history.links.get(key)
      if (id !== undefined) shared.set(id, (shared.get(id) ?? 0) + 1)
    }
    return [...shared].map(([id, count]): Claim => ({ id, at, shared: count }))
  })
}

function countMembers(links: ReadonlyMap<string, string>): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const id of links.values()) sizes.set(id, (sizes.get(id) ?? 0) + 1)
  return sizes
}

const compareNumbers = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0)
