import type { CodeSystem, CodeSystemConcept, NamingSystem, StructureDefinition, ValueSet } from 'fhir/r4'
import { codeSystems } from '#vocabulary/fhir'
import { vnProfiles } from '#vocabulary/profiles'
import { terminology } from '#vocabulary/terminology'
import { namingSystems } from './naming-systems.ts'

export type OwnDefinition = (StructureDefinition | CodeSystem | ValueSet | NamingSystem) & {
  readonly id: string
}

/** More codes than this are asked for, not sent along with the resource that defines them. */
const mostConcepts = 1_000
const base = 'https://mach.vn/fhir/'
const isOurs = (url: string) => url.startsWith(base) || url === codeSystems.icd10

let made: ReadonlyMap<string, OwnDefinition> | undefined

/** Everything the product defines itself, by `Type/id`. */
export function ownDefinitions(): ReadonlyMap<string, OwnDefinition> {
  made ??= new Map(
    [
      ...vnProfiles(),
      ...carried('CodeSystem').map((system) => withoutLongList(system as CodeSystem)),
      ...carried('ValueSet'),
      ...namingSystems(),
    ].map((definition) => [`${definition.resourceType}/${definition.id}`, definition as OwnDefinition]),
  )
  return made
}

const carried = (type: 'CodeSystem' | 'ValueSet') =>
  terminology()
    .urls(type)
    .filter(isOurs)
    .map((url) => terminology().resource(type, url) as CodeSystem | ValueSet)

function withoutLongList(system: CodeSystem): CodeSystem {
  const count = countOf(system.concept)
  if (count <= mostConcepts) return { ...system, count }
  const { concept: _, ...rest } = system
  return { ...rest, content: 'not-present', count }
}

const countOf = (concepts: readonly CodeSystemConcept[] = []): number =>
  concepts.reduce((sum, { concept }) => sum + 1 + countOf(concept), 0)

/** What a definition is known by; the same at another id, or another at the same id, is not it. */
export function identityOf(definition: object): unknown {
  const { url, uniqueId } = definition as { readonly url?: unknown; readonly uniqueId?: unknown }
  return url ?? (Array.isArray(uniqueId) ? (uniqueId[0] as { value?: unknown } | null)?.value : undefined)
}
