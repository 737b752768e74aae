import { fail, ok, type Result } from '#foundation/result'
import type { Decision, LinkEventKind, LinkState } from './link-events.types.ts'
import { compareText } from './number-input.ts'
import { settleProblems } from './settle.problems.ts'

/** An answer about two records, not yet an entry: `statement` numbers what is said in one breath. */
export interface Saying {
  readonly a: string
  readonly b: string
  readonly says: 'same' | 'different'
  readonly statement: number
  readonly side: Decision['side']
}

/** What somebody wants, before it is known what follows from it. */
export interface Change {
  readonly kind: LinkEventKind
  readonly sayings: readonly Saying[]
  readonly revokes: readonly string[]
  /** Records a person named. */
  readonly named: readonly string[]
  /**
   * Which records may leave their person if the computed partition asks for it: `young`: computed links younger than the
   * settling time; `named`: all but those of persons that were waiting for a decision before and are not named; `any`.
   */
  readonly leaving: 'young' | 'named' | 'any'
  readonly model: string | null
}

/** A cross product beyond this is no decision a person can have thought about. */
const pairsAtMost = 100_000

const nothing: Change = { kind: 'link', sayings: [], revokes: [], named: [], leaving: 'young', model: null }

/** Records came, went or were scored again: nobody decided anything. */
export const arrivalChange = (): Change => nothing

/** Other rules. People have seen the simulation and chosen: whatever follows is applied. */
export const modelChange = (model: string): Change => ({
  ...nothing,
  kind: 'model-change',
  leaving: 'any',
  model,
})

/** "All of these are one": each side is held together and to the other; what stood between them is taken back. */
export function mergeChange(
  state: LinkState,
  left: readonly string[],
  right: readonly string[],
): Result<Change> {
  const sides = sidesOf(state, left, right)
  if (!sides.ok) return sides
  const { isAcross } = sides.value
  return ok({
    ...nothing,
    kind: 'merge',
    leaving: 'named',
    named: [...left, ...right],
    sayings: sayOne(sides.value.left, sides.value.right, 0),
    revokes: standing(state)
      .filter((each) => each.says === 'different' && isAcross(each))
      .map((each) => each.id),
  })
}

/**
 * "None of these is one of those": all pairs across are `different` from now on (never-link memory). Statements that led
 * across are taken back whole, for what they held together rested on a view that is now denied; what they said within
 * one side is said again, unless it was there before the statement: so a merge taken back along its own seam leaves
 * nothing but the memory.
 */
export function splitChange(
  state: LinkState,
  left: readonly string[],
  right: readonly string[],
): Result<Change> {
  const sides = sidesOf(state, left, right)
  if (!sides.ok) return sides
  const { isAcross } = sides.value
  const now = standing(state)
  const denied = new Set(
    now.filter((each) => each.says === 'same' && isAcross(each)).map((each) => each.statement),
  )
  const known = new Set(now.filter((each) => each.says === 'different').map(pairName))
  const different = sides.value.left
    .flatMap((a) =>
      sides.value.right.map((b): Saying => ({ a, b, says: 'different', statement: 0, side: 'across' })),
    )
    .filter((each) => !known.has(pairName(each)))
  return ok({
    ...nothing,
    kind: kindOfSplit(state, sides.value.left, sides.value.right),
    leaving: 'named',
    named: [...left, ...right],
    sayings: [...different, ...sayAgain(state, denied, [sides.value.left, sides.value.right])],
    revokes: now.filter((each) => denied.has(each.statement)).map((each) => each.id),
  })
}

/** One record leaves its person. */
export function unlinkChange(state: LinkState, record: string): Result<Change> {
  const person = state.links.get(record)?.person
  if (person === undefined) return fail(settleProblems.recordUnknown)
  const others = [...state.links].filter(([key, link]) => key !== record && link.person === person)
  if (others.length === 0) return fail(settleProblems.recordAlone)
  return splitChange(
    state,
    [record],
    others.map(([key]) => key),
  )
}

