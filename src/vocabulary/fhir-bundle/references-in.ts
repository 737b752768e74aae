import { isMembers, type Members } from './bundle-entries.ts'

/** A FHIR Reference somewhere inside a resource. */
export interface FoundReference {
  /** The object that holds `reference`. */
  readonly holder: Members
  readonly reference: string
  /** FHIRPath inside the resource: `participant[0].individual`. */
  readonly path: string
}

/** Every `reference` of a resource and of what it contains, in document order. */
export function referencesIn(resource: Members): FoundReference[] {
  const found: FoundReference[] = []
  look(resource, '', found)
  return found
}

/** No deeper than the JSON reader allowed. */
function look(value: unknown, path: string, found: FoundReference[]): void {
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries())
      if (typeof each === 'object') look(each, `${path}[${index}]`, found)
    return
  }
  if (!isMembers(value)) return
  if (typeof value.reference === 'string') found.push({ holder: value, reference: value.reference, path })
  for (const name of Object.keys(value)) {
    const member = value[name]
    if (typeof member === 'object' && member !== null) look(member, path ? `${path}.${name}` : name, found)
  }
}
