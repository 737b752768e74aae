import { join } from 'node:path'
import { retryTransient } from '#foundation/db'
import { admit } from '../links/admit.ts'
import { readNumbers } from './append-files.ts'
import type { StageEnd, Step } from './backfill.types.ts'
import { SpooledRows } from './spooled-rows.ts'

/** Their numbers, as the bulk left them. */
export const restFile = 'rest.bin'

/** Few enough that their keys are locked one by one, and the messages of the day go on beside them. */
const atOnce = 40

/** Whoever was left out of the bulk, in the order in which they came. Admitted again they change nothing, so a kill costs one batch. */
export async function admitRest({
  db,
  context,
  load,
  folders,
  state,
  save,
  progress,
  isStopped,
}: Step): Promise<StageEnd> {
  const rows = new SpooledRows(folders.ordered)
  const orders = readNumbers(join(folders.ordered, 'orders.bin'))
  const rest = readNumbers(join(folders.tables, restFile)).sort((x, y) => orders[x]! - orders[y]!)
  while (state.admitted < rest.length && !isStopped()) {
    const arrivals = Array.from(rest.subarray(state.admitted, state.admitted + atOnce), (number) =>
      rows.arrival(number),
    )
    await retryTransient(() => db.transaction((tx) => admit(tx, arrivals, context, load.now())))
    state.admitted += arrivals.length
    save()
    progress(state.admitted, rest.length)
  }
  rows.close()
  return state.admitted < rest.length ? 'stopped' : 'done'
}
