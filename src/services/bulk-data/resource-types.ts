import { typeNames } from '#vocabulary/definitions'

let types: ReadonlySet<string> | undefined

/** Types that can lie in the store: the definition files also carry SubscriptionStatus, which R4 does not have. */
export function resourceTypes(): ReadonlySet<string> {
  types ??= new Set(typeNames('resource').filter((type) => type !== 'SubscriptionStatus'))
  return types
}
