import type { IncomingRecord } from '../links/links.types.ts'
import { cutBack, sizesIn, TextFiles } from './append-files.ts'
import type { StageEnd, Step } from './backfill.types.ts'
import { InFlight } from './in-flight.ts'

/** Arrivals that a helper reads at once. */
const batchSize = 200
/** After so many arrivals it is noted how far it has come. */
const noteEvery = 100_000

/** Arrivals to lines, in the order in which they come; goes on behind those that were noted as taken. */
export async function readArrivals({
  load,
  folders,
  state,
  save,
  progress,
  isStopped,
}: Step): Promise<StageEnd> {
  cutBack(folders.read, state.sizes)
  const files = new TextFiles(folders.read)
  const now = load.now()
  const reading = new InFlight(2 * load.helpers.count)
  let batch: IncomingRecord[] = []
  let [met, asked] = [0, state.taken]
  const send = () => {
    const [arrivals, first] = [batch, asked]
    asked += arrivals.length
    batch = []
    return reading.add(async () => {
      for (const [file, text] of await load.helpers.read(arrivals, first, now)) files.add(file, text)
    })
  }
  const note = async () => {
    await reading.all()
    files.flush()
    state.taken = asked
    state.sizes = sizesIn(folders.read)
    save()
  }
  for await (const arrival of load.arrivals()) {
    met += 1
    if (met <= state.taken) continue
    batch.push(arrival)
    if (batch.length < batchSize) continue
    await send()
    progress(asked, null)
    if (asked - state.taken >= noteEvery) await note()
    if (isStopped()) break
  }
  const isAll = !isStopped()
  if (isAll && batch.length > 0) await send()
  await note()
  return isAll ? 'done' : 'stopped'
}