/** An answer about one pair. It replaces the opposite answer about the same pair, and nothing else. */
export function decisionChange(
  state: LinkState,
  a: string,
  b: string,
  says: 'same' | 'different',
): Result<Change> {
  const sides = sidesOf(state, [a], [b])
  if (!sides.ok) return sides
  return ok({
    ...nothing,
    kind: 'decision',
    leaving: 'named',
    named: [a, b],
    sayings: [{ a, b, says, statement: 0, side: 'across' }],
    revokes: standing(state)
      .filter((each) => each.says !== says && sides.value.isAcross(each))
      .map((each) => each.id),
  })
}

/** Answers are taken back; evidence alone decides again. */
export function revokeChange(state: LinkState, ids: readonly string[]): Result<Change> {
  const revoked = ids.map((id) => state.decisions.get(id))
  if (revoked.length === 0 || revoked.some((each) => !each || each.revokedBy !== null)) {
    return fail(settleProblems.decisionNotStanding)
  }
  return ok({
    ...nothing,
    kind: 'revoke',
    leaving: 'named',
    named: revoked.flatMap((each) => (each ? [each.a, each.b] : [])),
    revokes: [...new Set(ids)],
  })
}

interface Sides {
  readonly left: readonly string[]
  readonly right: readonly string[]
  isAcross(pair: { readonly a: string; readonly b: string }): boolean
}

function sidesOf(state: LinkState, left: readonly string[], right: readonly string[]): Result<Sides> {
  const lefts = new Set(left)
  const rights = new Set(right)
  if (lefts.size === 0 || rights.size === 0 || left.some((key) => rights.has(key))) {
    return fail(settleProblems.partsUnclear)
  }
  if ([...lefts, ...rights].some((key) => !state.links.has(key))) return fail(settleProblems.recordUnknown)
  if (lefts.size * rights.size > pairsAtMost) return fail(settleProblems.tooManyPairs)
  return ok({
    left: [...lefts].sort(compareText),
    right: [...rights].sort(compareText),
    isAcross: ({ a, b }) => (lefts.has(a) && rights.has(b)) || (rights.has(a) && lefts.has(b)),
  })
}

const standing = (state: LinkState): Decision[] =>
  [...state.decisions.values()].filter((each) => each.revokedBy === null)

const pairName = (pair: { readonly a: string; readonly b: string }) =>
  JSON.stringify([pair.a, pair.b].sort(compareText))

/** A chain through each side and one pair across: enough to hold them, and it remembers where the seam is. */
function sayOne(left: readonly string[], right: readonly string[], statement: number): Saying[] {
  const chain = (keys: readonly string[], side: 'left' | 'right') =>
    keys.slice(1).map((b, at): Saying => ({ a: keys[at]!, b, says: 'same', statement, side }))
  const across: Saying = { a: left[0]!, b: right[0]!, says: 'same', statement, side: 'across' }
  return [...chain(left, 'left'), ...chain(right, 'right'), across]
}

/** What denied statements said within one part, as statements of their own. */
function sayAgain(
  state: LinkState,
  denied: ReadonlySet<string>,
  parts: readonly (readonly string[])[],
): Saying[] {
  const again: Saying[] = []
  let number = 0
  for (const statement of denied) {
    const { left, right } = readSides(
      [...state.decisions.values()].filter((each) => each.statement === statement),
    )
    for (const part of parts) {
      const [lefts, rights] = [part.filter((key) => left.has(key)), part.filter((key) => right.has(key))]
      if (lefts.length > 0 && rights.length > 0) again.push(...sayOne(lefts, rights, ++number))
    }
  }
  return again
}

function readSides(statement: readonly Decision[]): { left: Set<string>; right: Set<string> } {
  const left = new Set<string>()
  const right = new Set<string>()
  for (const { a, b, side } of statement) {
    if (side !== 'right') left.add(a)
    if (side !== 'left') right.add(b)
    if (side === 'left') left.add(b)
    if (side === 'right') right.add(a)
  }
  return { left, right }
}

function kindOfSplit(
  state: LinkState,
  left: readonly string[],
  right: readonly string[],
): 'veto' | 'unlink' | 'split' {
  const persons = new Set(left.map((key) => state.links.get(key)?.person))
  if (!right.some((key) => persons.has(state.links.get(key)?.person))) return 'veto'
  return left.length === 1 || right.length === 1 ? 'unlink' : 'split'
}
