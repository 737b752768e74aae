import type { Resource } from 'fhir/r4'
import type { Tx } from '#foundation/db'
import { shardOf } from '#foundation/ids'
import type { Digits } from '#foundation/json'
import { extractSearchIndex } from '#vocabulary/search'
import { copyRows } from './copy.queries.ts'
import { formerOf } from './former.ts'
import { knownType } from './place.ts'
import { byKey, foundBy, foundByNothing, type RowToWrite } from './row-to-write.ts'
import { saidIn, storedText } from './stored-text.ts'
import { type CurrentRow, currentTx, findCurrent, findOfVisit, writeInOneStatement } from './write.queries.ts'

/** One resource on its way in. `source` becomes `meta.source`: the exact file, table and row it was read from. */
export interface ResourceToWrite {
  readonly resource: Resource & { id: string }
  readonly source: string
  /**
   * See `DraftEntry.scope`. `lasting`: belongs to the patient and stays when the next version of the visit comes: the
   * facility's Patient, and the Provenance of each version, since what did not change keeps naming its old file.
   */
  readonly scope: 'visit' | 'lasting' | 'shared' | 'shared-stub' | 'elsewhere-stub'
  /** How the sender wrote its decimals, where that is more than their value (1.50). */
  readonly digits?: Digits
  /** `elsewhere-stub` only: the visit whose own message will say this resource in full. */
  readonly visitId?: string
}

export interface VisitToWrite {
  readonly visitId: string
  readonly patientId: string
  /** True when nothing of this visit was ever stored: spares the comparison. */
  readonly isNew: boolean
  /** Where earlier versions of this visit were stored, when they turned out to be another patient's. */
  readonly former: { readonly patientId: string; readonly visitId: string } | null
  /** Made when its turn comes, so that a batch holds its text and not its objects. */
  readonly resources: () => readonly ResourceToWrite[]
}

export interface Written {
  readonly created: number
  readonly updated: number
  readonly deleted: number
  readonly unchanged: number
  /** At which version each Patient of these visits stands now, by id. */
  readonly patientVersions: ReadonlyMap<string, number>
}

/** Which shared resources this process already wrote or saw: key → text. Bounded; only saves work. */
export type SharedMemory = Map<string, string>

/**
 * Writes whole visits in the caller's transaction. Equal content is left alone, different content becomes the next
 * version, what a visit no longer contains is marked deleted. Visits of one call must be different visits.
 */
export async function writeVisits(
  tx: Tx,
  visits: readonly VisitToWrite[],
  context: { readonly at: Date; readonly origin: string; readonly sharedMemory: SharedMemory },
): Promise<Written> {
  const at = context.at.toISOString()
  const txNumber = await currentTx(tx)
  const rows = new Map<string, Candidate>()
  const current = new Map<string, CurrentRow>()
  const gone: RowToWrite[] = []
  const scratch = new Map<string, string>()

  for (const visit of visits) {
    const mine = new Set<string>()
    for (const item of visit.resources()) {
      const known = context.sharedMemory.get(keyOfItem(item))
      if (item.scope === 'shared-stub' && (known !== undefined || rows.has(keyOfItem(item)))) continue
      // The message it belongs to speaks in this very batch: its word counts.
      if (item.scope === 'elsewhere-stub' && rows.has(keyOfItem(item))) continue
      const text = bodyOf(item)
      if (item.scope === 'shared' && known === text) continue
      const candidate = toCandidate(item, text, metaOf(item), visit, scratch)
      mine.add(candidate.key)
      rows.set(candidate.key, candidate)
    }
    const before = [visit.former, visit.isNew ? null : visit].filter((place) => place !== null)
    for (const { patientId, visitId } of before) {
      for (const stored of await findOfVisit(tx, shardOf(patientId), patientId, visitId)) {
        const key = keyOf(stored.type, stored.id)
        current.set(key, stored)
        if (!mine.has(key) && !stored.deleted) gone.push(toTombstone(stored, patientId, visitId))
      }
    }
  }

  const unsure = [...rows.values()].filter((r) => r.scope !== 'visit' && !current.has(r.key))
  for (const stored of unsure.length > 0 ? await findCurrent(tx, unsure) : []) {
    current.set(keyOf(stored.type, stored.id), stored)
  }

  let areWritten = true
  /** New rows of visits alone: nobody else can write them. */
  const own: RowToWrite[] = []
  const inserts: RowToWrite[] = []
  const updates: RowToWrite[] = []
  let unchanged = 0
  const patientVersions = new Map<string, number>()
  for (const candidate of rows.values()) {
    const stored = current.get(candidate.key)
    if (candidate.type === patientType) {
      const isSame = stored && !stored.deleted && saidIn(stored.content).body === candidate.text
      patientVersions.set(candidate.id, isSame ? stored.ver : (stored?.ver ?? 0) + 1)
    }
    if (candidate.scope === 'elsewhere-stub' && stored) unchanged += 1
    else if (!stored) (candidate.scope === 'visit' ? own : inserts).push(toRow(candidate, 1, at))
    else if (stored.deleted) updates.push(toRow(candidate, stored.ver + 1, at))
    else if (candidate.scope === 'shared-stub' || saidIn(stored.content).body === candidate.text)
      unchanged += 1
    else updates.push(toRow(candidate, stored.ver + 1, at))
  }
  updates.push(...gone)

  const former = updates.flatMap((row) => {
    const stored = current.get(keyOf(row.type, row.id))
    return (stored && formerOf(stored, scratch)) ?? []
  })
  if (own.length + inserts.length + updates.length > 0) {
    inserts.sort(byKey)
    updates.sort(byKey)
    await copyRows(tx, own.sort(byKey), { at, txNumber })
    const rest = { inserts, updates, former, at, origin: context.origin }
    const written = await writeInOneStatement(tx, rest, txNumber, own)
    // Only shared ones can be there already (a visit is locked by its writer); look again at them next time.
    areWritten = written.inserted === inserts.length
    if (written.updated !== updates.length)
      throw new Error(`store: ${updates.length - written.updated} versions moved on while locked`)
  }
  // Only after the commit: a lane that believed us earlier would point at what a rollback has taken back.
  tx.afterCommit(() => {
    if (!areWritten) return context.sharedMemory.clear()
    for (const candidate of rows.values()) if (isShared(candidate)) remember(context.sharedMemory, candidate)
  })
  const created = own.length + inserts.length
  return { created, updated: updates.length - gone.length, deleted: gone.length, unchanged, patientVersions }
}

