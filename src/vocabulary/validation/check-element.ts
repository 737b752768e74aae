import { checkBinding } from './bindings.ts'
import { bundleScopeOf, checkBundle } from './bundle.ts'
import { checkPrimitive } from './check-primitive.ts'
import { checkClaims } from './check-profiles.ts'
import { checkContained, containedScopeOf } from './contained.ts'
import { missing, shapeAdvice, twoChoices, unknownProperty, unknownType } from './element-messages.ts'
import { checkConstraints, checkInvariants } from './invariants.ts'
import { checkAbsolute, checkReference } from './references.ts'
import { resourceTypes, type Slot, type TypeTable, tableOf } from './type-table.ts'
import { isObject, type JsonObject, type Walk } from './walk.ts'

/** Where a resource stands: alone, in `contained`, or in an entry or parameter. */
export type ResourcePlace = 'root' | 'contained' | 'inner'

export function checkResource(walk: Walk, value: unknown, place: ResourcePlace): void {
  if (!isObject(value)) {
    walk.break('Phải là một tài nguyên FHIR dạng đối tượng JSON.')
    return
  }
  const type = value.resourceType
  if (typeof type !== 'string') {
    walk.broken += 1
    walk.errorAt('resourceType', 'structure', 'Thiếu resourceType: không biết đây là tài nguyên gì.')
    return
  }
  if (!resourceTypes().has(type)) {
    unknownType(walk, type)
    return
  }
  const { resource, rootResource, bundle, contained } = walk
  walk.resource = value
  if (place !== 'contained') {
    walk.rootResource = value
    walk.contained = containedScopeOf(value)
  }
  if (type === 'Bundle') walk.bundle = bundleScopeOf(value)
  const broken = walk.broken
  checkObject(walk, tableOf(type), value)
  if (place !== 'contained') checkContained(walk, value)
  if (type === 'Bundle') checkBundle(walk, value)
  if (walk.broken === broken) checkClaims(walk, value, type)
  walk.resource = resource
  walk.rootResource = rootResource
  walk.bundle = bundle
  walk.contained = contained
}

export function checkObject(walk: Walk, table: TypeTable, node: unknown): void {
  if (!isObject(node)) {
    walk.break(shapeAdvice(node))
    return
  }
  const { slots } = table
  const broken = walk.broken
  let present = 0
  let chosen = 0
  let count = 0
  for (const key in node) {
    const value = node[key]
    if (value === undefined) continue
    const slot = slots.get(key)
    if (slot === undefined) {
      if (key === 'resourceType' && table.isResource) continue
      unknownProperty(walk, table, key)
      if (walk.isStopped) return
      count += 1
      continue
    }
    if (key !== 'id' || !table.needsContent) count += 1
    present |= slot.requiredBit
    if (slot.choiceBit !== 0 && !(slot.kind === 'sibling' && node[slot.partner] !== undefined)) {
      if ((chosen & slot.choiceBit) !== 0) twoChoices(walk, table, slot)
      chosen |= slot.choiceBit
    }
    if (!walk.enter(key)) return
    checkSlot(walk, slot, value, node)
    walk.leave()
    if (walk.isStopped) return
  }
  if (count === 0 && table.needsContent) {
    walk.break('Phần tử rỗng; không có nội dung thì bỏ hẳn.')
    return
  }
  if ((present & table.requiredMask) !== table.requiredMask) missing(walk, table, present)
  checkWords(walk, table, node)
  if (walk.broken === broken) checkInvariants(walk, table, node)
}

/** Rules that stand in the prose of a data type. */
function checkWords(walk: Walk, table: TypeTable, node: JsonObject): void {
  switch (table.name) {
    case 'Coding':
    case 'Identifier':
      if (node.system !== undefined) checkAbsolute(walk, node, 'system')
  }
}

function checkSlot(walk: Walk, slot: Slot, value: unknown, owner: JsonObject): void {
  if (value === null) {
    walk.break('Không được là null; không có giá trị thì bỏ hẳn phần tử.')
    return
  }
  if (!slot.many) {
    if (slot.kind === 'sibling') checkSibling(walk, value, owner[slot.partner])
    else checkOne(walk, slot, value)
    return
  }
  if (!Array.isArray(value)) {
    walk.break('Phần tử này lặp được nên phải là mảng JSON: [ … ].')
    return
  }
  if (value.length === 0) {
    walk.break('Mảng rỗng; không có nội dung thì bỏ hẳn phần tử.')
    return
  }
  if (value.length < slot.min) walk.error('structure', `Phải có ít nhất ${slot.min} mục.`)
  const partner = slot.kind === 'primitive' || slot.kind === 'sibling' ? owner[slot.partner] : undefined
  const others = Array.isArray(partner) ? partner : []
  for (let index = 0; index < value.length && !walk.isStopped; index++) {
    walk.place(index)
    const item = value[index]
    if (item === null && isPresent(others[index])) continue
    if (slot.kind === 'sibling') checkSibling(walk, item, others[index])
    else checkOne(walk, slot, item)
  }
  walk.place(-1)
}

function checkOne(walk: Walk, slot: Slot, value: unknown): void {
  const { broken } = walk
  switch (slot.kind) {
    case 'primitive':
      if (!checkPrimitive(walk, slot, value)) return
      break
    case 'complex':
      checkComplex(walk, slot, value)
      break
    case 'resource':
      checkInner(walk, slot, value)
  }
  if (slot.binding !== null && walk.bindings !== null && walk.broken === broken)
    checkBinding(walk, slot.binding, slot.type, value)
  if (slot.constraints.length > 0 && walk.broken === broken)
    checkConstraints(walk, slot.constraints, slot.type, value, true)
}

function checkComplex(walk: Walk, slot: Slot, value: unknown): void {
  checkObject(walk, slot.table, value)
  if (!isObject(value)) return
  if (slot.type === 'Reference') checkReference(walk, value, slot.targets)
  // Inside an extension the parts have names of their own; anywhere else the URL is the world's.
  else if (slot.type === 'Extension' && !slot.isPart) checkAbsolute(walk, value, 'url')
}

function checkInner(walk: Walk, slot: Slot, value: unknown): void {
  const isContained = slot.name === 'contained'
  if (isContained) walk.refersToContainer = false
  checkResource(walk, value, isContained ? 'contained' : 'inner')
  if (isContained && walk.refersToContainer && isObject(value) && typeof value.id === 'string')
    walk.contained?.used.add(value.id)
}

/** `_birthDate`: id and extensions of a primitive. Alone it must say something (ele-1). */
function checkSibling(walk: Walk, value: unknown, partner: unknown): void {
  if (value === null && isPresent(partner)) return
  checkObject(walk, tableOf('Element'), value)
  if (!isObject(value) || value.extension !== undefined) return
  if (value.id === undefined || !isPresent(partner)) walk.break('Phần tử rỗng; không có nội dung thì bỏ hẳn.')
}

const isPresent = (value: unknown): boolean => value !== null && value !== undefined
