import type {
  CodeSystem,
  CodeSystemConcept,
  CodeSystemConceptProperty,
  ConceptMap,
  ValueSet,
  ValueSetComposeInclude,
} from 'fhir/r4'

/**
 * How concepts are written in the artefact: FHIR's own form would be half as large again. A code alone is its text;
 * 0 stands for what is missing, and what is missing at the end is left out.
 */
export type PackedConcept =
  | string
  | [code: string, display: string | 0, properties?: PackedProperties | 0, concepts?: PackedConcept[]]

/** true: valueBoolean; texts: valueCode, once each. */
type PackedProperties = Record<string, true | string[]>

type Packed<T extends { concept?: unknown }> = Omit<T, 'concept'> & { concept?: PackedConcept[] }
type PackedSet = Omit<ValueSet, 'compose'> & {
  compose?: {
    inactive?: boolean
    include: Packed<ValueSetComposeInclude>[]
    exclude?: Packed<ValueSetComposeInclude>[]
  }
}
export type PackedResource = Packed<CodeSystem> | PackedSet | ConceptMap

type Concepts = readonly Pick<CodeSystemConcept, 'code' | 'display' | 'property' | 'concept'>[]

export function packConcepts(concepts: Concepts): PackedConcept[] {
  return concepts.map(({ code, display, property, concept }) => {
    const properties = property?.length ? packProperties(property) : 0
    if (concept?.length) return [code, display ?? 0, properties, packConcepts(concept)]
    if (properties) return [code, display ?? 0, properties]
    return display === undefined ? code : [code, display]
  })
}

function packProperties(properties: readonly CodeSystemConceptProperty[]): PackedProperties {
  const packed: PackedProperties = {}
  for (const { code, valueBoolean, valueCode } of properties) {
    if (valueBoolean) packed[code] = true
    else if (valueCode) packed[code] = [...(Array.isArray(packed[code]) ? packed[code] : []), valueCode]
  }
  return packed
}

function unpackConcepts(rows: readonly PackedConcept[]): CodeSystemConcept[] {
  return rows.map((row) => {
    if (typeof row === 'string') return { code: row }
    const [code, display, properties, concepts] = row
    return {
      code,
      ...(display && { display }),
      ...(properties && { property: unpackProperties(properties) }),
      ...(concepts && { concept: unpackConcepts(concepts) }),
    }
  })
}

const unpackProperties = (packed: PackedProperties): CodeSystemConceptProperty[] =>
  Object.entries(packed).flatMap<CodeSystemConceptProperty>(([code, value]) =>
    value === true ? [{ code, valueBoolean: true }] : value.map((valueCode) => ({ code, valueCode })),
  )

export function unpack(resource: PackedResource): CodeSystem | ValueSet | ConceptMap {
  if (resource.resourceType === 'CodeSystem') {
    const { concept, ...head } = resource
    return concept ? { ...head, concept: unpackConcepts(concept) } : head
  }
  if (resource.resourceType === 'ConceptMap' || !resource.compose) return resource as ConceptMap | ValueSet
  const { include, exclude, ...rest } = resource.compose
  return {
    ...resource,
    compose: {
      ...rest,
      include: include.map(unpackInclude),
      ...(exclude && { exclude: exclude.map(unpackInclude) }),
    },
  }
}

const unpackInclude = ({ concept, ...rest }: Packed<ValueSetComposeInclude>): ValueSetComposeInclude =>
  concept ? { ...rest, concept: unpackConcepts(concept) } : rest
