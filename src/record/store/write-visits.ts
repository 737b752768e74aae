import type { Resource } from 'fhir/r4'
import type { Tx } from '#foundation/db'
import { shardOf } from '#foundation/ids'
import { extractIndex } from '#vocabulary/fhir'
import { hashToken } from './hash-token.ts'
import { typeNumber } from './resource-type.ts'
import {
  type CurrentRow,
  currentTx,
  findCurrent,
  findOfVisit,
  insertResources,
  logTransaction,
  type RowToWrite,
  supersedeResources,
} from './store.queries.ts'

/** One resource on its way in. `source` becomes `meta.source`: the exact file, table and row it was read from. */
export interface ResourceToWrite {
  readonly resource: Resource & { id: string }
  readonly source: string
  /**
   * See `DraftEntry.scope`. `lasting`: belongs to the patient and stays when the next version of the visit comes: the
   * facility's Patient, and the Provenance of each version, since what did not change keeps naming its old file.
   */
  readonly scope: 'visit' | 'lasting' | 'shared' | 'shared-stub'
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
      const text = JSON.stringify(item.resource)
      if (item.scope === 'shared' && known === text) continue
      const candidate = toCandidate(item, text, visit, scratch)
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
  const inserts: RowToWrite[] = []
  const updates: RowToWrite[] = []
  let unchanged = 0
  for (const candidate of rows.values()) {
    const stored = current.get(candidate.key)
    if (!stored) inserts.push(toRow(candidate, 1, at))
    else if (stored.deleted) updates.push(toRow(candidate, stored.ver + 1, at))
    else if (candidate.scope === 'shared-stub' || textOf(stored.content) === candidate.text) unchanged += 1
    else updates.push(toRow(candidate, stored.ver + 1, at))
  }
  updates.push(...gone)

  if (inserts.length > 0) {
    const written = await insertResources(tx, inserts.sort(byKey), at, txNumber)
    // Only shared ones can be there already (a visit is locked by its writer); look again at them next time.
    areWritten = written === inserts.length
  }
  if (updates.length > 0) {
    const moved = await supersedeResources(tx, updates.sort(byKey), at, txNumber)
    if (moved !== updates.length)
      throw new Error(`store: ${updates.length - moved} versions moved on while locked`)
  }
  // Only after the commit: a lane that believed us earlier would point at what a rollback has taken back.
  tx.afterCommit(() => {
    if (!areWritten) return context.sharedMemory.clear()
    for (const candidate of rows.values()) if (isShared(candidate)) remember(context.sharedMemory, candidate)
  })
  await logTransaction(tx, txNumber, at, context.origin, inserts.length + updates.length)
  return { created: inserts.length, updated: updates.length - gone.length, deleted: gone.length, unchanged }
}

interface Candidate {
  readonly key: string
  readonly scope: ResourceToWrite['scope']
  readonly shard: number
  readonly type: number
  readonly id: string
  readonly patient: string | null
  readonly visit: string | null
  readonly start: string | null
  readonly end: string | null
  readonly tok: string
  readonly text: string
  readonly source: string
}

const keyOf = (type: number, id: string) => `${type}/${id}`
const keyOfItem = ({ resource }: ResourceToWrite) => keyOf(numberOf(resource), resource.id)

function numberOf(resource: Resource): number {
  const type = typeNumber(resource.resourceType)
  if (type === undefined) throw new Error(`store: no FHIR R4 type named ${resource.resourceType}`)
  return type
}

/** What was said, without the `meta` that the store wrote behind it (see toRow). */
const textOf = (content: string) => `${content.slice(0, content.lastIndexOf(',"meta":{'))}}`

function toCandidate(
  item: ResourceToWrite,
  text: string,
  visit: VisitToWrite,
  scratch: Map<string, string>,
): Candidate {
  const { resource } = item
  const type = numberOf(resource)
  const isPersonal = item.scope === 'visit' || item.scope === 'lasting'
  const index = extractIndex(resource)
  return {
    key: keyOf(type, resource.id),
    scope: item.scope,
    // A patient's whole compartment lies in the patient's shard; shared resources lie in their own.
    shard: isPersonal ? shardOf(visit.patientId) : shardOf(resource.id),
    type,
    id: resource.id,
    patient: isPersonal ? visit.patientId : null,
    visit: item.scope === 'visit' ? visit.visitId : null,
    start: index.start,
    end: index.end,
    tok: `{${tokensOf(index.tokens, isPersonal)
      .map((token) => hashToken(resource.resourceType, token, scratch))
      .join(',')}}`,
    text,
    source: item.source,
  }
}

/** The patient column already finds by patient; those tokens would only make the index larger (a fifth of all tokens). */
const tokensOf = (tokens: readonly string[], isPersonal: boolean) =>
  isPersonal
    ? tokens.filter((token) => !token.startsWith('patient|') && !token.startsWith('subject|Patient/'))
    : tokens

function toRow(c: Candidate, ver: number, at: string): RowToWrite {
  const meta = `"meta":{"versionId":"${ver}","lastUpdated":"${at}","source":${JSON.stringify(c.source)}}`
  return {
    shard: c.shard,
    type: c.type,
    id: c.id,
    ver,
    deleted: false,
    patient: c.patient,
    visit: c.visit,
    dt: c.start,
    dtHi: c.end,
    tok: c.tok,
    content: `${c.text.slice(0, -1)},${meta}}`,
  }
}

function toTombstone(stored: CurrentRow, patientId: string, visitId: string): RowToWrite {
  return {
    shard: stored.shard,
    type: stored.type,
    id: stored.id,
    ver: stored.ver + 1,
    deleted: true,
    patient: patientId,
    visit: visitId,
    dt: null,
    dtHi: null,
    tok: '{}',
    content: '',
  }
}

const isShared = ({ scope }: Candidate) => scope === 'shared' || scope === 'shared-stub'

function remember(memory: SharedMemory, candidate: Candidate) {
  if (memory.size >= 20_000) memory.clear()
  memory.set(candidate.key, candidate.scope === 'shared' ? candidate.text : '')
}

const byKey = (a: RowToWrite, b: RowToWrite) =>
  a.shard - b.shard || a.type - b.type || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
