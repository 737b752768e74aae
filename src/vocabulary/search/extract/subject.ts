import { plainReference } from '../values/references.ts'
import type { Json } from '../values/walk.ts'

/** The single elements that say whom a resource is about, in the order they are asked. */
const subjectElements = ['patient', 'subject', 'beneficiary', 'candidate', 'individual', 'for'] as const

const patientId = /^Patient\/([A-Za-z0-9\-.]{1,64})$/

/** The id of the one patient a resource is about: itself, or the one its subject names; null when it is about nobody. */
export function patientOf(resource: Json, base: string | undefined): string | null {
  if (resource.resourceType === 'Patient') return typeof resource.id === 'string' ? resource.id : null
  for (const name of subjectElements) {
    const element = resource[name]
    const reference =
      typeof element === 'object' && element !== null ? (element as Json).reference : undefined
    if (typeof reference === 'string') return patientId.exec(plainReference(reference, base))?.[1] ?? null
  }
  return null
}
