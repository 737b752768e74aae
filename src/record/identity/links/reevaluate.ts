import { type Database, retryTransient, type Tx } from '#foundation/db'
import { modelChange } from '#foundation/linkage/settle'
import { fail, ok, type Result } from '#foundation/result'
import { Features, hashesOf } from './features.ts'
import { findEdges } from './find-edges.ts'
import { findUnshared } from './find-unshared.ts'
import { identifierLock } from './hold-identifiers.ts'
import type { LinkContext } from './link-context.ts'
import { noWrites } from './link-writes.ts'
import { linkProblems } from './links.problems.ts'
import type { RecordRow } from './links.types.ts'
import { loadComponent } from './load-component.ts'
import type { Author } from './plan-parts.ts'
import { findHolders, lockEverybody } from './records.queries.ts'
import {
  addCrowds,
  addKeys,
  countUnweighed,
  dropOtherEdges,
  findNextRecords,
  findUnweighed,
  lockProgress,
  makeCurrent,
  noteProgress,
  noteWeighed,
  type Progress,
  removeKeys,
  reopenPast,
  upsertEdges,
} from './reevaluate.queries.ts'
import { settleParts, writeOutcome } from './settle-records.ts'
import { deleteCrowdedKeys, deleteEdges } from './write.queries.ts'

export interface ReevaluateOptions extends Author {
  /** Records in one transaction. */
  readonly batch: number
  now(): Date
  /** After each batch; false: stop here, the next call goes on. */
  onBatch?(done: { readonly phase: Progress['phase']; readonly records: number }): boolean
}

export interface Reevaluated {
  readonly isDone: boolean
  readonly weighed: number
  readonly settled: number
  readonly moved: number
}

/** Components are larger in a batch than an arrival may wait for. */
const componentAtMost = 5_000

/**
 * Puts every record under another model, in batches that each commit, from wherever the last call stopped. First every record is
 * weighed anew beside the edges in force, while arrivals go on under the old model; then, with arrivals held back for a
 * moment, what came meanwhile is weighed and the model is in force; then every component is settled under it, while arrivals
 * wait for the batch under way: events that can be taken back. What people decided always wins.
 */
export async function reevaluate(
  db: Database,
  context: LinkContext,
  options: ReevaluateOptions,
): Promise<Result<Reevaluated>> {
  const total = { weighed: 0, settled: 0, moved: 0 }
  for (;;) {
    // People's acts lock what they need as it comes to light: a batch that meets one begins again.
    const step = await retryTransient(() => db.transaction((tx) => takeStep(tx, context, options)), {
      attempts: 12,
    })
    if (!step) return fail(linkProblems.modelUnknown)
    if (step === 'past') return fail(linkProblems.modelSuperseded)
    if (step.phase === 'done') return ok({ ...total, isDone: true })
    total.weighed += step.phase === 'weigh' ? step.records : 0
    total.settled += step.phase === 'settle' ? step.records : 0
    total.moved += step.moved
    const goesOn = options.onBatch?.({ phase: step.phase, records: step.records }) ?? true
    if (!goesOn) return ok({ ...total, isDone: false })
  }
}

/** A version that was in force once and is to be so again: the next `reevaluate` begins with the first record. */
export const takeUpAgain = (db: Database, context: Pick<LinkContext, 'modelNumber'>): Promise<number> =>
  reopenPast(db, context.modelNumber)

async function takeStep(tx: Tx, context: LinkContext, options: ReevaluateOptions) {
  const progress = await lockProgress(tx, context.modelNumber)
  if (!progress) return null
  if (progress.state === 'past') return 'past' as const
  if (progress.phase === 'done') return { phase: 'done' as const, records: 0, moved: 0 }
  const rows = await findNextRecords(tx, progress, options.batch)
  const last = rows.at(-1)
  if (progress.phase === 'weigh') {
    if (!last) return { phase: 'weigh' as const, records: await catchUp(tx, context, options), moved: 0 }
    await weighAnew(tx, rows, context, options.now().toISOString())
    await noteProgress(tx, context.modelNumber, 'weigh', last)
    return { phase: 'weigh' as const, records: rows.length, moved: 0 }
  }
  const moved = last ? await settleAnew(tx, rows, context, options) : 0
  if (last) await noteProgress(tx, context.modelNumber, 'settle', last)
  else {
    await dropOtherEdges(tx, context.modelNumber)
    await noteProgress(tx, context.modelNumber, 'done', null)
  }
  return { phase: 'settle' as const, records: rows.length, moved }
}

