import type { ElementDefinition, StructureDefinition } from 'fhir/r4'
import { entriesOf } from './source.ts'

/** One element of a differential: its id and what it says. */
export type Difference = Partial<ElementDefinition> & { readonly id: string }

const bases = new Map<string, StructureDefinition>()

function baseOf(type: string): StructureDefinition {
  if (bases.size === 0)
    for (const file of ['profiles-types.json', 'profiles-resources.json'])
      for (const each of entriesOf<StructureDefinition>(file))
        if (each.resourceType === 'StructureDefinition' && each.derivation !== 'constraint')
          bases.set(each.type, each)
  return bases.get(type)!
}

/** What a reader of the snapshot needs; the rest (mappings, comments, XPath) is in HL7's own files. */
const kept = [
  ...['id', 'path', 'sliceName', 'short', 'definition', 'min', 'max', 'base', 'contentReference', 'type'],
  ...['condition', 'constraint', 'mustSupport', 'isModifier', 'isModifierReason', 'isSummary', 'binding'],
] as const

function copyOf(element: ElementDefinition): ElementDefinition {
  const copy: Record<string, unknown> = {}
  for (const name of kept) {
    const value = element[name as keyof ElementDefinition]
    if (value !== undefined) copy[name] = structuredClone(value)
  }
  const made = copy as unknown as ElementDefinition
  // The definition repeats what HL7 explains at length; the short text says it.
  if (made.short && made.definition) made.definition = made.short
  for (const constraint of made.constraint ?? []) delete constraint.xpath
  if (made.constraint) made.constraint = made.constraint.map(({ extension: _, ...rest }) => rest)
  if (made.binding) {
    delete made.binding.extension
    delete made.binding.description
  }
  return made
}

const pathOf = (id: string): string =>
  id
    .split('.')
    .map((part) => part.split(':')[0])
    .join('.')

const parentOf = (id: string): string => id.slice(0, id.lastIndexOf('.'))

/** Applies a differential to R4's own definition of a type (R4 profiling 5.1.0.5), unfolding what it reaches into. */
export function snapshotOf(type: string, differences: readonly Difference[]): ElementDefinition[] {
  const elements = baseOf(type).snapshot!.element.map(copyOf)
  for (const difference of differences)
    Object.assign(place(elements, difference.id), merged(elements, difference))
  return elements
}

/** Constraints of a profile come beside those that are there. */
function merged(
  elements: ElementDefinition[],
  { constraint, ...rest }: Difference,
): Partial<ElementDefinition> {
  const old = place(elements, rest.id).constraint ?? []
  const text = rest.short && !rest.definition ? { definition: rest.short } : {}
  return constraint ? { ...rest, ...text, constraint: [...old, ...constraint] } : { ...rest, ...text }
}

/** The element with that id, made when it is a slice or stands inside a type. */
function place(elements: ElementDefinition[], id: string): ElementDefinition {
  const known = elements.find((each) => each.id === id)
  if (known) return known
  const last = id.slice(id.lastIndexOf('.') + 1)
  return last.includes(':') ? addSlice(elements, id, last) : unfold(elements, id)
}

function addSlice(elements: ElementDefinition[], id: string, last: string): ElementDefinition {
  const wholeId = id.slice(0, id.lastIndexOf(':'))
  const whole = place(elements, wholeId)
  const slice: ElementDefinition = {
    ...structuredClone(whole),
    id,
    sliceName: last.slice(last.indexOf(':') + 1),
  }
  delete slice.slicing
  slice.min = 0
  const at = elements.findLastIndex(
    ({ id: other }) =>
      other === wholeId || other!.startsWith(`${wholeId}.`) || other!.startsWith(`${wholeId}:`),
  )
  elements.splice(at + 1, 0, slice)
  return slice
}

function unfold(elements: ElementDefinition[], id: string): ElementDefinition {
  const parent = place(elements, parentOf(id))
  const inside = childrenOf(elements, parent)
  elements.splice(elements.indexOf(parent) + 1, 0, ...inside)
  const made = elements.find((each) => each.id === id)
  if (!made) throw new Error(`No element ${id} in ${parent.id}`)
  return made
}

/** A backbone's children stand with the unsliced element; a data type's in its own definition. */
function childrenOf(elements: readonly ElementDefinition[], parent: ElementDefinition): ElementDefinition[] {
  const move = (from: string, fromPath: string) => (each: ElementDefinition) => ({
    ...copyOf(each),
    id: parent.id + each.id!.slice(from.length),
    path: parent.path + each.path.slice(fromPath.length),
  })
  const whole = pathOf(parent.id!)
  const own = elements.filter((each) => each.id!.startsWith(`${whole}.`) && !each.id!.includes(':'))
  if (whole !== parent.id && own.length > 0) return own.map(move(whole, whole))
  if (parent.type?.length !== 1) throw new Error(`${parent.id} has no single type to look into`)
  const { code } = parent.type[0]!
  return baseOf(code).snapshot!.element.slice(1).map(move(code, code))
}
