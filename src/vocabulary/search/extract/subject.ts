import { plainReference } from '../values/references.ts'
import type { Json } from '../values/walk.ts'

/** The single elements that say whom a resource is about, in the order they are asked. */
const subjectElements = ['patient', 'subject', 'beneficiary', 'candidate', 'individual', 'for'] as const

const patientReference = /^Patient\/([A-Za-z0-9\-.]{1,64})$/

/** The reference that says whom a resource is about, as written; null when none does. */
export function subjectOf(resource: Json): string | null {
  for (const name of subjectElements) {
    const element = resource[name]
    const reference =
      typeof element === 'object' && element !== null ? (element as Json).reference : undefined
    if (typeof reference === 'string') return reference
  }
  return null
}

/** The id in `Patient/…`, of whatever version, also under our own base; null for anything else. */
export const patientIn = (reference: string, base: string | undefined): string | null =>
  patientReference.exec(plainReference(reference, base))?.[1] ?? null

/** The id of the one patient a resource is about: itself, or the one its subject names; null when it is about nobody. */
export function patientOf(resource: Json, base: string | undefined): string | null {
  if (resource.resourceType === 'Patient') return typeof resource.id === 'string' ? resource.id : null
  const subject = subjectOf(resource)
  return subject === null ? null : patientIn(subject, base)
}
