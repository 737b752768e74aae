import { compareText } from './number-input.ts'

type Groups = readonly (readonly string[])[]

/** Groups that share records before and after, as far as they hang together. */
export interface PartitionChange {
  /** `join`: whole groups became one; `split`: one fell apart; `move`: records changed company. */
  readonly kind: 'join' | 'split' | 'move'
  readonly before: Groups
  readonly after: Groups
  /** Pairs of records that are one now and were not, and the other way round. */
  readonly pairsGained: number
  readonly pairsLost: number
}

export interface ReviewPair {
  readonly left: string
  readonly right: string
}

export interface PartitionDiff {
  readonly unchanged: number
  readonly joins: number
  readonly splits: number
  readonly moves: number
  readonly pairsGained: number
  readonly pairsLost: number
  /** Records that stand in only one of the two. */
  readonly arrived: number
  readonly gone: number
  readonly review: {
    readonly before: number
    readonly after: number
    readonly added: number
    readonly removed: number
  }
  /** Worst first, at most so many of each kind as were asked for. */
  readonly examples: readonly PartitionChange[]
}

export interface CompareOptions {
  readonly examplesPerKind: number
  /** Review items of both sides, if their load is to be compared. */
  readonly reviewBefore?: readonly ReviewPair[]
  readonly reviewAfter?: readonly ReviewPair[]
  /** How much harm a change may do; pairs gained, then pairs lost, if not given (a wrong join harms more than a lost one). */
  harmOf?(change: PartitionChange): number
}

/** What would another model, or another set of decisions, change? For a person to look at before it is applied. */
export function comparePartitions(before: Groups, after: Groups, options: CompareOptions): PartitionDiff {
  const afterOf = ownersOf(after)
  const beforeOf = ownersOf(before)
  const changes: PartitionChange[] = []
  const seen = new Set<number>()
  let unchanged = 0
  for (const start of before.keys()) {
    if (seen.has(start)) continue
    const cluster = clusterFrom(start, before, after, beforeOf, afterOf)
    for (const at of cluster.before) seen.add(at)
    const change = describe(
      cluster.before.map((at) => before[at]!),
      cluster.after.map((at) => after[at]!),
      beforeOf,
      afterOf,
    )
    if (change) changes.push(change)
    else if (cluster.after.length > 0) unchanged++
  }
  const count = (kind: PartitionChange['kind']) => changes.filter((change) => change.kind === kind).length
  return {
    unchanged,
    joins: count('join'),
    splits: count('split'),
    moves: count('move'),
    pairsGained: changes.reduce((sum, change) => sum + change.pairsGained, 0),
    pairsLost: changes.reduce((sum, change) => sum + change.pairsLost, 0),
    arrived: countMissing(afterOf, beforeOf),
    gone: countMissing(beforeOf, afterOf),
    review: compareReview(options.reviewBefore ?? [], options.reviewAfter ?? []),
    examples: worstOf(changes, options),
  }
}

function ownersOf(groups: Groups): Map<string, number> {
  const owners = new Map<string, number>()
  for (const [at, group] of groups.entries()) for (const key of group) owners.set(key, at)
  return owners
}

function countMissing(these: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>): number {
  let count = 0
  for (const key of these.keys()) if (!others.has(key)) count++
  return count
}

function clusterFrom(
  start: number,
  before: Groups,
  after: Groups,
  beforeOf: ReadonlyMap<string, number>,
  afterOf: ReadonlyMap<string, number>,
): { before: number[]; after: number[] } {
  const found = { before: new Set([start]), after: new Set<number>() }
  // A Set hands out what is added while it is walked: this is the queue.
  for (const at of found.before) {
    for (const key of before[at]!) {
      const next = afterOf.get(key)
      if (next === undefined || found.after.has(next)) continue
      found.after.add(next)
      for (const other of after[next]!) {
        const back = beforeOf.get(other)
        if (back !== undefined) found.before.add(back)
      }
    }
  }
  return { before: [...found.before], after: [...found.after] }
}

/** Null: the same company. Records that only arrived or went away change nobody's company. */
function describe(
  before: Groups,
  after: Groups,
  beforeOf: ReadonlyMap<string, number>,
  afterOf: ReadonlyMap<string, number>,
): PartitionChange | null {
  const stayed = (groups: Groups, others: ReadonlyMap<string, number>) =>
    groups.map((group) => group.filter((key) => others.has(key))).filter((group) => group.length > 0)
  const old = stayed(before, afterOf)
  const now = stayed(after, beforeOf)
  if (old.length <= 1 && now.length <= 1) return null
  const kept = pairsOfOverlaps(old, afterOf)
  return {
    kind: now.length === 1 ? 'join' : old.length === 1 ? 'split' : 'move',
    before: sortGroups(before),
    after: sortGroups(after),
    pairsGained: pairsIn(now) - kept,
    pairsLost: pairsIn(old) - kept,
  }
}

const pairs = (records: number) => (records * (records - 1)) / 2
const pairsIn = (groups: Groups) => groups.reduce((sum, group) => sum + pairs(group.length), 0)

function pairsOfOverlaps(old: Groups, afterOf: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const group of old) {
    const shares = new Map<number, number>()
    for (const key of group) shares.set(afterOf.get(key)!, (shares.get(afterOf.get(key)!) ?? 0) + 1)
    for (const share of shares.values()) sum += pairs(share)
  }
  return sum
}

function compareReview(before: readonly ReviewPair[], after: readonly ReviewPair[]): PartitionDiff['review'] {
  const name = (item: ReviewPair) => JSON.stringify([item.left, item.right].sort(compareText))
  const old = new Set(before.map(name))
  const now = new Set(after.map(name))
  return {
    before: old.size,
    after: now.size,
    added: [...now].filter((each) => !old.has(each)).length,
    removed: [...old].filter((each) => !now.has(each)).length,
  }
}

function worstOf(changes: readonly PartitionChange[], options: CompareOptions): PartitionChange[] {
  const harms = new Map(changes.map((change) => [change, options.harmOf?.(change) ?? 0]))
  const sorted = [...changes].sort(
    (x, y) =>
      harms.get(y)! - harms.get(x)! ||
      y.pairsGained - x.pairsGained ||
      y.pairsLost - x.pairsLost ||
      compareText(firstOf(x), firstOf(y)),
  )
  const taken = { join: 0, split: 0, move: 0 }
  return sorted.filter((change) => taken[change.kind]++ < options.examplesPerKind)
}

const firstOf = (change: PartitionChange) => change.before[0]![0]!

const sortGroups = (groups: Groups): string[][] =>
  groups.map((group) => [...group].sort(compareText)).sort((x, y) => compareText(x[0]!, y[0]!))
