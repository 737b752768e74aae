import type { Database } from '#foundation/db'
import { fail, ok, type Result } from '#foundation/result'
import type { LinkContext } from '../links/link-context.ts'
import { admitRest } from './admit-rest.ts'
import { backfillProblems } from './backfill.problems.ts'
import { analyseTables, findModelInForce, tryToBeAlone } from './backfill.queries.ts'
import type { Load, Loaded, StageEnd, Step } from './backfill.types.ts'
import { loadInBulk } from './load-in-bulk.ts'
import {
  emptyFolder,
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

const work: Readonly<Record<Exclude<Stage, 'done'>, (step: Step) => Promise<StageEnd>>> = {
  read: readArrivals,
  order: async ({ folders, state, progress }) => {
    emptyFolder(folders.ordered)
    state.records = orderRecords(folders, progress)
    return 'done'
  },
  pair: async ({ folders, state, context, progress }) => {
    // Not before it is noted that they are in order.
    emptyFolder(folders.read)
    emptyFolder(folders.paired)
    pairRecords(folders, state.records, context.limits.holdersPerKey, (done) => progress(done, keyParts))
    return 'done'
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
    const progress: Step['progress'] = (done, total, part) =>
      load.onProgress?.({ stage: part ?? stage, done, total })
    const end = await work[stage]({ ...given, folders, save, progress, isStopped })
    state.seconds[stage] = (state.seconds[stage] ?? 0) + (performance.now() - began) / 1_000
    if (typeof end !== 'string') return fail(end)
    if (end === 'done') state.stage = next[stage]
    save()
  }
  await load.helpers.rest()
  const { records, pairs, edges, rows, single, seconds } = state
  if (state.stage === 'done') {
    await analyseTables(db)
    removeLoad(load.folder)
  }
  return ok({ isDone: state.stage === 'done', records, pairs, edges, rows, single, seconds })
}
