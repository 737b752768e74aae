import { isUuid8, shardFor, shardOf, sharedId, type Uuid } from '#foundation/ids'
import { typeNumber } from './resource-type.ts'

/** Where a resource lies. `extId` when its id was chosen by a client. */
export interface Place {
  readonly shard: number
  readonly type: number
  /** The key in the tables. */
  readonly id: Uuid
  readonly extId: string | null
}

/** FHIR R4 2.24.0.1: `id`. */
export const isLogicalId = (id: string): boolean => /^[A-Za-z0-9\-.]{1,64}$/.test(id)

/**
 * Where an id lies when the directory says nothing else: ids made here carry their shard; foreign ones are hashed, and the
 * key is derived from them, so that the same id is the same key for ever.
 */
export function placeOf(type: string, id: string, shard?: number): Place {
  const number = knownType(type)
  if (isUuid8(id)) return { shard: shardOf(id), type: number, id, extId: null }
  const where = shard ?? shardFor(id)
  return { shard: where, type: number, id: sharedId(type, id, where), extId: id }
}

export function knownType(type: string): number {
  const number = typeNumber(type)
  if (number === undefined) throw new Error(`store: no FHIR R4 type named ${type}`)
  return number
}

/** The single elements that say whom a resource is about; the store's `patient` column holds a patient found there. */
const subjectElements = ['patient', 'subject', 'beneficiary', 'candidate', 'individual', 'for'] as const

const patientReference = /^Patient\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/.*)?$/

/** The id in `Patient/…`, also under our own base; null for anything else. */
export function patientIn(reference: string, base: string | undefined): string | null {
  const isOwn = base !== undefined && reference.startsWith(`${base}/`)
  return patientReference.exec(isOwn ? reference.slice(base.length + 1) : reference)?.[1] ?? null
}

/** The id of the patient a resource belongs to: itself, or the one its subject names; null when it is about nobody. */
export function patientIdOf(resource: Record<string, unknown>, base: string | undefined): string | null {
  if (resource.resourceType === 'Patient') return typeof resource.id === 'string' ? resource.id : null
  const reference = subjectIn(resource)
  return reference === null ? null : patientIn(reference, base)
}

/** The reference that says whom a resource is about, as written. */
export function subjectIn(value: Record<string, unknown>): string | null {
  for (const name of subjectElements) {
    const reference = (value[name] as { reference?: unknown } | undefined)?.reference
    if (typeof reference === 'string') return reference
  }
  return null
}