interface Candidate {
  readonly key: string
  readonly scope: ResourceToWrite['scope']
  readonly row: Omit<RowToWrite, 'ver' | 'content'>
  readonly shard: number
  readonly type: number
  readonly id: string
  readonly text: string
  readonly meta: string
}

/** The resource without `meta`, decimals as sent. */
function bodyOf({ resource, digits }: ResourceToWrite): string {
  const { meta } = resource
  delete resource.meta
  const text = digits ? digits.write(resource) : JSON.stringify(resource)
  if (meta) resource.meta = meta
  return text
}

/** Labels and profiles that the standardiser gave stay; where it came from stands beside them. */
function metaOf({ source, resource: { meta } }: ResourceToWrite): string {
  if (!meta) return `{"source":${JSON.stringify(source)}}`
  const { versionId: _v, lastUpdated: _l, ...own } = meta
  return JSON.stringify({ ...own, source })
}

const patientType = knownType('Patient')
const keyOf = (type: number, id: string) => `${type}/${id}`
const keyOfItem = ({ resource }: ResourceToWrite) => keyOf(knownType(resource.resourceType), resource.id)

function toCandidate(
  item: ResourceToWrite,
  text: string,
  meta: string,
  visit: VisitToWrite,
  scratch: Map<string, string>,
): Candidate {
  const { resource } = item
  const type = knownType(resource.resourceType)
  const isPersonal = item.scope !== 'shared' && item.scope !== 'shared-stub'
  // A patient's whole compartment lies in the patient's shard; shared resources lie in their own.
  const shard = isPersonal ? shardOf(visit.patientId) : shardOf(resource.id)
  const key = { shard, type, id: resource.id }
  return {
    ...key,
    key: keyOf(type, resource.id),
    scope: item.scope,
    row: {
      ...key,
      deleted: false,
      extId: null,
      patient: isPersonal ? visit.patientId : null,
      visit: item.scope === 'visit' ? visit.visitId : (item.visitId ?? null),
      found: foundBy(
        resource.resourceType,
        extractSearchIndex(resource as unknown as Record<string, unknown>),
        scratch,
      ),
    },
    text,
    meta,
  }
}

function toRow(c: Candidate, ver: number, at: string): RowToWrite {
  return { ...c.row, ver, content: storedText({ body: c.text, meta: c.meta }, ver, at) }
}

function toTombstone(stored: CurrentRow, patientId: string, visitId: string): RowToWrite {
  const { shard, type, id } = stored
  return {
    ...{ shard, type, id, ver: stored.ver + 1, deleted: true, extId: null },
    ...{ patient: patientId, visit: visitId, content: '' },
    found: foundByNothing,
  }
}

const isShared = ({ scope }: Candidate) => scope === 'shared' || scope === 'shared-stub'

function remember(memory: SharedMemory, candidate: Candidate) {
  if (memory.size >= 20_000) memory.clear()
  memory.set(candidate.key, candidate.scope === 'shared' ? candidate.text : '')
}
