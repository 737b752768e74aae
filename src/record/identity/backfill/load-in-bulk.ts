import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Queries, retryTransient, type Tx } from '#foundation/db'
import { lockEverybody } from '../links/records.queries.ts'
import { restFile } from './admit-rest.ts'
import { backfillProblems } from './backfill.problems.ts'
import { findModelInForce, isStored } from './backfill.queries.ts'
import type { StageEnd, Step } from './backfill.types.ts'
import { findContacts } from './find-contacts.ts'
import { InFlight } from './in-flight.ts'
import { emptyFolder } from './load-state.ts'
import { countKeys, placesOf, sureCrowds } from './pair-records.ts'
import { planChunks } from './plan-chunks.ts'
import { recordsIn, writeTables } from './write-tables.ts'

/**
 * Settles whoever shares nothing with anybody in the index, and writes all that follows in one transaction. Arrivals go on
 * while it is settled; then they wait, it is looked whether one of them shares something after all (and settled once more
 * if so), and everything is written. Killed before the commit, nothing of it is there.
 */
export async function loadInBulk(step: Step): Promise<StageEnd> {
  const { db, context, state } = step
  // Killed after the commit, before it was noted.
  if (state.proof !== '' && (await isStored(db, state.proof))) return 'done'
  const now = step.load.now()
  const contactsIn = (queries: Queries) =>
    findContacts(queries, step.folders, state.records, context.limits.holdersPerKey)
  let isLeftOut = await contactsIn(db)
  let rows = await settleAlone(step, isLeftOut, now)
  if (step.isStopped()) return 'stopped'
  return retryTransient(() =>
    db.transaction(async (tx) => {
      await lockEverybody(tx, context.hash('everybody'))
      if ((await findModelInForce(tx)) !== context.modelNumber) return backfillProblems.otherModel
      const contacts = await contactsIn(tx)
      if (Buffer.compare(contacts, isLeftOut) !== 0) rows = await settleAlone(step, contacts, now)
      isLeftOut = contacts
      await writeAll(tx, step, isLeftOut, rows, now)
      return 'done'
    }),
  )
}

async function writeAll(
  tx: Tx,
  step: Step,
  isLeftOut: Uint8Array,
  settled: number,
  now: Date,
): Promise<void> {
  const { folders, state, context, save, progress } = step
  const rest = placesOf(isLeftOut)
  writeFileSync(join(folders.tables, restFile), rest, { mode: 0o600 })
  const all = settled + countKeys(folders.paired)
  let written = 0
  state.rows = await writeTables(tx, {
    ...folders,
    isLeftOut: (record) => isLeftOut[record] === 1,
    holdersPerKey: context.limits.holdersPerKey,
    now,
    onRows: (rows) => {
      written += rows
      progress(written, all, 'write')
    },
  })
  state.single = rest.length
  const first = isLeftOut.indexOf(0)
  state.proof = first < 0 ? '' : recordsIn(folders.ordered)[first]!.toString()
  save()
}

/** Says how many rows it comes to, keys apart. */
async function settleAlone(step: Step, isLeftOut: Uint8Array, now: Date): Promise<number> {
  const { load, folders, state, progress, isStopped } = step
  emptyFolder(folders.tables)
  const crowded = new Set(JSON.parse(readFileSync(join(folders.paired, sureCrowds), 'utf8')) as string[])
  const settling = new InFlight(2 * load.helpers.count)
  let [settled, rows] = [0, 0]
  for (const chunk of planChunks(folders, state.records, (record) => isLeftOut[record] === 1)) {
    if (isStopped()) break
    await settling.add(async () => {
      rows += await load.helpers.settle(folders, chunk, crowded, now)
      settled += chunk.records.length
      progress(settled, state.records)
    })
  }
  await settling.all()
  await load.helpers.rest()
  return rows
}
