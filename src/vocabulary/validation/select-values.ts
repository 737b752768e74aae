import type { PathStep } from './profile.types.ts'
import { referencedType } from './references.ts'
import { tableOf } from './type-table.ts'
import { isObject, type Walk } from './walk.ts'

/** A value with its FHIR type and what stands beside it when it is a primitive. */
export interface Selected {
  readonly value: unknown
  readonly side: unknown
  readonly type: string
}

/** The values at the end of a discriminator's path. */
export function select(walk: Walk, steps: readonly PathStep[], from: Selected): readonly Selected[] {
  let at: readonly Selected[] = [from]
  for (const step of steps) at = at.flatMap((each) => take(walk, step, each))
  return at
}

function take(walk: Walk, { kind, text }: PathStep, from: Selected): readonly Selected[] {
  const node = isObject(from.value) ? from.value : isObject(from.side) ? from.side : null
  if (!node) return []
  if (kind === 'resolve') {
    // Only the type of what is referred to can be told here; its content stands elsewhere.
    const type = referencedType(walk, node)
    return type === null ? [] : [{ value: { resourceType: type }, side: undefined, type: 'Resource' }]
  }
  if (kind === 'extension') {
    const list = Array.isArray(node.extension) ? node.extension : []
    return list
      .filter((each) => isObject(each) && each.url === text)
      .map((value) => ({ value, side: undefined, type: 'Extension' }))
  }
  return propertyOf(node, ownType(from), text)
}

function ownType({ value, type }: Selected): string {
  if (!isObject(value)) return 'Element'
  return type === 'Resource' && typeof value.resourceType === 'string' ? value.resourceType : type
}

function propertyOf(node: Record<string, unknown>, type: string, name: string): readonly Selected[] {
  const { slots, choices } = tableOf(type)
  const bit = choices.find((each) => each.label === `${name}[x]`)?.bit
  const found: Selected[] = []
  for (const slot of bit === undefined ? [slots.get(name)] : slots.values()) {
    if (!slot || slot.kind === 'sibling' || (bit !== undefined && slot.choiceBit !== bit)) continue
    const value = node[slot.name]
    const side = slot.kind === 'primitive' ? node[slot.partner] : undefined
    if (value === undefined && side === undefined) continue
    if (!slot.many) found.push({ value, side, type: slot.type })
    else if (Array.isArray(value))
      for (const each of value) found.push({ value: each, side: undefined, type: slot.type })
  }
  return found
}
