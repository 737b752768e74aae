import type { Condition } from '../search.types.ts'

/** Does the condition look at other resources? One that does cannot be judged on a resource alone. */
export function needsOthers(condition: Condition): boolean {
  switch (condition.kind) {
    case 'chain':
    case 'has':
    case 'list':
      return true
    case 'and':
    case 'or':
      return condition.of.some(needsOthers)
    case 'not':
      return needsOthers(condition.of)
    default:
      return false
  }
}
