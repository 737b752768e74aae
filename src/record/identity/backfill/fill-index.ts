import type { Database } from '#foundation/db'
import { fail, ok, type Result } from '#foundation/result'
import type { LinkContext } from '../links/link-context.ts'
import type { IncomingRecord } from '../links/links.types.ts'
import { admitRest } from './admit-rest.ts'
import { backfillProblems } from './backfill.problems.ts'
import { analyseTables, findModelInForce, tryToBeAlone } from './backfill.queries.ts'
import type { Folders, Helpers } from './helpers.ts'
import { loadInBulk } from './load-in-bulk.ts'
import {
  emptyFolder,
  type LoadState,
  newState,
  openFolders,
  readState,
  removeLoad,
  type Stage,
  writeState,
} from './load-state.ts'
import { keyParts, orderRecords } from './order-records.ts'
import { pairRecords } from './pair-records.ts'
import { readArrivals } from './read-arrivals.ts'
import { weighAll } from './weigh-all.ts'

export interface Progress {
  readonly stage: Stage
  readonly done: number
  /** Null: nobody knows yet. */
  readonly total: number | null
}

/** Something to load, and where its halves may lie meanwhile. */
export interface Load {
  /** Names what is loaded: the same name in the same folder goes on where it stopped. */
  readonly name: string
  readonly folder: string
  /** The same each time, in the same order. */
  arrivals(): AsyncIterable<IncomingRecord>
  readonly helpers: Helpers
  now(): Date
  onProgress?(progress: Progress): void
  /** Stops soon; the next call goes on. */
  readonly signal?: AbortSignal
}

export interface Loaded {
  /** False: stopped before the end. */
  readonly isDone: boolean
  readonly records: number
  readonly pairs: number
  readonly edges: number
  /** Rows by table that were written at once. */
  readonly rows: Readonly<Record<string, number>>
  /** Records that were admitted one by one, because the index or the load itself knew something of them. */
  readonly single: number
  /** Of each stage, over all calls. */
  readonly seconds: Readonly<Record<string, number>>
}

/** What every stage is given. */
export interface Step {
  readonly db: Database
  readonly context: LinkContext
  readonly load: Load
  readonly folders: Folders
  readonly state: LoadState
  save(): void
  progress(done: number, total: number | null): void
  isStopped(): boolean
}

/**
 * Fills the index with a great many records at once: what comes of it is what `admit` makes of them one by one. Each stage
 * leaves files; whoever is stopped, or killed, goes on from the last of them. The tables are touched by one transaction near
 * the end, while which arrivals wait.
 */
export async function fillIndex(db: Database, context: LinkContext, load: Load): Promise<Result<Loaded>> {
  const { announce: _, ...quiet } = context
  return db.transaction(async (tx) => {
    if (!(await tryToBeAlone(tx, context.hash('backfill')))) return fail(backfillProblems.notAlone)
    if ((await findModelInForce(tx)) !== context.modelNumber) return fail(backfillProblems.otherModel)
    const name = context.hash(JSON.stringify([load.name, context.model.version, context.limits]))
    const state = readState(load.folder) ?? newState(name)
    if (state.load !== name) return fail(backfillProblems.otherLoad)
    return goThrough({ db, context: quiet, load, state })
  })
}

const work: Readonly<Record<Exclude<Stage, 'done'>, (step: Step) => Promise<Result<void> | void>>> = {
  read: readArrivals,
  order: async ({ folders, state, progress }) => {
    emptyFolder(folders.ordered)
    state.records = orderRecords(folders, (done) => progress(done, null))
    emptyFolder(folders.read)
  },
  pair: async ({ folders, state, context, progress }) => {
    emptyFolder(folders.paired)
    pairRecords(folders, state.records, context.limits.holdersPerKey, (done) => progress(done, keyParts))
  },
  weigh: weighAll,
  settle: loadInBulk,
  rest: admitRest,
}
const next: Readonly<Record<Exclude<Stage, 'done'>, Stage>> = {
  ...{ read: 'order', order: 'pair', pair: 'weigh', weigh: 'settle', settle: 'rest', rest: 'done' },
}

async function goThrough(given: Pick<Step, 'db' | 'context' | 'load' | 'state'>): Promise<Result<Loaded>> {
  const { db, load, state } = given
  const folders = openFolders(load.folder)
  const save = () => writeState(load.folder, state)
  const isStopped = () => load.signal?.aborted === true
  while (state.stage !== 'done' && !isStopped()) {
    const { stage } = state
    const began = performance.now()
    const progress = (done: number, total: number | null) => load.onProgress?.({ stage, done, total })
    const failed = await work[stage]({ ...given, folders, save, progress, isStopped })
    state.seconds[stage] = (state.seconds[stage] ?? 0) + (performance.now() - began) / 1_000
    if (failed && !failed.ok) return failed
    if (isStopped()) save()
    else {
      state.stage = next[stage]
      save()
    }
  }
  await load.helpers.rest()
  const { records, pairs, edges, rows, single, seconds } = state
  if (state.stage === 'done') {
    await analyseTables(db)
    removeLoad(load.folder)
  }
  return ok({ isDone: state.stage === 'done', records, pairs, edges, rows, single, seconds })
}
