import { isObject, type Json, objects, textOf } from './read-json.ts'
import type { CodingInput, Designation, PropertyValue } from './terminology.types.ts'

/** A designation in force for some time only: the name of a province before the reform. */
export type DatedDesignation = Designation & { readonly from: string | null; readonly until: string | null }

export interface Concept {
  readonly code: string
  readonly display: string | undefined
  readonly definition: string | undefined
  readonly isAbstract: boolean
  readonly isInactive: boolean
  /** In force from this day, and until before that one. */
  readonly from: string | null
  readonly until: string | null
  readonly properties: readonly { readonly code: string; readonly value: PropertyValue }[]
  readonly designations: readonly DatedDesignation[]
  /** Several when the system says so with `parent` or `child` properties. */
  readonly parents: readonly Concept[]
  readonly children: readonly Concept[]
}

export interface CodeSystemIndex {
  readonly url: string
  readonly version: string | undefined
  readonly name: string
  /** Are all its codes here? A fragment's unknown codes are not wrong. */
  readonly isComplete: boolean
  /** In the order of the resource. */
  readonly concepts: ReadonlyMap<string, Concept>
}

/** Extension of a designation that says when it was the name; ours, until FHIR has one. */
export const validPeriodExtension = 'https://mach.vn/fhir/StructureDefinition/designation-valid-period'

type Growing = { -readonly [K in keyof Concept]: Concept[K] }

const none: readonly never[] = []

/** Names of the days in FHIR's common concept properties and those of R5 (`http://hl7.org/fhir/concept-properties`). */
const fromProperties = new Set(['effectiveDate'])
const untilProperties = new Set(['retirementDate'])

/** Concepts by code with their hierarchy; never throws, a code given twice keeps its first place. */
export function indexCodeSystem(resource: unknown, supplements: readonly unknown[] = none): CodeSystemIndex {
  const json: Json = isObject(resource) ? resource : {}
  const concepts = new Map<string, Growing>()
  const links: [child: string, parent: string][] = []
  // An explicit stack: nesting is as deep as the sender likes.
  const open: [list: readonly Json[], at: number, parent: Growing | null][] = [
    [objects(json.concept), 0, null],
  ]
  while (open.length > 0) {
    const top = open[open.length - 1]!
    const [list, at, parent] = top
    const given = list[at]
    if (!given) {
      open.pop()
      continue
    }
    top[1] += 1
    const code = textOf(given.code)
    if (code === undefined) continue
    let concept = concepts.get(code)
    if (!concept) {
      concept = readConcept(code, given, links)
      concepts.set(code, concept)
    }
    if (parent) link(concept, parent)
    const inner = objects(given.concept)
    if (inner.length > 0) open.push([inner, 0, concept])
  }
  for (const [child, parent] of links) {
    const below = concepts.get(child)
    const above = concepts.get(parent)
    if (below && above) link(below, above)
  }
  for (const supplement of supplements) addDesignations(concepts, supplement)
  return {
    url: textOf(json.url) ?? '',
    version: textOf(json.version),
    name: textOf(json.title) ?? textOf(json.name) ?? textOf(json.url) ?? '',
    isComplete: json.content === undefined || json.content === 'complete',
    concepts,
  }
}

function readConcept(code: string, given: Json, links: [string, string][]): Growing {
  const concept: Growing = {
    ...bareConcept(code, textOf(given.display)),
    definition: textOf(given.definition),
    designations: given.designation ? objects(given.designation).flatMap(readDesignation) : none,
  }
  if (given.property) {
    const properties = objects(given.property)
    concept.properties = properties.flatMap(readProperty)
    for (const property of properties) readMeaning(concept, property, links)
  }
  return concept
}

/** A code of which nothing more is known. */
export const bareConcept = (code: string, display?: string): Concept => ({
  code,
  display,
  definition: undefined,
  isAbstract: false,
  isInactive: false,
  from: null,
  until: null,
  properties: none,
  designations: none,
  parents: none,
  children: none,
})

/** FHIR R4 codesystem.html 4.8.10, standard properties. */
function readMeaning(concept: Growing, property: Json, links: [string, string][]): void {
  const name = textOf(property.code) ?? ''
  const value = textOf(property.valueCode) ?? textOf(property.valueString)
  if (name === 'parent' && value) links.push([concept.code, value])
  else if (name === 'child' && value) links.push([value, concept.code])
  else if (name === 'notSelectable' || name === 'abstract')
    concept.isAbstract ||= property.valueBoolean === true
  else if (name === 'inactive') concept.isInactive ||= property.valueBoolean === true || value === 'true'
  else if (name === 'status') concept.isInactive ||= value === 'retired' || value === 'inactive'
  else if (fromProperties.has(name)) concept.from = textOf(property.valueDateTime) ?? null
  else if (untilProperties.has(name)) concept.until = textOf(property.valueDateTime) ?? null
}

function link(child: Growing, parent: Growing): void {
  if (child.parents.includes(parent)) return
  child.parents = [...child.parents, parent]
  // Grown in place: one parent may have thousands of children.
  if (parent.children.length === 0) parent.children = []
  ;(parent.children as Concept[]).push(child)
}

function addDesignations(concepts: ReadonlyMap<string, Growing>, supplement: unknown): void {
  const open = [...objects(isObject(supplement) ? supplement.concept : undefined)]
  while (open.length > 0) {
    const given = open.pop()!
    const concept = concepts.get(textOf(given.code) ?? '')
    if (concept) {
      concept.designations = [...concept.designations, ...objects(given.designation).flatMap(readDesignation)]
    }
    open.push(...objects(given.concept))
  }
}

export function readDesignation(given: Json): DatedDesignation[] {
  const value = textOf(given.value)
  if (value === undefined) return []
  const period = objects(given.extension).find((e) => e.url === validPeriodExtension)?.valuePeriod
  const language = textOf(given.language)
  return [
    {
      ...(language && { language }),
      ...(isObject(given.use) && { use: readCoding(given.use) }),
      value,
      from: isObject(period) ? (textOf(period.start) ?? null) : null,
      until: isObject(period) ? (textOf(period.end) ?? null) : null,
    },
  ]
}

export function readCoding(given: unknown): CodingInput {
  if (!isObject(given)) return {}
  const { system, version, code, display } = given
  return {
    ...(textOf(system) && { system: textOf(system) }),
    ...(textOf(version) && { version: textOf(version) }),
    ...(textOf(code) && { code: textOf(code) }),
    ...(textOf(display) && { display: textOf(display) }),
  }
}

function readProperty(given: Json): { code: string; value: PropertyValue }[] {
  const code = textOf(given.code)
  const value = code === undefined ? null : propertyValue(given)
  return value ? [{ code: code!, value }] : []
}

function propertyValue(given: Json): PropertyValue | null {
  if (typeof given.valueCode === 'string') return { valueCode: given.valueCode }
  if (typeof given.valueString === 'string') return { valueString: given.valueString }
  if (typeof given.valueBoolean === 'boolean') return { valueBoolean: given.valueBoolean }
  if (typeof given.valueInteger === 'number') return { valueInteger: given.valueInteger }
  if (typeof given.valueDecimal === 'number') return { valueDecimal: given.valueDecimal }
  if (typeof given.valueDateTime === 'string') return { valueDateTime: given.valueDateTime }
  return isObject(given.valueCoding) ? { valueCoding: readCoding(given.valueCoding) } : null
}
