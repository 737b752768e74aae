import { extractSearchIndex } from '#vocabulary/search'
import { knownType } from '../place.ts'
import { roundLimit } from '../prepared.ts'
import type { Reader, StoredRow } from '../read.queries.ts'
import type { Predicate } from './predicate.queries.ts'
import {
  type After,
  beforeUndated,
  findSuperseded,
  type Order,
  type Strategy,
  selectFew,
  selectRows,
} from './select.queries.ts'
import { parseSnapshot, type Snapshot } from './snapshot.queries.ts'
import type { TokenStats } from './token-stats.ts'

export interface Candidate {
  readonly row: StoredRow
  readonly after: After
}

export interface StreamDeps {
  readonly db: Reader
  readonly stats: TokenStats
}

export interface StreamRequest {
  readonly type: string
  /** For sets and for walks: see conditions.ts, Mode. */
  readonly set: Predicate
  readonly walk: () => Predicate
  readonly order: Order
  readonly after: After | null
  readonly snapshot: Snapshot | null
  readonly matches: (content: string) => boolean
  /** How many are wanted at once. */
  readonly chunk: number
  readonly strategy: Strategy | 'auto'
  /** Only which they are, where SQL can decide. */
  readonly isBare?: boolean
}

/** Rows looked at in the process before a search is called too costly. */
export const mostLookedAt = 100_000
/** So few rows are read and sorted in a millisecond. */
const aFew = 250
/** A side table may lead when it names no more than this. */
const sideLimit = 5_000
/** Rows that a walk looks at before it goes on as a set. */
const mostWalked = 8_000
/** Of a code's, with steps between so that statements have few forms. */
const mostOfACode = [400, 1_000, 2_000, 4_000] as const

export class TooCostly extends Error {}

/**
 * The matches of one type, in order, one after the other. Chooses how to find them, changes its mind when a walk finds
 * nothing, looks again at what SQL could not decide, and adds what stood in the snapshot and was superseded since.
 */
export class TypeStream {
  readonly #deps: StreamDeps
  readonly #request: StreamRequest
  readonly #type: number
  #strategy: Strategy | undefined
  #buffer: Candidate[] = []
  #superseded: Candidate[] = []
  #after: After | null
  /** Behind this the snapshot is looked at. */
  #lower: After | null
  readonly #seen = new Set<string>()
  #snapshot: Snapshot | null
  #isDone = false
  #lookedAt = 0
  #isShort = false
  #ofACode: number = mostOfACode[0]
  /** A side table, or the index of values, was not asked yet how many rows it names. */
  #mayBeMany = false
  /** Lists of tokens, the rarest first. */
  #rarest: readonly (readonly string[])[] = []
  #leading: readonly (readonly string[])[] | undefined
  #chunk: number
  snapshotText: string | null = null

  constructor(deps: StreamDeps, request: StreamRequest) {
    this.#deps = deps
    this.#request = request
    this.#type = knownType(request.type)
    this.#after = request.after
    this.#lower = request.after
    this.#snapshot = request.snapshot
    this.#chunk = roundLimit(request.chunk)
  }

