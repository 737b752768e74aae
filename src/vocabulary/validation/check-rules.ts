import { checkBinding } from './bindings.ts'
import { checkConstraints } from './invariants.ts'
import type { CompiledProfile, ElementRule, SliceRule } from './profile.types.ts'
import { referencedType } from './references.ts'
import { fits, isSame } from './same-json.ts'
import { type Selected, select } from './select-values.ts'
import type { Slot } from './type-table.ts'
import { isObject, type JsonObject, type Walk } from './walk.ts'

/** Holds a resource, or an extension, against a profile. */
export function checkRules(walk: Walk, profile: CompiledProfile, node: JsonObject): void {
  const { root } = profile
  checkConstraints(walk, root.constraints, profile.type, node, false)
  for (const rule of root.children) checkElement(walk, rule, node)
}

function checkElement(walk: Walk, rule: ElementRule, node: JsonObject): void {
  let count = 0
  const sliced = rule.slices.length > 0 ? new Array<number>(rule.slices.length).fill(0) : null
  for (const slot of rule.properties) {
    const value = node[slot.name]
    const side = slot.kind === 'primitive' ? node[slot.partner] : undefined
    if (value === undefined && side === undefined) continue
    if (!walk.enter(slot.name)) return
    if (slot.many) {
      const values = Array.isArray(value) ? value : []
      const sides = Array.isArray(side) ? side : []
      const length = Math.max(values.length, sides.length)
      for (let at = 0; at < length && !walk.isStopped; at++) {
        walk.place(at)
        checkValue(walk, rule, slot, values[at], sides[at], sliced)
      }
      count += length
    } else {
      checkValue(walk, rule, slot, value, side, sliced)
      count += 1
    }
    walk.leave()
  }
  if (count < rule.min) tellCount(walk, 'required', rule.label, '', 'ít nhất', rule.min)
  if (count > rule.max) tellCount(walk, 'structure', rule.label, '', 'nhiều nhất', rule.max)
  if (sliced) checkSliceCounts(walk, rule, sliced)
}

function checkSliceCounts(walk: Walk, rule: ElementRule, counts: readonly number[]): void {
  for (const [at, { name, min, max, tests, url }] of rule.slices.entries()) {
    if (tests === null && url === null) continue
    const part = `, nhóm ${name}`
    if (counts[at]! < min) tellCount(walk, 'required', rule.label, part, 'ít nhất', min)
    if (counts[at]! > max) tellCount(walk, 'structure', rule.label, part, 'nhiều nhất', max)
  }
}

function tellCount(
  walk: Walk,
  code: 'required' | 'structure',
  label: string,
  part: string,
  bound: string,
  count: number,
): void {
  const text = count === 0 ? 'không cho phép có phần tử này' : `yêu cầu ${bound} ${count}`
  walk.error(code, `Profile ${text}: ${label}${part}.`)
}

/** One value against the rule of its element and of the slice that it belongs to. */
function checkValue(
  walk: Walk,
  rule: ElementRule,
  slot: Slot,
  value: unknown,
  side: unknown,
  counts: number[] | null,
): void {
  checkOwn(walk, rule, slot.type, value, side)
  if (!counts) return
  const at = rule.slices.findIndex((slice) => isMember(walk, slice, slot.type, value, side))
  if (at >= 0) {
    counts[at]! += 1
    checkOwn(walk, rule.slices[at]!.rule, slot.type, value, side)
  } else if (rule.isClosed && rule.slices.every((each) => each.tests !== null || each.url !== null)) {
    walk.error('structure', `Profile không cho phép giá trị nào của ${rule.label} ngoài các nhóm đã nêu.`)
  }
}

