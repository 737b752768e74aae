import { readCoding } from './code-system.ts'
import { isObject, type Json, objects, textOf } from './read-json.ts'
import type { CodingInput } from './terminology.types.ts'

export interface Dependency {
  readonly element: string
  readonly concept: CodingInput
}

export interface Mapping {
  readonly equivalence: string
  readonly source: CodingInput
  readonly target: CodingInput
  readonly dependsOn: readonly Dependency[]
  readonly products: readonly Dependency[]
}

/** What to do with codes that a group does not map. */
export interface Unmapped {
  readonly source: string
  readonly target: string | undefined
  readonly mode: string
  readonly code: CodingInput
  readonly url: string | undefined
  /** Codes the group does map. */
  readonly mapped: ReadonlySet<string>
}

/** A ConceptMap turned so that a code finds its mappings from either end. */
export interface ConceptMapIndex {
  readonly url: string | undefined
  readonly source: string | undefined
  readonly target: string | undefined
  readonly bySource: ReadonlyMap<string, readonly Mapping[]>
  readonly byTarget: ReadonlyMap<string, readonly Mapping[]>
  readonly unmapped: readonly Unmapped[]
}

/** A group may leave its system out; its codes then answer for any. */
export const mapKey = (system: string | undefined, code: string) => `${system ?? ''}\n${code}`

/** Never throws; rows without a code are passed over. */
export function indexConceptMap(resource: unknown): ConceptMapIndex {
  const json: Json = isObject(resource) ? resource : {}
  const bySource = new Map<string, Mapping[]>()
  const byTarget = new Map<string, Mapping[]>()
  const unmapped: Unmapped[] = []
  for (const group of objects(json.group)) {
    const from = textOf(group.source)
    const to = textOf(group.target)
    const mapped = new Set<string>()
    for (const element of objects(group.element)) {
      const code = textOf(element.code)
      if (code === undefined) continue
      mapped.add(code)
      const source = coding(from, element)
      for (const target of objects(element.target)) {
        const mapping: Mapping = {
          equivalence: textOf(target.equivalence) ?? 'equivalent',
          source,
          target: coding(to, target),
          dependsOn: objects(target.dependsOn).flatMap(readDependency),
          products: objects(target.product).flatMap(readDependency),
        }
        add(bySource, mapKey(from, code), mapping)
        if (mapping.target.code !== undefined) add(byTarget, mapKey(to, mapping.target.code), mapping)
      }
    }
    if (isObject(group.unmapped)) {
      const { mode, url } = group.unmapped
      const code = coding(to, group.unmapped)
      unmapped.push({
        source: from ?? '',
        target: to,
        mode: textOf(mode) ?? '',
        code,
        url: textOf(url),
        mapped,
      })
    }
  }
  return {
    url: textOf(json.url),
    source: textOf(json.sourceUri) ?? textOf(json.sourceCanonical),
    target: textOf(json.targetUri) ?? textOf(json.targetCanonical),
    bySource,
    byTarget,
    unmapped,
  }
}

const coding = (system: string | undefined, { code, display }: Json): CodingInput =>
  readCoding({ system, code, display })

function readDependency(given: Json): Dependency[] {
  const element = textOf(given.property)
  if (element === undefined) return []
  return [
    { element, concept: readCoding({ system: given.system, code: given.value, display: given.display }) },
  ]
}

function add(map: Map<string, Mapping[]>, key: string, mapping: Mapping): void {
  const list = map.get(key)
  if (list) list.push(mapping)
  else map.set(key, [mapping])
}
