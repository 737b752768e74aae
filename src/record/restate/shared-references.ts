import type { Resource } from 'fhir/r4'

const shared = /"reference":"((?:Organization|Location|Practitioner)\/[A-Za-z0-9\-.]{1,64})"/g

/** The shared resources that a visit's resources refer to, to be read and handed to `restate` with them. */
export function sharedReferences(resources: readonly Resource[]): string[] {
  const found = new Set<string>()
  for (const resource of resources)
    for (const [, reference] of JSON.stringify(resource).matchAll(shared)) found.add(reference!)
  return [...found]
}
