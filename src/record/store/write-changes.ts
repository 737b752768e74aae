import { randomInt } from 'node:crypto'
import { type Database, retryTransient, type Tx } from '#foundation/db'
import { newId } from '#foundation/ids'
import { fail, ok, type Result } from '#foundation/result'
import { patientIn, patientOf, type SearchQuery, subjectOf } from '#vocabulary/search'
import { Batch, type Planned } from './batch.ts'
import { findTargets, guardsOf, type Target } from './find-targets.ts'
import { locate } from './locate.ts'
import { isLogicalId, knownType, type Place, placeOf } from './place.ts'
import { namesOf, pointAtEachOther, resolveConditionalReferences } from './resolve-references.ts'
import { Refused, storeProblems } from './store.problems.ts'
import type { Change, ChangeOutcome, ChangeProblem, ResourceInput, WriteContext } from './store.types.ts'
import {
  type CurrentRow,
  currentTx,
  findCurrent,
  holdGuards,
  placeInDirectory,
  releaseGuards,
} from './write.queries.ts'

/** Of a change that makes a new id: which comes when its patient is known. */
interface Unplaced extends Pick<Planned, 'index' | 'change'> {
  place: Place | null
  id: string
  isNew: boolean
}

/**
 * All changes in one transaction, or none. Deadlocks and lost races are done again from the start, so that a client sees
 * neither: two parallel PUTs become two versions.
 */
export async function writeChanges(
  db: Database,
  changes: readonly Change[],
  context: WriteContext,
): Promise<Result<ChangeOutcome[], ChangeProblem>> {
  try {
    // References are rewritten in place: a second attempt must give the same new ids.
    const newIds: NewIds = new Map()
    const attempt = () => db.transaction((tx) => writeAll(tx, changes, context, newIds), { numbered: true })
    return ok(await retryTransient(attempt, { attempts: 12 }))
  } catch (error) {
    if (error instanceof Refused) return fail(error.problem)
    throw error
  }
}

type NewIds = Map<number, string>

async function writeAll(
  tx: Tx,
  changes: readonly Change[],
  context: WriteContext,
  newIds: NewIds,
): Promise<ChangeOutcome[]> {
  const at = context.at.toISOString()
  const txNumber = await currentTx(tx)
  const guards = guardsOf(changes)
  if (guards.length > 0) await holdGuards(tx, guards)
  const targets = await findTargets(tx, changes)
  const outcomes: ChangeOutcome[] = new Array(changes.length)
  const isTransaction = changes.some((change) => change.fullUrl !== undefined)
  await resolveConditionalReferences(tx, changes, context.base ?? '')
  const planned = await plan(tx, changes, targets, outcomes)
  giveIds(changes, planned, outcomes, context, newIds)
  if (isTransaction) pointAtEachOther(changes, planned, outcomes)
  await placeForeign(tx, planned, context)

  const known = planned.filter((p) => !p.isNew).map((p) => p.place)
  const current = new Map<string, CurrentRow>()
  for (const row of known.length > 0 ? await findCurrent(tx, known) : [])
    current.set(`${row.type}/${row.id}`, row)

  const batch = new Batch(at, context.base)
  for (const one of planned) {
    outcomes[one.index] = batch.add(one, current.get(`${one.place.type}/${one.place.id}`) ?? null)
  }
  await batch.write(tx, txNumber, context.origin)
  if (guards.length > 0) await releaseGuards(tx, guards)
  return outcomes
}

/** Gives every change its place; those that turn out to do nothing get their outcome at once. */
async function plan(
  tx: Tx,
  changes: readonly Change[],
  targets: ReadonlyMap<SearchQuery, readonly Target[]>,
  outcomes: ChangeOutcome[],
): Promise<Unplaced[]> {
  const planned: Unplaced[] = []
  const ids: { index: number; type: string; id: string | null; found: Place | null }[] = []
  for (const [index, change] of changes.entries()) {
    const type = typeOf(change)
    if (change.op === 'create') {
      const found = change.ifNoneExist ? (targets.get(change.ifNoneExist) ?? []) : []
      if (found.length > 1) throw new Refused(index, storeProblems.severalMatches('nhiều'))
      if (found[0]) outcomes[index] = { outcome: 'unchanged', resource: found[0].resource }
      else ids.push({ index, type, id: null, found: null })
    } else if (typeof change.at === 'string') {
      if (!isLogicalId(change.at)) throw new Refused(index, storeProblems.badId(change.at))
      ids.push({ index, type, id: change.at, found: null })
    } else {
      const found = targets.get(change.at) ?? []
      const many = change.op === 'delete' && change.many === true
      if (found.length > 1 && !many) throw new Refused(index, storeProblems.severalMatches('nhiều'))
      if (found.length === 0) {
        if (change.op === 'patch') throw new Refused(index, storeProblems.missing(type))
        if (change.op === 'delete') outcomes[index] = { outcome: 'nothing', resource: null }
        else ids.push({ index, type, id: givenId(change.resource), found: null })
      }
      for (const target of found) {
        const given = change.op === 'update' ? givenId(change.resource) : null
        if (given !== null && given !== target.resource.id)
          throw new Refused(index, storeProblems.otherId(given, target.resource.id))
        ids.push({ index, type, id: target.resource.id, found: target.place })
      }
    }
  }
  const places = await locate(
    tx,
    ids.flatMap(({ type, id, found }) => (id !== null && found === null ? [{ type, id }] : [])),
  )
  const seen = new Set<string>()
  for (const { index, type, id, found } of ids) {
    const change = changes[index]!
    if (id === null) {
      planned.push({ index, change, place: null, id: '', isNew: true })
      continue
    }
    const place = found ?? places.get(`${type}/${id}`)!
    const key = `${type}/${place.id}`
    if (seen.has(key)) throw new Refused(index, storeProblems.twice(`${type}/${id}`))
    seen.add(key)
    planned.push({ index, change, place, id, isNew: false })
  }
  return planned
}

