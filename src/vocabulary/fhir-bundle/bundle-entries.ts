export type Members = Readonly<Record<string, unknown>>

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An entry of a Bundle that carries a resource. */
export interface BundleEntry {
  /** 1-based position in the Bundle. */
  readonly number: number
  readonly fullUrl: string | null
  readonly type: string
  /** The resource's own id. */
  readonly id: string | null
  readonly resource: Members
}

/** The entries with a resource; of others the caller says what it thinks of them. */
export function bundleEntries(bundle: Members): BundleEntry[] {
  const { entry } = bundle
  if (!Array.isArray(entry)) return []
  const entries: BundleEntry[] = []
  for (const [index, each] of entry.entries()) {
    if (!isMembers(each) || !isMembers(each.resource)) continue
    const { resource, fullUrl } = each
    if (typeof resource.resourceType !== 'string') continue
    entries.push({
      number: index + 1,
      fullUrl: typeof fullUrl === 'string' ? fullUrl : null,
      type: resource.resourceType,
      id: typeof resource.id === 'string' ? resource.id : null,
      resource,
    })
  }
  return entries
}
