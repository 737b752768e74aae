import { isTransient, type Tx } from '#foundation/db'
import { noteKeys, noteOverlays, seedsOf, tableOf } from './arrival-table.ts'
import { cleanArrival } from './clean-arrival.ts'
import { Features } from './features.ts'
import { findEdges } from './find-edges.ts'
import { findUnshared } from './find-unshared.ts'
import type { LinkContext } from './link-context.ts'
import { noWrites } from './link-writes.ts'
import type { IncomingRecord, RecordRow, ResolvedPerson } from './links.types.ts'
import { loadComponent } from './load-component.ts'
import { meetArrivals, type Read } from './meet-arrivals.ts'
import { type Draft, isTurned, possibleKeys, type Recognised, recogniseRecords } from './recognise-records.ts'
import { naturalKey } from './record-keys.ts'
import { findByNaturalKey, lockEverybody } from './records.queries.ts'
import { settleParts, writeOutcome } from './settle-records.ts'
import { writeSeen } from './write.queries.ts'

/**
 * Says whose each message is, in the caller's transaction: answers in the order asked; people met twice in one call are one.
 * Everything follows at once: keys, edges, links, numbers, cards, questions, history. Everybody who shares a key with an
 * arrival waits for it (locks in one order), so two who arrive at the same moment find each other. Throws a transient
 * error when another writer came first; the caller does the whole transaction again.
 */
export async function admit(
  tx: Tx,
  incoming: readonly IncomingRecord[],
  context: LinkContext,
  now: Date,
): Promise<ResolvedPerson[]> {
  // An arrival learns on its way which numbers and persons it needs: two that need each other's are ended by PostgreSQL, and
  // among many of one family the same one could be ended again and again. Who was, has its next go to itself.
  if (context.contention.takeTurn()) await lockEverybody(tx, context.hash('everybody'))
  try {
    return await admitClean(tx, incoming.map(cleanArrival), context, now)
  } catch (error) {
    if (isTransient(error)) context.contention.note()
    throw error
  }
}

async function admitClean(
  tx: Tx,
  arrivals: readonly IncomingRecord[],
  context: LinkContext,
  now: Date,
): Promise<ResolvedPerson[]> {
  const names = [
    ...new Map(
      arrivals
        .flatMap(possibleKeys)
        .map((key) => [naturalKey({ facility: key.facility, local_id: key.localId }), key] as const),
    ).values(),
  ]
  const stored = await findByNaturalKey(tx, names)
  const said = recogniseRecords(arrivals, stored, context.modelNumber, now)
  const isNews = [...said.drafts.values()].some(isTurned)
  const placed = isNews
    ? await place(tx, { arrivals, names, stored, said }, context, now)
    : { ...said, outcome: new Map<string, RecordRow>() }
  if (!placed) return admitEach(tx, arrivals, context, now)
  const { drafts, answers, outcome } = placed
  const seen = [...drafts.values()].filter(
    (draft) => !isTurned(draft) && draft.row.seen_at !== draft.before!.seen_at,
  )
  if (seen.length > 0)
    await writeSeen(
      tx,
      seen.map(({ row }) => ({ shard: row.shard, record: row.record, seen_at: row.seen_at })),
    )
  return answers.map(({ naturalKey, isLatest }) => {
    const { row } = drafts.get(naturalKey)!
    const { patient_id, person_id } = outcome.get(row.record) ?? row
    return { patientId: patient_id, personId: person_id, isLatest }
  })
}

/** One of them is in a crowd: it must not keep the others from their persons. Nothing has been written yet. */
async function admitEach(
  tx: Tx,
  arrivals: readonly IncomingRecord[],
  context: LinkContext,
  now: Date,
): Promise<ResolvedPerson[]> {
  const answers: ResolvedPerson[] = []
  for (const arrival of arrivals) answers.push(...(await admitClean(tx, [arrival], context, now)))
  return answers
}

/** A batch may read the components of so many arrivals at their largest. */
const widest = 10

interface Placed {
  readonly drafts: ReadonlyMap<string, Draft>
  readonly answers: readonly Recognised[]
  readonly outcome: ReadonlyMap<string, RecordRow>
}

/** New and changed records: keys, candidates, edges, and who they are with. Null: more than can be read hangs together with them. */
async function place(tx: Tx, read: Read, context: LinkContext, now: Date): Promise<Placed | null> {
  const { arrivals } = read
  const features = new Features(context.model)
  const page = await meetArrivals(tx, read, features, context, now)
  const { turned, found } = page
  const rows = turned.map((draft) => draft.row)
  const compared = findEdges(rows, found, features, context)
  const unshared = await findUnshared(tx, compared, context)
  const component = await loadComponent(
    tx,
    seedsOf(turned, compared, unshared),
    context,
    context.limits.componentRecords * Math.min(arrivals.length, widest),
  )
  if (component.isCrowd && arrivals.length > 1) return null
  const writes = noWrites()
  noteKeys(turned, compared, writes)
  const table = tableOf(turned, compared, unshared, component, writes)
  const settling = {
    table,
    before: component.isCrowd ? new Map<string, RecordRow>() : component.records,
    isCore: (record: string) => component.core.has(record) || !component.records.has(record),
    features,
    context,
    now,
  }
  const outcome = settleParts(settling, writes)
  // Of a crowd nobody's company changes, only what they say.
  for (const { row } of turned) if (!outcome.has(row.record)) writes.updated.set(row.record, row)
  await noteOverlays(tx, turned, table.records, writes)
  await writeOutcome(tx, settling, outcome, writes, new Set(page.values))
  return { drafts: page.drafts, answers: page.answers, outcome }
}
