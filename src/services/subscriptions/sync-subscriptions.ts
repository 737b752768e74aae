import type { ResourceVersion } from '#gate/access'
import { compileTriggers, type Triggers } from './compile-triggers.ts'
import { findLive, statusOf, tell } from './find-live.ts'
import { readSubscription } from './read-subscription.ts'
import { findFollowed, follow, reread, setState, turnOff } from './subscription.queries.ts'
import { subscriptionProblems as problems } from './subscriptions.problems.ts'
import type { SubscriptionDeps } from './subscriptions.types.ts'
import type { Followed, Wanted } from './wanted.types.ts'

/** A subscription that changes are held against. */
export interface Live {
  readonly row: Followed
  readonly wanted: Wanted
  readonly triggers: Triggers
}

interface Read {
  /** The resource's own `status`. */
  readonly said: string
  readonly wanted: Wanted | null
  readonly triggers: Triggers | null
  /** For people; null when it can be done. */
  readonly trouble: string | null
}

/** Compares the Subscription resources with what we follow, and makes each say how the other stands. */
export function openSync(deps: SubscriptionDeps) {
  /** Compiled once per version of a resource. */
  const compiled = new Map<string, { readonly version: number; readonly read: Read }>()

  const readOf = ({ id, version, json }: ResourceVersion): Read => {
    const known = compiled.get(id)
    if (known?.version === version) return known.read
    const read = readResource(deps, JSON.parse(json) as Record<string, unknown>)
    compiled.set(id, { version, read })
    return read
  }

  return async (): Promise<Live[]> => {
    const resources = await findLive(deps)
    const rows = new Map((await findFollowed(deps.db)).map((row) => [row.id, row]))
    for (const resource of resources) await meet(deps, resource, readOf(resource), rows.get(resource.id))
    const there = new Set(resources.map(({ id }) => id))
    const gone = [...rows.values()]
      .filter((row) => row.state !== 'off' && !there.has(row.id))
      .map(({ id }) => id)
    if (gone.length > 0) await turnOff(deps.db, gone)
    for (const id of compiled.keys()) if (!there.has(id)) compiled.delete(id)
    if (resources.length === 0) return []
    const live: Live[] = []
    for (const row of await findFollowed(deps.db)) {
      const read = compiled.get(row.id)?.read
      if (row.state === 'off' || row.state === 'refused' || !read?.wanted || !read.triggers) continue
      live.push({ row, wanted: read.wanted, triggers: read.triggers })
    }
    return live
  }
}

function readResource(deps: SubscriptionDeps, resource: Record<string, unknown>): Read {
  const said = String(resource.status)
  const wanted = readSubscription(resource, deps.hosts)
  if (!wanted.ok) return { said, wanted: null, triggers: null, trouble: wanted.problem.message }
  const triggers = compileTriggers(wanted.value, deps)
  return triggers.ok
    ? { said, wanted: wanted.value, triggers: triggers.value, trouble: null }
    : { said, wanted: null, triggers: null, trouble: triggers.problem.message }
}

/** A receiver so far behind needs a fresh copy, not a longer queue. */
const mostPending = 1_000_000

async function meet(
  deps: SubscriptionDeps,
  resource: ResourceVersion,
  read: Read,
  row: Followed | undefined,
): Promise<void> {
  const { db, clock } = deps
  const { id, version, lastUpdated } = resource
  const now = clock.now()
  const { said } = read
  const isNew = row === undefined || row.state === 'off'
  const isAskedAgain = row !== undefined && row.version !== version && said === 'requested'
  const couldNot = row?.state === 'refused' && row.version !== version
  if (isNew || isAskedAgain || couldNot) {
    // A hook is greeted before it is told anything; a socket greets us; plain R4 knows no greeting.
    const isGreeted = read.wanted?.channel === 'websocket' || read.wanted?.topic === null
    const state = read.wanted === null ? 'refused' : isGreeted ? 'active' : 'requested'
    const { wanted, trouble } = read
    await follow(db, { id, version, state, wanted, since: lastUpdated, isGreeted, trouble, now })
    if (statusOf(state) !== said) await tell(deps, { id, version, state, trouble })
    return
  }
  if (row.version !== version) {
    await reread(db, id, version, read.wanted)
    if (read.wanted === null) await setState(db, id, 'refused', read.trouble)
  }
  const ended = read.wanted?.end != null && Date.parse(read.wanted.end) <= now.getTime()
  const isAway =
    row.lastNumber - row.delivered > mostPending ||
    (row.failingSince !== null && now.getTime() - row.failingSince.getTime() > deps.keepDays * 86_400_000)
  if (ended || isAway) {
    await turnOff(db, [id])
    const { message } = ended ? problems.ended : problems.away
    return tell(deps, { id, version, state: 'off', trouble: message })
  }
  if (read.wanted !== null && statusOf(row.state) !== said)
    await tell(deps, { id, version, state: row.state, trouble: row.state === 'error' ? row.trouble : null })
}
