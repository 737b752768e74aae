import type { StructureDefinition } from 'fhir/r4'
import { isObject, type JsonObject } from './walk.ts'

const none: readonly string[] = []
/** As deep as anything is read: resources within resources within resources. */
const deepest = 16

/**
 * What a resource claims in `meta.profile`, and what the resources in it do: those that `validateResource` will ask for.
 * Nearly every resource claims nothing, and then nothing is made.
 */
export function claimedProfiles(resource: unknown): readonly string[] {
  const found = gather(resource, null, 0)
  return found === null ? none : [...found]
}

function gather(resource: unknown, found: Set<string> | null, depth: number): Set<string> | null {
  if (!isObject(resource) || depth > deepest) return found
  let claims = claimsOf(resource, found)
  if (Array.isArray(resource.contained))
    for (const inner of resource.contained) claims = gather(inner, claims, depth + 1)
  if (resource.resourceType === 'Bundle') return gatherIn(resource.entry, 'outcome', claims, depth)
  return resource.resourceType === 'Parameters' ? gatherIn(resource.parameter, '', claims, depth) : claims
}

/** Entries of a Bundle, parameters and their parts: what stands in `resource`, and in the answer's outcome. */
function gatherIn(
  list: unknown,
  answer: string,
  found: Set<string> | null,
  depth: number,
): Set<string> | null {
  if (!Array.isArray(list) || depth > deepest) return found
  let claims = found
  for (const item of list) {
    if (!isObject(item)) continue
    claims = gather(item.resource, claims, depth + 1)
    if (answer !== '') claims = gather((item.response as JsonObject | undefined)?.[answer], claims, depth + 1)
    else claims = gatherIn(item.part, '', claims, depth + 1)
  }
  return claims
}

function claimsOf({ meta }: JsonObject, found: Set<string> | null): Set<string> | null {
  if (!isObject(meta) || !Array.isArray(meta.profile)) return found
  let claims = found
  for (const url of meta.profile) {
    if (typeof url !== 'string') continue
    claims ??= new Set()
    claims.add(url)
  }
  return claims
}

/** The profiles that the elements of a snapshot send to: of extensions, data types and resources in them. */
export function namedProfiles({ snapshot }: StructureDefinition): readonly string[] {
  const named = new Set<string>()
  for (const element of listOf(snapshot?.element))
    for (const type of listOf(element?.type))
      for (const url of listOf(type?.profile)) if (typeof url === 'string') named.add(url)
  return [...named]
}

/** A definition is somebody's resource: a list that is none is empty. */
const listOf = <T>(value: readonly T[] | undefined): readonly T[] => (Array.isArray(value) ? value : [])
