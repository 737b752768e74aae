import { primitiveAdvice } from './element-messages.ts'
import { narrativeFault } from './narrative.ts'
import { noteLocalUri } from './references.ts'
import type { Slot } from './type-table.ts'
import type { Walk } from './walk.ts'

/** JSON type, lexical rule, and what the specification says beyond them. False when the value cannot be used. */
export function checkPrimitive(walk: Walk, slot: Slot, value: unknown): boolean {
  const rule = slot.rule!
  if (typeof value !== rule.json) {
    walk.break(primitiveAdvice(rule.json, value))
    return false
  }
  const fault = rule.faultOf(value as never)
  if (fault !== null) {
    walk.error('value', fault)
    return false
  }
  switch (slot.type) {
    case 'uri':
    case 'url':
    case 'canonical':
      noteLocalUri(walk, value as string)
      break
    case 'xhtml': {
      const problem = narrativeFault(value as string)
      if (problem !== null) walk.report('error', 'invariant', problem, 'txt-1')
    }
  }
  return true
}
