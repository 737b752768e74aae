import { type ResourceSource, splitCanonical, type TerminologyType } from './library.ts'
import { type Json, objects, textOf } from './read-json.ts'
import type { TerminologyResources } from './terminology.types.ts'

/** The caller's resources. A code system that names its value set has it even when nobody wrote the value set. */
export function givenResources(given: TerminologyResources): ResourceSource {
  const byType: Record<TerminologyType, Map<string, Json[]>> = {
    CodeSystem: new Map(),
    ValueSet: new Map(),
    ConceptMap: new Map(),
  }
  const supplements = new Map<string, Json[]>()
  for (const set of objects(given.valueSets)) put(byType.ValueSet, set.url, set)
  for (const map of objects(given.conceptMaps)) put(byType.ConceptMap, map.url, map)
  for (const system of objects(given.codeSystems)) {
    const supplemented = system.content === 'supplement' ? textOf(system.supplements) : undefined
    if (supplemented) put(supplements, splitCanonical(supplemented)[0], system)
    put(byType.CodeSystem, system.url, system)
    const set = textOf(system.valueSet)
    if (set && !byType.ValueSet.has(set)) put(byType.ValueSet, set, wholeSystem(set, system))
  }
  return {
    find: (type, url) => byType[type].get(url) ?? [],
    urls: (type) => [...byType[type].keys()],
    supplements,
  }
}

function put(map: Map<string, Json[]>, url: unknown, resource: Json): void {
  if (typeof url !== 'string' || url === '') return
  const list = map.get(url)
  if (list) list.push(resource)
  else map.set(url, [resource])
}

const wholeSystem = (url: string, { name, title, status, version, url: system }: Json): Json => ({
  resourceType: 'ValueSet',
  url,
  version,
  name,
  title,
  status,
  compose: { include: [{ system }] },
})