/** Keys and edges of these under the new model, beside what is in force. */
async function weighAnew(
  tx: Tx,
  rows: readonly RecordRow[],
  context: LinkContext,
  at: string,
): Promise<void> {
  const features = new Features(context.model)
  const news = rows.map((row) => ({ ...row, ...hashesOf(row, features, context) }))
  const hashes = [...new Set(news.flatMap((row) => [...row.keys, ...row.sure]))]
  const found = await findHolders(tx, [], hashes, context.limits.holdersPerKey + 1)
  const compared = findEdges(news, found, features, context)
  const unshared = await findUnshared(tx, compared, context)
  const records = rows.map((row) => row.record)
  await deleteEdges(tx, records, unshared.pairs, context.modelNumber)
  await deleteCrowdedKeys(
    tx,
    compared.newCrowds.map((each) => each.hash),
  )
  await addCrowds(tx, compared.newCrowds, at)
  await upsertEdges(tx, compared.edges)
  await addKeys(
    tx,
    news.flatMap((row, at) => {
      const known = new Set([...rows[at]!.keys, ...rows[at]!.sure])
      const isNew = (hash: string) => !known.has(hash) && !compared.crowded.has(hash)
      return [...row.keys, ...row.sure].filter(isNew).map((hash) => ({ hash, record: row.record }))
    }),
  )
  // Both models' keys until it is settled: arrivals still ask under the old ones.
  await noteWeighed(
    tx,
    news.map((row, at) => ({
      shard: row.shard,
      record: row.record,
      keys: [...new Set([...row.keys, ...rows[at]!.keys])],
      sure: [...new Set([...row.sure, ...rows[at]!.sure])],
    })),
    context.modelNumber,
  )
}

/** What came since it was passed is weighed while more comes; only when little of it is left is everybody held back. */
async function catchUp(tx: Tx, context: LinkContext, options: ReevaluateOptions): Promise<number> {
  // Each look for them reads the whole table: many at a time.
  const atMost = 10 * options.batch
  if ((await countUnweighed(tx, context.modelNumber, atMost)) < atMost)
    return comeIntoForce(tx, context, options)
  const rows = await findUnweighed(tx, context.modelNumber, atMost, 'free')
  await weighAnew(tx, rows, context, options.now().toISOString())
  return rows.length
}

/** Nobody is admitted for a moment: what came since it was passed is weighed, and from here on the model is in force. */
async function comeIntoForce(tx: Tx, context: LinkContext, options: ReevaluateOptions): Promise<number> {
  await lockEverybody(tx, context.hash('everybody'))
  let weighed = 0
  for (;;) {
    const rows = await findUnweighed(tx, context.modelNumber, 10 * options.batch, 'all')
    if (rows.length === 0) break
    await weighAnew(tx, rows, context, options.now().toISOString())
    weighed += rows.length
  }
  await makeCurrent(tx, context.modelNumber, options.now().toISOString())
  await noteProgress(tx, context.modelNumber, 'settle', null)
  return weighed
}

async function settleAnew(
  tx: Tx,
  rows: readonly RecordRow[],
  context: LinkContext,
  options: ReevaluateOptions,
): Promise<number> {
  // A batch needs many numbers and persons, and an arrival some of them in another order: arrivals wait for a batch instead.
  await lockEverybody(tx, context.hash('everybody'))
  const numbers = rows.flatMap((row) =>
    row.card.identifiers.map((each) => identifierLock(each.kind, each.value, context)),
  )
  const wide = { ...context, limits: { ...context.limits, componentRecords: componentAtMost } }
  const component = await loadComponent(
    tx,
    rows.map((row) => row.record),
    wide,
  )
  if (component.isCrowd && rows.length > 1) {
    let moved = 0
    for (const row of rows) moved += await settleAnew(tx, [row], context, options)
    return moved
  }
  if (component.isCrowd) return 0
  const features = new Features(context.model)
  const writes = noWrites()
  const asked = new Set(rows.map((row) => row.record))
  const records = [...component.records.values()].map((row) => {
    if (!asked.has(row.record)) return row
    const now = hashesOf(row, features, context)
    const kept = new Set([...now.keys, ...now.sure])
    for (const hash of [...row.keys, ...row.sure])
      if (!kept.has(hash)) writes.keysGone.push({ hash, record: row.record })
    // Most records keep their keys under another model: what does not change is not written.
    return isSameList(now.keys, row.keys) && isSameList(now.sure, row.sure) ? row : { ...row, ...now }
  })
  const table = { ...component, records }
  const settling = {
    ...{ table, before: component.records, isCore: (record: string) => component.core.has(record) },
    ...{ features, context, now: options.now() },
  }
  const author = { by: options.by, why: options.why }
  const outcome = settleParts(settling, writes, modelChange(context.model.version), author)
  await removeKeys(tx, writes.keysGone)
  writes.keysGone.length = 0
  await writeOutcome(tx, settling, outcome, writes, new Set(numbers))
  return [...outcome.values()].filter((row) => component.records.get(row.record)!.person_id !== row.person_id)
    .length
}

const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, at) => value === b[at])
