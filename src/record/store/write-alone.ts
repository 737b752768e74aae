import { randomInt } from 'node:crypto'
import { type Database, isTransient, isUniqueViolation } from '#foundation/db'
import { newId } from '#foundation/ids'
import { fail, ok, type Result } from '#foundation/result'
import { patientOf } from '#vocabulary/search'
import { Batch, type Planned } from './batch.ts'
import { locate } from './locate.ts'
import { isLogicalId, type Place, placeOf } from './place.ts'
import { hasConditionalReference } from './rewrite-references.ts'
import { Refused } from './store.problems.ts'
import type { Change, ChangeOutcome, ChangeProblem, WriteContext } from './store.types.ts'
import { type CurrentRow, writeOneRow } from './write.queries.ts'

/**
 * One change of one resource, the commonest write there is, as a statement that is its own transaction: one round trip instead
 * of three for what is new, two instead of four for what stands. A statement that replaces version n says so: when n stands no
 * more it writes nothing, and who is faster at that very moment has put n into the history, where its key is taken.
 * Null: the change needs more than that, or somebody was faster. Nothing has happened then, and the ordinary way
 * (write-changes.ts) does it, with locks.
 */
export async function writeAlone(
  db: Database,
  change: Change,
  context: WriteContext,
  currentAt: (place: Place) => Promise<CurrentRow | undefined>,
): Promise<Result<ChangeOutcome[], ChangeProblem> | null> {
  const planned = await planAlone(db, change, context)
  if (!planned) return null
  const stored = planned.isNew ? undefined : await currentAt(planned.place)
  if (!stored && change.op !== 'create') return null
  const batch = new Batch(context.at.toISOString(), context.base)
  try {
    const outcome = batch.add(planned, stored ?? null)
    if (batch.hasStrays) return null
    if (!batch.isEmpty) {
      const { inserted, updated } = await writeOneRow(db, batch.rows(context.origin))
      if (inserted + updated === 0) return null
    }
    return ok([outcome])
  } catch (error) {
    if (error instanceof Refused) return fail(error.problem)
    if (isUniqueViolation(error) || isTransient(error)) return null
    throw error
  }
}

/** Where it lies, when nothing else has to be asked or written for it. */
async function planAlone(db: Database, change: Change, context: WriteContext): Promise<Planned | null> {
  if ('fullUrl' in change && change.fullUrl !== undefined) return null
  if ('resource' in change && hasConditionalReference(change.resource.value)) return null
  if (change.op === 'create') {
    if (change.ifNoneExist) return null
    const { value } = change.resource
    const patient = value.resourceType === 'Patient' ? null : patientOf(value, context.base)
    const shard = patient === null ? randomInt(65_536) : placeOf('Patient', patient).shard
    const id = newId(shard, context.at.getTime())
    return { index: 0, change, place: placeOf(value.resourceType, id), id, isNew: true }
  }
  if (change.op === 'patch' || typeof change.at !== 'string' || !isLogicalId(change.at)) return null
  if (change.op === 'update' && change.ifNoneMatch) return null
  const { type, at: id } = change
  const place = (await locate(db, [{ type, id }])).get(`${type}/${id}`)
  return place ? { index: 0, change, place, id, isNew: false } : null
}
