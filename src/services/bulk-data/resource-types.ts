import { typeNames } from '#vocabulary/definitions'

let types: ReadonlySet<string> | undefined

/** Types that can lie in the store. */
export function resourceTypes(): ReadonlySet<string> {
  types ??= new Set(typeNames('resource'))
  return types
}
