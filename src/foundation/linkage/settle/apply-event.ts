import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { fail, ok, type Result } from '#foundation/result'
import type { Decision, Link, LinkEvent, LinkState } from './link-events.types.ts'
import { compareText } from './number-input.ts'
import { settleProblems } from './settle.problems.ts'

export const emptyLinkState = (model: string): LinkState => ({
  model,
  links: new Map(),
  since: new Map(),
  held: new Map(),
  decisions: new Map(),
})

/** The state after an event. A problem, and no change, when something the event speaks of is not as it was when it was made. */
export const applyEvent = (state: LinkState, event: LinkEvent): Result<LinkState> =>
  patch(state, patchesOf(event))

/** The state before an event, exactly, decisions included. Only while nothing it touched has changed again. */
export const undoEvent = (state: LinkState, event: LinkEvent): Result<LinkState> =>
  patch(state, reversed(patchesOf(event)))

/** One text for who is who (records and person ids; decisions and history left out): equal if and only if the links are. */
export function digestLinks(state: Pick<LinkState, 'links'>): string {
  const lines = [...state.links].map(([record, link]) => [record, link.person] as const)
  lines.sort((x, y) => compareText(x[0], y[0]))
  return createHash('sha256').update(JSON.stringify(lines)).digest('base64url')
}

/** Undefined: nothing there. */
interface Patch<T> {
  readonly key: string
  readonly from: T | undefined
  readonly to: T | undefined
}

interface Patches {
  readonly links: readonly Patch<Link>[]
  readonly since: readonly Patch<number>[]
  readonly held: readonly Patch<string>[]
  readonly decisions: readonly Patch<Decision>[]
  readonly model: { readonly from: string; readonly to: string } | null
}

function patchesOf(event: LinkEvent): Patches {
  return {
    links: event.moves.map((move) => ({
      key: move.record,
      from: move.from ?? undefined,
      to: move.to ?? undefined,
    })),
    since: event.given.map((id) => ({ key: id, from: undefined, to: event.at })),
    held: event.held.map((each) => ({ key: each.set, from: each.from ?? undefined, to: each.to })),
    decisions: [
      ...event.decided.map((each) => ({ key: each.id, from: undefined, to: each })),
      ...event.revoked.map((each) => ({ key: each.id, from: each, to: { ...each, revokedBy: event.id } })),
    ],
    model: event.model,
  }
}

function reversed(patches: Patches): Patches {
  const back = <T>(list: readonly Patch<T>[]) =>
    list.map((each): Patch<T> => ({ key: each.key, from: each.to, to: each.from })).reverse()
  return {
    links: back(patches.links),
    since: back(patches.since),
    held: back(patches.held),
    decisions: back(patches.decisions),
    model: patches.model && { from: patches.model.to, to: patches.model.from },
  }
}

function patch(state: LinkState, patches: Patches): Result<LinkState> {
  const links = patchMap(state.links, patches.links)
  const since = patchMap(state.since, patches.since)
  const held = patchMap(state.held, patches.held)
  const decisions = patchMap(state.decisions, patches.decisions)
  const isModel = patches.model === null || patches.model.from === state.model
  if (!links || !since || !held || !decisions || !isModel) return fail(settleProblems.eventOutOfPlace)
  return ok({ model: patches.model?.to ?? state.model, links, since, held, decisions })
}

/** Null: something is not as the patch expects it. */
function patchMap<T>(
  map: ReadonlyMap<string, T>,
  patches: readonly Patch<T>[],
): ReadonlyMap<string, T> | null {
  if (patches.length === 0) return map
  const patched = new Map(map)
  for (const { key, from, to } of patches) {
    if (!isDeepStrictEqual(patched.get(key), from)) return null
    if (to === undefined) patched.delete(key)
    else patched.set(key, to)
  }
  return patched
}
