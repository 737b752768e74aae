import { type Database, isTransient, type Tx } from '#foundation/db'
import { extractSearchIndex, patientOf } from '#vocabulary/search'
import { countKnown, placeUnknown } from './copy.queries.ts'
import { isLogicalId, type Place, placeOf } from './place.ts'
import { hasConditionalReference } from './rewrite-references.ts'
import { foundBy, type RowToWrite } from './row-to-write.ts'
import type { Change, ChangeOutcome, ResourceInput, WriteContext } from './store.types.ts'
import { said, storedText } from './stored-text.ts'
import { currentTx, noteStrays } from './write.queries.ts'
import { writeRows } from './write-rows.ts'

/** Below this the ordinary way costs as little. */
const fewest = 50

interface Given {
  readonly type: string
  readonly id: string
  readonly resource: ResourceInput
}

interface Placed extends Given {
  /** Where the id says. */
  readonly home: Place
  /** Where it goes: a foreign id goes with its patient. The same object as `home` when that is there. */
  readonly place: Place
  readonly patient: Place | null
}

/** One of the ids was written before. */
class Known extends Error {}

/**
 * A history on its way in: many resources, each under an id of its sender that nobody has written yet. Nothing stands there to be
 * compared or superseded, so rows go by COPY: a third less processor time than the ordinary way, for node and for PostgreSQL.
 * Null: the list is not of that kind, or one of the ids is known after all. Then nothing has happened, and the ordinary way
 * (write-changes.ts) takes all of it.
 */
export async function loadNew(
  db: Database,
  changes: readonly Change[],
  context: WriteContext,
): Promise<ChangeOutcome[] | null> {
  const given = givenIn(changes)
  if (given === null || given.some(({ resource }) => hasConditionalReference(resource.value))) return null
  const placed = placeAll(given, context)
  try {
    return await db.transaction((tx) => loadAll(tx, placed, context), { numbered: true })
  } catch (error) {
    // Somebody was a moment faster: they are told apart from a fault by the ordinary way.
    if (error instanceof Known || isTransient(error)) return null
    throw error
  }
}

/** Plain updates by id, each id once; null: something else is among them. */
function givenIn(changes: readonly Change[]): Given[] | null {
  if (changes.length < fewest) return null
  const given: Given[] = []
  const seen = new Set<string>()
  for (const change of changes) {
    if (change.op !== 'update' || typeof change.at !== 'string' || !isLogicalId(change.at)) return null
    if (change.fullUrl !== undefined || change.ifMatch !== undefined || change.ifNoneMatch) return null
    const { type, at: id, resource } = change
    seen.add(`${type}/${id}`)
    given.push({ type, id, resource })
  }
  return seen.size === given.length ? given : null
}

function placeAll(given: readonly Given[], { base }: WriteContext): Placed[] {
  const patients = new Map<string, Place>()
  const patientAt = (id: string): Place => {
    const place = patients.get(id) ?? placeOf('Patient', id)
    patients.set(id, place)
    return place
  }
  return given.map(({ type, id, resource }) => {
    resource.value.id = id
    const home = type === 'Patient' ? patientAt(id) : placeOf(type, id)
    const patientId = patientOf(resource.value, base)
    const patient = patientId === null ? null : patientAt(patientId)
    const goesAlong = patient !== null && home.extId !== null && patient.shard !== home.shard
    return { type, id, resource, home, patient, place: goesAlong ? placeOf(type, id, patient.shard) : home }
  })
}

async function loadAll(tx: Tx, placed: readonly Placed[], context: WriteContext): Promise<ChangeOutcome[]> {
  const at = context.at.toISOString()
  const txNumber = await currentTx(tx)
  await placeForeign(tx, placed)
  const strays = placed.flatMap(({ patient, place }) =>
    patient && patient.shard !== place.shard
      ? [{ shard: patient.shard, patient: patient.id, rowShard: place.shard }]
      : [],
  )
  if (strays.length > 0) await noteStrays(tx, strays)
  const { base } = context
  const scratch = new Map<string, string>()
  const rows = placed.map((one) => rowOf(one, at, base === undefined ? {} : { base }, scratch))
  const outcomes = placed.map(({ type, id }, index): ChangeOutcome => {
    const { content: json } = rows[index]!
    return {
      outcome: 'created',
      resource: { type, id, version: 1, deleted: false, lastUpdated: context.at, json },
    }
  })
  await writeRows(tx, { inserts: rows, updates: [], former: [], at, origin: context.origin }, txNumber)
  return outcomes
}

/** Writes down which foreign ids lie with their patient, unless one of all the ids is stored or was placed before. */
async function placeForeign(tx: Tx, placed: readonly Placed[]): Promise<void> {
  const stays = placed.filter((one) => one.place === one.home && one.home.extId !== null)
  const known = await countKnown(
    tx,
    placed.map(({ home }) => home),
    stays.filter(({ type }) => type !== 'Patient').map(({ home }) => home),
  )
  if (known > 0) throw new Known()
  const goes = placed.filter(({ home, place }) => place !== home)
  if (goes.length === 0) return
  const rows = goes.map(({ home, place }) => ({
    shard: home.shard,
    type: home.type,
    ext_id: home.extId!,
    target_shard: place.shard,
  }))
  if ((await placeUnknown(tx, rows)) < rows.length) throw new Known()
}

function rowOf(
  { type, id, resource, place, patient }: Placed,
  at: string,
  options: { readonly base?: string },
  scratch: Map<string, string>,
): RowToWrite {
  const content = storedText(said(resource, id), 1, at)
  return {
    shard: place.shard,
    type: place.type,
    id: place.id,
    ver: 1,
    deleted: false,
    extId: place.extId,
    patient: patient?.id ?? null,
    visit: null,
    found: foundBy(type, extractSearchIndex(resource.value, options), scratch),
    content,
  }
}
