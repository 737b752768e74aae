import { isSearchType, load, paramOf, storedAs } from './load-params.ts'
import type { Condition, SearchParam } from './search.types.ts'

/** The compartments of R4: Patient, Encounter, RelatedPerson, Practitioner, Device. */
export const compartmentTypes = (): readonly string[] => Object.keys(load().compartments)

/** The parameters by which a resource of `type` belongs to a compartment; empty when it never does. */
export function compartmentParams(compartment: string, type: string): readonly SearchParam[] {
  const codes = ofCompartment(compartment)?.[type] ?? []
  const params = codes.flatMap((code) => {
    const param = paramOf(type, code)
    return param ? storedAs(param) : []
  })
  return [...new Set(params)]
}

/** Types that can belong to a compartment, its own type first. */
export function compartmentMembers(compartment: string): readonly string[] {
  const members = ofCompartment(compartment)
  if (!members) return []
  return [compartment, ...Object.keys(members).filter((type) => type !== compartment && isSearchType(type))]
}

/** `/Patient/1/Observation` as a condition on Observation; null when the type is not of that compartment. */
export function compartmentCondition(compartment: string, id: string, type: string): Condition | null {
  const params = compartmentParams(compartment, type)
  const points: Condition[] =
    params.length > 0 ? [{ kind: 'compartment', type: compartment, id, params }] : []
  // A compartment holds the resource it is named after (FHIR R4 2.5.3.2).
  if (type === compartment) {
    const itself: Condition = { kind: 'id', ids: [id] }
    return points.length > 0 ? { kind: 'or', of: [itself, ...points] } : itself
  }
  return points[0] ?? null
}

function ofCompartment(compartment: string) {
  const { compartments } = load()
  return Object.hasOwn(compartments, compartment) ? compartments[compartment] : undefined
}
