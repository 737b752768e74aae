import type { Value } from './path.types.ts'

/** Is an invariant with this result kept? Nothing, or one value that is not false. */
export function isTrue(values: readonly Value[]): boolean {
  if (values.length === 0) return true
  return values.length === 1 && values[0]!.value !== false
}
