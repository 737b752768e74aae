import type { CheckedBinding } from './type-table.ts'
import { isObject, type JsonObject, type Walk } from './walk.ts'

type Verdict = boolean | undefined

const verdictOf = (walk: Walk, binding: CheckedBinding, system: unknown, code: unknown): Verdict =>
  typeof code === 'string'
    ? walk.bindings!(binding.valueSet, typeof system === 'string' ? system : undefined, code)
    : false

/** The last part of the URL is what people know a value set by. */
const nameOf = (binding: CheckedBinding): string =>
  binding.valueSet.slice(binding.valueSet.lastIndexOf('/') + 1)

function tell(walk: Walk, binding: CheckedBinding, isCoded: boolean): void {
  if (binding.isRequired)
    walk.error('code-invalid', `Mã phải lấy từ danh mục ${nameOf(binding)} (${binding.valueSet}).`)
  else if (isCoded)
    walk.warn('code-invalid', `Nên dùng mã của danh mục ${nameOf(binding)} nếu có mã phù hợp.`)
}

/** R4 terminologies 4.1.1: required must be of the value set; extensible should, when the set has such a concept. */
export function checkBinding(walk: Walk, binding: CheckedBinding, type: string, value: unknown): void {
  if (typeof value === 'string') {
    // An extensible list of URIs speaks of the names within it; a whole URL is a name of somebody else's.
    if (type === 'uri' && !binding.isRequired && value.includes(':')) return
    if (verdictOf(walk, binding, undefined, value) === false) tell(walk, binding, true)
    return
  }
  if (!isObject(value)) return
  if (type === 'CodeableConcept') {
    checkConcept(walk, binding, value)
    return
  }
  // A Quantity without a unit, a Coding of words only: nothing that a required set could hold, nothing to warn of.
  if (value.code === undefined && type !== 'Coding') return
  const verdict = verdictOf(walk, binding, value.system, value.code)
  if (verdict === false) tell(walk, binding, value.code !== undefined)
}

function checkConcept(walk: Walk, binding: CheckedBinding, concept: JsonObject): void {
  const codings = Array.isArray(concept.coding) ? concept.coding : []
  let isCoded = false
  for (const coding of codings) {
    if (!isObject(coding)) continue
    const verdict = verdictOf(walk, binding, coding.system, coding.code)
    if (verdict !== false) return
    if (coding.code !== undefined) isCoded = true
  }
  tell(walk, binding, isCoded)
}
