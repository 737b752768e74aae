import type { Clock } from '#foundation/clock'
import type { Tx } from '#foundation/db'
import type { Events, Failed, Job } from '#foundation/events'
import { newId } from '#foundation/ids'
import type { LinkReader } from '#record/identity'
import {
  closeCorrections,
  findLastCorrections,
  insertCorrections,
  type LastCorrection,
  lockCorrections,
  type NewCorrection,
  repartCorrections,
} from './correction.queries.ts'
import { type LinkEvent, readingsQueue, readLinkEvent } from './link-event.ts'
import { isParted, partsOf } from './parts-of.ts'
import { findReadTogether, type ReadTogether } from './reading.queries.ts'

export interface ListingDeps {
  readonly clock: Clock
  readonly placesOf: LinkReader['placesOf']
}

/** So many readings are looked at in one go: one person may have been read ten thousand times. */
const pageSize = 1_000

/**
 * Looks at every reading that showed one of the moved records beside others, as the records stand now: those of several persons are
 * listed, what is one again is closed. It depends on the tables alone, so a job that comes twice, late or out of order
 * lists the same.
 */
export function listCorrections(deps: ListingDeps) {
  return async (tx: Tx, jobs: readonly Job[]): Promise<readonly Failed[]> => {
    const read = jobs.map((job) => ({ job, event: readLinkEvent(job) }))
    const events = read.flatMap(({ event }) => event ?? [])
    if (events.length > 0) await lookAgain(tx, deps, events)
    return read
      .filter(({ event }) => event === null)
      .map(({ job }) => ({ job, problemCode: 'READINGS_EVENT_UNREADABLE', bury: true }))
  }
}

async function lookAgain(tx: Tx, deps: ListingDeps, events: readonly LinkEvent[]): Promise<void> {
  await lockCorrections(tx)
  // The last event that moved a record stands for what it has come to.
  const eventOf = new Map(events.flatMap((event) => event.patientIds.map((id) => [id, event] as const)))
  const moved = [...eventOf.keys()]
  let after: string | null = null
  for (;;) {
    const page: readonly ReadTogether[] = await findReadTogether(tx, moved, after, pageSize)
    if (page.length === 0) return
    await lookAt(tx, deps, page, (reading) =>
      lastOf(reading.patient_ids.flatMap((id) => eventOf.get(id) ?? [])),
    )
    if (page.length < pageSize) return
    after = page.at(-1)!.reading_id
  }
}

async function lookAt(
  tx: Tx,
  { clock, placesOf }: ListingDeps,
  page: readonly ReadTogether[],
  eventOf: (reading: ReadTogether) => LinkEvent,
): Promise<void> {
  const places = await placesOf([...new Set(page.flatMap((reading) => reading.patient_ids))])
  const personOf = new Map(places.map(({ patientId, personId }) => [patientId, personId]))
  const keys = page.map(({ shard, reading_id }) => ({ shard, readingId: reading_id }))
  const lastOfReading = new Map((await findLastCorrections(tx, keys)).map((row) => [row.reading_id, row]))
  const now = clock.now()
  const looked = page.map((reading) => {
    const { shard, reading_id: readingId } = reading
    const parts = partsOf(reading.patient_ids, personOf)
    const { eventId, at } = eventOf(reading)
    const row: NewCorrection = {
      ...{ shard, readingId, parts, eventId, partedAt: at },
      correctionId: newId(shard, now.getTime()),
    }
    return { row, becomes: whatBecomes(parts, lastOfReading.get(readingId)) }
  })
  const thoseTo = (what: Becomes) => looked.flatMap(({ row, becomes }) => (becomes === what ? [row] : []))
  const [listed, reparted, closed] = [thoseTo('listed'), thoseTo('reparted'), thoseTo('closed')]
  if (listed.length > 0) await insertCorrections(tx, listed, now)
  if (reparted.length > 0) await repartCorrections(tx, reparted)
  if (closed.length > 0) await closeCorrections(tx, closed, now)
}

type Becomes = 'listed' | 'reparted' | 'closed' | 'as it is'

/** What was told once is not told again unless the records have parted otherwise since. */
function whatBecomes(parts: readonly number[], last: LastCorrection | undefined): Becomes {
  if (!isParted(parts)) return last?.state === 'open' ? 'closed' : 'as it is'
  if (!last || last.closed_by !== null) return 'listed'
  if (last.parts.join() === parts.join()) return 'as it is'
  return last.state === 'open' ? 'reparted' : 'listed'
}

const lastOf = (events: readonly LinkEvent[]): LinkEvent =>
  events.reduce((last, event) => (event.at > last.at ? event : last))

/** Works on the queue until it is stopped. */
export function startListing(deps: ListingDeps & { readonly events: Pick<Events, 'runWorker'> }) {
  const stopping = new AbortController()
  const done = deps.events.runWorker({
    queue: readingsQueue,
    signal: stopping.signal,
    handle: listCorrections(deps),
  })
  return {
    stop: async () => {
      stopping.abort()
      await done
    },
  }
}
