import type { ElementDef } from './definition.types.ts'
import { typeDef } from './load.ts'

export interface Property {
  readonly element: ElementDef
  /** The type of its values: `Quantity` for `valueQuantity`, `Observation.component` for `component`. */
  readonly type: string
  /** Resource types a reference may point to; empty means any. */
  readonly targets: readonly string[]
}

/** What an element of this type is called in JSON: `valueQuantity`; a choice that is a SimpleQuantity is called Quantity. */
export function jsonNameOf(element: ElementDef, type: string): string {
  if (!element.isChoice) return element.name
  const called = type === 'SimpleQuantity' || type === 'MoneyQuantity' ? 'Quantity' : type
  return element.name + called[0]!.toUpperCase() + called.slice(1)
}

const tables = new Map<string, ReadonlyMap<string, Property>>()

/** JSON property names of a type, choices spelled out (`valueQuantity`), in the order of the specification. */
export function propertiesOf(type: string): ReadonlyMap<string, Property> {
  const known = tables.get(type)
  if (known) return known
  const table = new Map<string, Property>()
  for (const element of typeDef(type)?.elements.values() ?? []) {
    for (const { code, targets } of element.types) {
      table.set(jsonNameOf(element, code), { element, type: code, targets })
    }
  }
  tables.set(type, table)
  return table
}