  /** The next match without taking it; null at the end. */
  async peek(): Promise<Candidate | null> {
    this.#strategy ??= this.#choose()
    while (this.#buffer.length === 0 && !this.#isDone) await this.#fill()
    const stored = this.#buffer[0] ?? null
    const past = this.#superseded[0] ?? null
    if (!past) return stored
    return stored && compare(this.#request.order, stored.after, past.after) < 0 ? stored : past
  }

  take(): void {
    const stored = this.#buffer[0]
    const past = this.#superseded[0]
    if (past && (!stored || compare(this.#request.order, past.after, stored.after) < 0))
      this.#superseded.shift()
    else this.#buffer.shift()
  }

  #choose(): Strategy {
    const { set, order, strategy, chunk } = this.#request
    const { stats } = this.#deps
    const counted = (set.hashes ?? [])
      .map((hashes) => ({ hashes, rows: hashes.reduce((sum, hash) => sum + stats.rows(hash), 0) }))
      .sort((a, b) => a.rows - b.rows)
    const fewest = counted[0]?.rows ?? Number.POSITIVE_INFINITY
    // The rarest leads; rows are tested for the others.
    this.#rarest = counted.map(({ hashes }) => hashes)
    this.#leading = set.hashes ? this.#rarest.slice(0, 1) : undefined
    // A code that fewer rows have is walked to its end; there is nothing to change to.
    const ofCodes = (set.codes ?? []).reduce((sum, { first }) => sum + stats.rows(first), 0)
    this.#isShort = stats.total > 0 && ofCodes <= mostOfACode[0]
    // A match in s·n rows is met after 1/s of a walk; as a set all s·n are read: they cost the same at √(chunk·n) rows.
    this.#ofACode = mostOfACode.find((step) => step >= Math.sqrt(chunk * ofCodes)) ?? mostOfACode[3]
    if (strategy !== 'auto' && isPossible(strategy, set, order)) return strategy
    if (set.keys) return 'keys'
    if (set.patients) return 'patient'
    // What the statistics do not list they call rare, which a code may not be; its own index costs no more than its set.
    const isOfCodes = this.#rarest[0]?.every((hash) => set.codes?.some(({ token }) => token === hash)) ?? true
    if (set.codes && order === 'dt' && (isOfCodes || fewest > aFew)) return 'code'
    if (fewest <= aFew) return 'tokens'
    // A walk looks at total/n rows for each match, a set at all n: they cost the same where n² = chunk × total.
    if (fewest <= Math.sqrt(chunk * stats.total)) return 'tokens'
    if (set.side || set.value) {
      this.#mayBeMany = true
      return set.side ? 'side' : 'value'
    }
    return this.#whenMany()
  }

  /** When no set is small. */
  #whenMany(): Strategy {
    const { set, order } = this.#request
    if (order === 'dt' || order === 'updated' || order === 'updated-asc') return 'walk'
    return set.hashes ? 'tokens' : 'scan'
  }

  async #fill(): Promise<void> {
    // What follows in this request must see what its first statement saw.
    if (this.snapshotText !== null && !this.#snapshot) {
      this.#snapshot = parseSnapshot(this.snapshotText)
      this.#lower = this.#after
    }
    const strategy = this.#strategy!
    const { set, walk, order } = this.#request
    // A side table leads or is left alone: what it says of rows found otherwise the rows say themselves.
    const where = strategy === 'side' || !set.side ? set : walk()
    const isWalk = strategy === 'walk' || strategy === 'code'
    const canChange =
      isWalk && Boolean(set.value || set.hashes || set.side) && !(strategy === 'code' && this.#isShort)
    // A patient's rows are few: where they must be looked at, all at once.
    if (!where.isExact && strategy === 'patient') this.#chunk = Math.max(this.#chunk, roundLimit(500))
    const from = this.#after
    const selection = {
      ...{ type: this.#type, strategy, where, order, after: from, snapshot: this.#snapshot },
      limit: this.#chunk,
      ...(canChange ? { walkLimit: strategy === 'code' ? this.#ofACode : mostWalked } : {}),
      ...(this.#leading ? { leading: this.#leading } : {}),
      isBare: this.#request.isBare === true && where.isExact,
    }
    const rows = this.#mayBeMany
      ? await selectFew(this.#deps.db, selection, sideLimit)
      : await selectRows(this.#deps.db, selection)
    this.#mayBeMany = false
    if (rows === null) {
      this.#strategy = this.#whenMany()
      return
    }
    const first = rows[0]
    if (first && this.snapshotText === null) this.snapshotText = first.snapshot
    this.#lookedAt += rows.length
    for (const row of rows) {
      this.#after = { value: row.value, id: row.id }
      this.#seen.add(row.id)
      if (where.isExact || this.#request.matches(row.content)) this.#buffer.push({ row, after: this.#after })
    }
    if (this.#snapshot) await this.#addSuperseded(this.#snapshot)
    if (rows.length < this.#chunk) {
      // A walk that looked at its share of rows and found too few goes on as a set.
      if (canChange) {
        this.#strategy = set.value ? 'value' : set.hashes ? 'tokens' : 'side'
        // Common ones that seldom meet: the index itself finds where they do; what nearly all rows have tells it nothing.
        this.#leading = this.#rarest.slice(0, 2)
      } else if (from !== null && from.value !== null && (order === 'dt' || order === 'dt-asc'))
        this.#after = beforeUndated
      else this.#isDone = true
    } else if (this.#lookedAt > mostLookedAt) throw new TooCostly()
    if (!where.isExact) this.#chunk = Math.min(2_000, roundLimit(this.#chunk * 4))
  }

  /**
   * After each look at what stands: what stood in the snapshot and was superseded since, also between the two statements.
   * What was seen standing is not added, wherever it stands by now.
   */
  async #addSuperseded(snapshot: Snapshot): Promise<void> {
    const { order, matches } = this.#request
    const rows = await findSuperseded(this.#deps.db, this.#type, snapshot)
    if (rows.length > 20_000) throw new TooCostly()
    const lower = this.#lower
    for (const row of rows) {
      if (this.#seen.has(row.id) || !matches(row.content)) continue
      this.#seen.add(row.id)
      const after = afterOf(order, row)
      if (lower === null || compare(order, after, lower) > 0) this.#superseded.push({ row, after })
    }
    this.#superseded.sort((a, b) => compare(order, a.after, b.after))
  }
}

const isPossible = (strategy: Strategy, set: Predicate, order: Order): boolean =>
  ({
    keys: Boolean(set.keys),
    patient: Boolean(set.patients),
    tokens: Boolean(set.hashes),
    code: Boolean(set.codes) && order === 'dt',
    value: Boolean(set.value),
    side: Boolean(set.side),
    walk: true,
    scan: true,
  })[strategy]

function afterOf(order: Order, row: StoredRow): After {
  if (order === 'updated' || order === 'updated-asc')
    return { value: row.last_updated.toISOString(), id: row.id }
  if (order === 'id' || order === 'id-asc') return { value: row.ext_id ?? row.id, id: row.id }
  const { start, end } = extractSearchIndex(JSON.parse(row.content))
  return { value: start ?? (end === null ? null : '-infinity'), id: row.id }
}

/** The order of select.queries.ts, in the process: below 0 when `a` comes first. */
export function compare(order: Order, a: After, b: After): number {
  const byId = a.id < b.id ? -1 : a.id > b.id ? 1 : 0
  if (order === 'id' || order === 'id-asc') {
    const way = a.value! < b.value! ? -1 : a.value! > b.value! ? 1 : 0
    return order === 'id' ? -way : way
  }
  if (a.value === null || b.value === null) {
    if (a.value === b.value) return byId
    return a.value === null ? 1 : -1
  }
  const way = instant(a.value) - instant(b.value)
  if (order === 'updated-asc') return way || -byId
  return (order === 'dt-asc' ? way : -way) || byId
}

/** PostgreSQL writes `2026-01-01 00:00:00.123+00`, we write ISO: one number for both. */
const instant = (text: string): number =>
  text === '-infinity'
    ? Number.NEGATIVE_INFINITY
    : Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