/**
 * Ids for what has none. Patients first: a resource about a patient takes the patient's shard, also when that patient is
 * made by the same transaction.
 */
function giveIds(
  changes: readonly Change[],
  planned: Unplaced[],
  outcomes: readonly (ChangeOutcome | undefined)[],
  context: WriteContext,
  newIds: NewIds,
): asserts planned is Planned[] {
  const give = (one: Unplaced, shard: number) => {
    const type = typeOf(one.change)
    const id = newIds.get(one.index) ?? newId(shard, context.at.getTime())
    newIds.set(one.index, id)
    one.place = placeOf(type, id)
    one.id = id
  }
  const isPatient = (one: Unplaced) => typeOf(one.change) === 'Patient'
  for (const one of planned) if (!one.place && isPatient(one)) give(one, randomInt(65_536))
  if (planned.every((one) => one.place)) return
  const patients = new Map<number, string>(planned.filter(isPatient).map((one) => [one.index, one.id]))
  const names = namesOf(changes, (index) => patients.get(index) ?? outcomes[index]?.resource?.id)
  for (const one of planned) {
    if (one.place) continue
    const subject = 'resource' in one.change ? subjectOf(one.change.resource.value) : null
    const reference = subject === null ? null : (names.get(subject) ?? subject)
    const patient = reference === null ? null : patientIn(reference, context.base)
    give(one, patient === null ? randomInt(65_536) : placeOf('Patient', patient).shard)
  }
}

const typeOf = (change: Change): string =>
  change.op === 'create' ? change.resource.value.resourceType : change.type

const givenId = (resource: ResourceInput): string | null =>
  typeof resource.value.id === 'string' ? resource.value.id : null

/** Foreign ids that lie in their patient's shard instead of their own are written down. */
async function placeForeign(tx: Tx, planned: Planned[], { base }: WriteContext): Promise<void> {
  const wanted = planned.filter(
    ({ place, change }) => place.extId !== null && place.type !== patientType && 'resource' in change,
  )
  if (wanted.length === 0) return
  const rows = wanted.flatMap((p) => {
    const patient = 'resource' in p.change ? patientOf(p.change.resource.value, base) : null
    const target = patient === null ? null : placeOf('Patient', patient).shard
    const home = placeOf('Basic', p.place.extId!).shard
    // One that lies elsewhere already keeps its place: the directory has it, and a resource never moves.
    if (target === null || target === p.place.shard || p.place.shard !== home) return []
    return [{ p, row: { shard: home, type: p.place.type, ext_id: p.place.extId!, target_shard: target } }]
  })
  if (rows.length === 0) return
  const existing = new Set(
    (
      await findCurrent(
        tx,
        rows.map(({ p }) => p.place),
      )
    ).map((row) => `${row.type}/${row.id}`),
  )
  const free = rows.filter(({ p }) => !existing.has(`${p.place.type}/${p.place.id}`))
  if (free.length === 0) return
  const placed = new Map(
    (
      await placeInDirectory(
        tx,
        free.map((each) => each.row),
      )
    ).map((d) => [`${d.type}/${d.ext_id}`, d]),
  )
  for (const { p } of free) {
    const shard = placed.get(`${p.place.type}/${p.place.extId}`)?.target_shard
    if (shard === undefined) continue
    const type = 'resource' in p.change ? p.change.resource.value.resourceType : ''
    Object.assign(p, { place: placeOf(type, p.place.extId!, shard) })
  }
}

const patientType = knownType('Patient')