function checkOwn(walk: Walk, rule: ElementRule, type: string, value: unknown, side: unknown): void {
  if (rule.types) checkTypes(walk, rule, type, value)
  if (value !== undefined && value !== null) {
    if (rule.fixed !== undefined && !isSame(value, rule.fixed))
      walk.error('value', `Profile yêu cầu ${rule.label} đúng bằng giá trị đã định.`)
    if (rule.pattern !== undefined && !fits(value, rule.pattern))
      walk.error('value', `Profile yêu cầu ${rule.label} chứa giá trị đã định.`)
    if (typeof value === 'string' && value.length > rule.maxLength)
      walk.error('too-long', `Profile cho ${rule.label} dài nhất ${rule.maxLength} ký tự.`)
    if (rule.binding && walk.bindings) checkBinding(walk, rule.binding, type, value)
  } else if (rule.fixed !== undefined || rule.pattern !== undefined) {
    walk.error('value', `Profile yêu cầu ${rule.label} có giá trị đã định.`)
  }
  if (rule.constraints.length > 0) checkConstraints(walk, rule.constraints, type, value, false)
  if (rule.children.length === 0) return
  const node = isObject(value) ? value : isObject(side) ? side : {}
  for (const child of rule.children) checkElement(walk, child, node)
}

function checkTypes(walk: Walk, rule: ElementRule, type: string, value: unknown): void {
  const actual = type === 'Resource' && isObject(value) ? String(value.resourceType) : type
  const allowed = rule.types!.filter(
    ({ code }) => code === actual || (type === 'Resource' && code === 'Resource') || isQuantity(code, actual),
  )
  if (allowed.length === 0 && !type.includes('.') && !rule.types!.some((each) => each.code.includes('/'))) {
    const codes = rule.types!.map((each) => each.code).join(', ')
    walk.error('structure', `Profile chỉ cho ${rule.label} có kiểu ${codes}.`)
    return
  }
  if (!isObject(value)) return
  const profiles = allowed.flatMap((each) => each.profiles)
  if (profiles.length > 0 && allowed.every((each) => each.profiles.length > 0))
    checkOneOf(walk, rule, profiles, value)
  const targets = allowed.flatMap((each) => each.targets)
  if (type === 'Reference' && targets.length > 0) checkTargets(walk, targets, value)
}

const isQuantity = (code: string, actual: string): boolean =>
  code === 'Quantity' && (actual === 'SimpleQuantity' || actual === 'MoneyQuantity')

/** Of several profiles one must be met; of one, its own issues are told. Unknown profiles cannot be held against it. */
function checkOneOf(walk: Walk, rule: ElementRule, urls: readonly string[], value: JsonObject): void {
  const known = urls.map((url) => walk.profiles.find(url))
  if (known.some((each) => each === null)) return
  if (known.length === 1) {
    checkRules(walk, known[0]!, value)
    return
  }
  if (!known.some((each) => walk.passes(() => checkRules(walk, each!, value))))
    walk.error('structure', `${rule.label} không đạt profile nào trong các profile được phép.`)
}

function checkTargets(walk: Walk, targets: readonly string[], value: JsonObject): void {
  const found = referencedType(walk, value)
  if (found === null) return
  const types = targets.map((url) => typeOfProfile(walk, url))
  if (types.includes(null) || types.includes(found)) return
  walk.error('structure', `Profile chỉ cho tham chiếu tới ${[...new Set(types)].join(', ')}.`)
}

const hl7 = 'http://hl7.org/fhir/StructureDefinition/'

/** Null: a profile nobody knows, which may be of any type. */
const typeOfProfile = (walk: Walk, url: string): string | null =>
  walk.profiles.find(url)?.type ?? (url.startsWith(hl7) ? url.slice(hl7.length) : null)

function isMember(walk: Walk, slice: SliceRule, type: string, value: unknown, side: unknown): boolean {
  if (slice.url !== null) return isObject(value) && value.url === slice.url
  if (slice.tests === null) return false
  return slice.tests.every(({ discriminator: { kind, steps }, rule }) => {
    const found = select(walk, steps, { value, side, type })
    if (kind === 'exists') return rule !== null && (rule.max === 0 ? found.length === 0 : found.length > 0)
    return found.some((each) => rule === null || isLike(walk, kind, rule, each))
  })
}

function isLike(walk: Walk, kind: string, rule: ElementRule, found: Selected): boolean {
  if (kind === 'type' && rule.types === null) return rule.properties.some((each) => each.type === found.type)
  return walk.passes(() => {
    if (kind === 'type' || kind === 'profile') checkTypes(walk, rule, found.type, found.value)
    else checkOwn(walk, rule, found.type, found.value, found.side)
  })
}
