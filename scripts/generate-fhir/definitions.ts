import type { ElementDefinition, StructureDefinition } from 'fhir/r4'
import { entriesOf } from './source.ts'

/** R4B's, in the R4 package by mistake. */
const notR4 = new Set(['SubscriptionStatus'])

/**
 * `src/vocabulary/definitions/data/r4.generated.json`: every resource and data type of R4 with its elements, cardinality,
 * types, targets, bindings and constraints, in the compact form that `definitions/load.ts` reads.
 */
export function definitionsArtefact(): [path: string, text: string] {
  const structures = [
    ...entriesOf<StructureDefinition>('profiles-types.json'),
    ...entriesOf<StructureDefinition>('profiles-resources.json'),
  ].filter((s) => s.resourceType === 'StructureDefinition' && !notR4.has(s.name))
  const constraints: unknown[][] = []
  const places = new Map<string, number>()
  const constraint = (given: NonNullable<ElementDefinition['constraint']>[number]): number => {
    const row = [given.key, given.severity === 'error' ? 'e' : 'w', given.human, given.expression ?? '']
    const key = JSON.stringify(row)
    let place = places.get(key)
    if (place === undefined) {
      place = constraints.push(row) - 1
      places.set(key, place)
    }
    return place
  }
  const types: unknown[][] = []
  for (const structure of structures.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    // Constrained types (Age, SimpleQuantity) are types of their own in R4 element definitions.
    const name = structure.derivation === 'constraint' ? structure.name : structure.type
    types.push(...typesOf(structure, name, constraint))
  }
  const lines = types.map((row) => JSON.stringify(row))
  const text = `{"constraints":[\n${constraints.map((row) => JSON.stringify(row)).join(',\n')}\n],\n"types":[\n${lines.join(',\n')}\n]}\n`
  return ['src/vocabulary/definitions/data/r4.generated.json', text]
}

type Constraint = (given: NonNullable<ElementDefinition['constraint']>[number]) => number

function typesOf(structure: StructureDefinition, name: string, constraint: Constraint): unknown[][] {
  const elements = structure.snapshot!.element
  const root = elements[0]!
  const own = (list: ElementDefinition['constraint']) =>
    (list ?? []).filter((c) => c.source === structure.url || c.source === undefined).map(constraint)
  const base = structure.baseDefinition?.split('/').at(-1) ?? null
  const kind = structure.kind === 'primitive-type' ? 'p' : structure.kind === 'resource' ? 'r' : 'c'
  const rows = new Map<string, unknown[]>()
  rows.set(root.path, [
    name,
    kind + (structure.abstract ? 'a' : ''),
    base,
    own(root.constraint),
    [],
    kind === 'p' ? regexOf(elements) : undefined,
  ])
  const parentName = (path: string) => (path === root.path ? name : name + path.slice(root.path.length))
  for (const element of elements.slice(1)) {
    const isOwn = element.base === undefined || element.base.path === element.path
    const isConstrained = structure.derivation === 'constraint'
    if (!isOwn && !isConstrained) continue
    const at = element.path.lastIndexOf('.')
    const parent = rows.get(element.path.slice(0, at))
    if (!parent) continue
    const isBackbone =
      element.type?.length === 1 &&
      ['BackboneElement', 'Element'].includes(element.type[0]!.code) &&
      elements.some((e) => e.path.startsWith(`${element.path}.`))
    if (isBackbone) {
      rows.set(element.path, [parentName(element.path), 'b', element.type![0]!.code, [], []])
    }
    ;(parent[4] as unknown[]).push(
      elementRow(
        element,
        element.path.slice(at + 1),
        isBackbone ? parentName(element.path) : null,
        root.path,
        name,
        own,
      ),
    )
  }
  return [...rows.values()].map((row) => {
    while (row.at(-1) === undefined) row.pop()
    return row
  })
}

function elementRow(
  element: ElementDefinition,
  name: string,
  backbone: string | null,
  rootPath: string,
  typeName: string,
  own: (list: ElementDefinition['constraint']) => number[],
): unknown[] {
  const reference = element.contentReference?.slice(1)
  const types = backbone
    ? [backbone]
    : reference
      ? [typeName + reference.slice(rootPath.length)]
      : (element.type ?? []).map(typeText)
  const binding = element.binding?.valueSet
    ? `${{ required: 'r', extensible: 'e', preferred: 'p', example: 'x' }[element.binding.strength]}${element.binding.valueSet.split('|')[0]}`
    : undefined
  const constraints = own(element.constraint)
  const flags = `${element.isSummary ? 's' : ''}${element.isModifier ? 'm' : ''}`
  const row = [
    name,
    element.min,
    element.max === '*' ? -1 : Number(element.max),
    types,
    flags,
    binding,
    constraints.length > 0 ? constraints : undefined,
  ]
  while (row.at(-1) === undefined) row.pop()
  return row
}

/** `Reference(Patient|Group)`, `canonical(ValueSet)`, `string`. */
function typeText(type: NonNullable<ElementDefinition['type']>[number]): string {
  const fhirType = type.extension?.find((e) => e.url.endsWith('structuredefinition-fhir-type'))?.valueUrl
  const code =
    fhirType ?? type.code.replace('http://hl7.org/fhirpath/System.', '').replace(/^String$/, 'string')
  const targets = (type.targetProfile ?? [])
    .map((url) => url.replace('http://hl7.org/fhir/StructureDefinition/', ''))
    .filter((target) => target !== 'Resource')
  const profile = (type.profile ?? []).map((url) =>
    url.replace('http://hl7.org/fhir/StructureDefinition/', ''),
  )
  // A SimpleQuantity is a Quantity by name with a constraint more.
  if (profile.length === 1 && ['SimpleQuantity', 'MoneyQuantity'].includes(profile[0]!)) return profile[0]!
  return targets.length > 0 ? `${code}(${targets.join('|')})` : code
}

function regexOf(elements: readonly ElementDefinition[]): string | undefined {
  const value = elements.find((e) => e.path.endsWith('.value'))
  return value?.type?.[0]?.extension?.find((e) => e.url === 'http://hl7.org/fhir/StructureDefinition/regex')
    ?.valueString
}
