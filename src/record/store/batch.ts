import type { Tx } from '#foundation/db'
import { extractSearchIndex, patientOf } from '#vocabulary/search'
import { formerOf } from './former.ts'
import { type Place, placeOf } from './place.ts'
import { foundBy, foundByNothing, type RowToWrite } from './row-to-write.ts'
import { Refused, storeProblems } from './store.problems.ts'
import type { Change, ChangeOutcome, ResourceInput, ResourceVersion } from './store.types.ts'
import { type Said, said, saidIn, storedText } from './stored-text.ts'
import { type CurrentRow, noteStrays, type RowsToWrite } from './write.queries.ts'
import { writeRows } from './write-rows.ts'

/** A change whose place is known. */
export interface Planned {
  readonly index: number
  readonly change: Change
  readonly place: Place
  /** The id as clients see it. */
  readonly id: string
  /** A new id made here: nothing can stand there yet. */
  readonly isNew: boolean
}

/** Decides what becomes of each change, given what stands, and gathers the rows. */
export class Batch {
  readonly #at: string
  readonly #base: { readonly base?: string }
  readonly #inserts: RowToWrite[] = []
  readonly #updates: RowToWrite[] = []
  readonly #former: RowToWrite[] = []
  readonly #strays: { shard: number; patient: string; rowShard: number }[] = []
  readonly #scratch = new Map<string, string>()

  constructor(at: string, base: string | undefined) {
    this.#at = at
    this.#base = base === undefined ? {} : { base }
  }

  add(one: Planned, stored: CurrentRow | null): ChangeOutcome {
    const { change, index, id } = one
    const version = stored && !stored.deleted ? stored.ver : null
    if (change.op !== 'create' && change.ifMatch !== undefined && change.ifMatch !== version)
      throw new Refused(index, storeProblems.versionConflict(change.ifMatch, version))
    switch (change.op) {
      case 'create':
        return this.#put(one, change.resource, stored)
      case 'update':
        if (change.ifNoneMatch && version !== null) throw new Refused(index, storeProblems.exists)
        return this.#put(one, change.resource, stored)
      case 'patch': {
        if (!stored) throw new Refused(index, storeProblems.missing(`${change.type}/${id}`))
        if (stored.deleted) throw new Refused(index, storeProblems.gone(`${change.type}/${id}`))
        const patched = change.apply(stored.content)
        if (!patched.ok) throw new Refused(index, patched.problem)
        return this.#put(one, patched.value, stored)
      }
      case 'delete':
        return this.#delete(one, change.type, stored)
    }
  }

  #put(one: Planned, input: ResourceInput, stored: CurrentRow | null): ChangeOutcome {
    const text = said(input, one.id)
    const type = input.value.resourceType
    if (stored && !stored.deleted && isSame(text, saidIn(stored.content)))
      return { outcome: 'unchanged', resource: versionOf(type, one.id, stored) }
    const ver = (stored?.ver ?? 0) + 1
    const content = storedText(text, ver, this.#at)
    const row: RowToWrite = {
      ...this.#keyOf(one, input.value, ver),
      found: foundBy(type, extractSearchIndex(input.value, this.#base), this.#scratch),
      content,
    }
    if (stored) {
      this.#updates.push(row)
      this.#forget(stored)
    } else this.#inserts.push(row)
    return {
      outcome: stored && !stored.deleted ? 'updated' : 'created',
      resource: {
        type,
        id: one.id,
        version: ver,
        deleted: false,
        lastUpdated: new Date(this.#at),
        json: content,
      },
    }
  }

  #keyOf({ place }: Planned, value: Record<string, unknown>, ver: number) {
    const patientId = patientOf(value, this.#base.base)
    const patient = patientId === null ? null : placeOf('Patient', patientId)
    if (patient && patient.shard !== place.shard)
      this.#strays.push({ shard: patient.shard, patient: patient.id, rowShard: place.shard })
    return {
      shard: place.shard,
      type: place.type,
      id: place.id,
      ver,
      deleted: false,
      extId: place.extId,
      patient: patient?.id ?? null,
      visit: null,
    }
  }

  #delete(one: Planned, type: string, stored: CurrentRow | null): ChangeOutcome {
    if (!stored) return { outcome: 'nothing', resource: null }
    if (stored.deleted) return { outcome: 'nothing', resource: versionOf(type, one.id, stored) }
    const { place } = one
    const ver = stored.ver + 1
    this.#updates.push({
      ...{ shard: place.shard, type: place.type, id: place.id, ver, deleted: true, extId: place.extId },
      ...{ patient: null, visit: null, content: '' },
      found: foundByNothing,
    })
    this.#forget(stored)
    const lastUpdated = new Date(this.#at)
    return {
      outcome: 'deleted',
      resource: { type, id: one.id, version: ver, deleted: true, lastUpdated, json: '' },
    }
  }

  #forget(stored: CurrentRow) {
    const former = formerOf(stored, this.#scratch)
    if (former) this.#former.push(former)
  }

  /** Some of what is written lies elsewhere than its patient. */
  get hasStrays(): boolean {
    return this.#strays.length > 0
  }

  get isEmpty(): boolean {
    return this.#inserts.length + this.#updates.length === 0
  }

  /** To be written in a transaction of several statements, together with the strays. */
  async write(tx: Tx, txNumber: string, origin: string): Promise<void> {
    if (this.isEmpty) return
    if (this.hasStrays) await noteStrays(tx, this.#strays)
    await writeRows(tx, this.rows(origin), txNumber)
  }

  rows(origin: string): RowsToWrite {
    return {
      inserts: this.#inserts,
      updates: this.#updates,
      former: this.#former,
      at: this.#at,
      origin,
    }
  }
}

const isSame = (a: Said, b: Said) => a.body === b.body && a.meta === b.meta

const versionOf = (type: string, id: string, row: CurrentRow): ResourceVersion => ({
  type,
  id,
  version: row.ver,
  deleted: row.deleted,
  lastUpdated: row.last_updated,
  json: row.content,
})
