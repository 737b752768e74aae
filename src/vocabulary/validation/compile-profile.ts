import type { ElementDefinition, StructureDefinition } from 'fhir/r4'
import { type Constraint, typeDef } from '#vocabulary/definitions'
import { compileSlices } from './compile-slices.ts'
import type { CompiledProfile, ElementRule } from './profile.types.ts'
import { type SnapshotNode, treeOf } from './profile-tree.ts'
import { allows, bindingOf, givenValue, maxOf, ownConstraints, ownerOf, typeRules } from './read-element.ts'
import { type Slot, tableOf } from './type-table.ts'

/** A profile's snapshot as the rules that it adds to R4; null when it has no snapshot that can be read. */
export function compileProfile(definition: StructureDefinition): CompiledProfile | null {
  const elements = definition.snapshot?.element
  if (!Array.isArray(elements) || !typeDef(definition.type)) return null
  const tree = treeOf(elements)
  if (!tree) return null
  const root = ruleOf(tree, definition.type, [], definition.type)
  const title = definition.title ?? definition.name ?? definition.url
  return { url: definition.url, title, type: definition.type, root }
}

/** `owner`: the type whose properties the children are. */
function ruleOf(
  node: SnapshotNode,
  label: string,
  properties: readonly Slot[],
  owner: string | null,
): ElementRule {
  const { element } = node
  const children: ElementRule[] = []
  for (const [name, child] of owner === null ? [] : node.children) {
    const rule = childRule(child, name, owner!)
    if (rule && !isIdle(rule, child.element)) children.push(rule)
  }
  return {
    label,
    properties,
    min: element.min ?? 0,
    max: maxOf(element),
    types: typeRules(element, properties),
    fixed: givenValue(element, 'fixed'),
    pattern: givenValue(element, 'pattern'),
    maxLength: element.maxLength ?? Number.POSITIVE_INFINITY,
    binding: bindingOf(element, properties),
    constraints: ownConstraints(element, () => constraintsOfR4(properties, owner)),
    children,
    slices: compileSlices(node, (slice) => {
      const own = properties.filter((each) => allows(slice.element, each.type))
      return ruleOf(slice, label, own, ownerOf(slice.element, own))
    }),
    isClosed: element.slicing?.rules === 'closed',
  }
}

function childRule(node: SnapshotNode, name: string, owner: string): ElementRule | null {
  const properties = propertiesNamed(owner, name)
  if (properties.length === 0) return null
  const own = properties.filter((each) => allows(node.element, each.type))
  return ruleOf(node, name, properties, ownerOf(node.element, own))
}

/** The root has no property that it stands in: there R4's are those of its type. */
const constraintsOfR4 = (properties: readonly Slot[], owner: string | null): readonly Constraint[] =>
  properties.length === 0 && owner !== null
    ? tableOf(owner).constraints
    : properties.flatMap((slot) =>
        slot.kind === 'complex' ? [...slot.constraints, ...slot.table.constraints] : slot.constraints,
      )

/** The JSON properties of `value[x]`, or the one of `identifier`. */
function propertiesNamed(owner: string, name: string): Slot[] {
  const table = tableOf(owner)
  const bit = table.choices.find((each) => each.label === name)?.bit
  return [...table.slots.values()].filter(
    (slot) => slot.kind !== 'sibling' && (bit === undefined ? slot.name === name : slot.choiceBit === bit),
  )
}

/** Says it nothing beyond R4? `base` of a snapshot element tells R4's own cardinality. */
function isIdle(rule: ElementRule, element: ElementDefinition): boolean {
  const { base } = element
  const isSame = base !== undefined && base.min === rule.min && base.max === element.max
  return (
    isSame &&
    rule.types === null &&
    rule.fixed === undefined &&
    rule.pattern === undefined &&
    rule.maxLength === Number.POSITIVE_INFINITY &&
    rule.binding === null &&
    rule.constraints.length === 0 &&
    rule.children.length === 0 &&
    rule.slices.length === 0 &&
    !rule.isClosed
  )
}
