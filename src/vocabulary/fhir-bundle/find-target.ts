import { type BundleEntry, isMembers } from './bundle-entries.ts'

/** Where a reference leads: into its own resource, to an entry of the Bundle, by a search, or out of the Bundle. */
export type Target =
  | { readonly kind: 'contained' }
  | { readonly kind: 'entry'; readonly entry: BundleEntry }
  | { readonly kind: 'search'; readonly type: string; readonly system: string | null; readonly value: string }
  | { readonly kind: 'outside'; readonly type: string | null }

export type FindTarget = (reference: string, from: BundleEntry) => Target

const outside = (type: string | null): Target => ({ kind: 'outside', type })

/**
 * FHIR R4 Bundle 2.36.4.1: an absolute reference is some entry's fullUrl; a relative one is read from the base of the
 * fullUrl it stands under. Senders who write `Patient/1` beside `urn:uuid:` are understood by the resource's own id, when
 * only one entry has it.
 */
export function targetFinder(entries: readonly BundleEntry[]): FindTarget {
  const byUrl = new Map<string, BundleEntry>()
  const byId = new Map<string, BundleEntry | null>()
  const byNumber = new Map<string, BundleEntry | null>()
  for (const entry of entries) {
    for (const number of numbersOf(entry)) byNumber.set(number, byNumber.has(number) ? null : entry)
    if (entry.fullUrl !== null && !byUrl.has(entry.fullUrl)) byUrl.set(entry.fullUrl, entry)
    if (entry.id === null) continue
    const name = `${entry.type}/${entry.id}`
    byId.set(name, byId.has(name) ? null : entry)
  }
  return (sent, from) => {
    if (sent.startsWith('#')) return { kind: 'contained' }
    const reference = withoutVersion(sent)
    const question = reference.indexOf('?')
    if (question > 0) return searchTarget(reference, question, byNumber)
    if (/^[a-z][a-z0-9+.-]*:/i.test(reference)) {
      const entry = byUrl.get(reference)
      return entry ? { kind: 'entry', entry } : outside(typeOf(reference))
    }
    const base = baseOf(from)
    const entry = (base !== null && byUrl.get(`${base}${reference}`)) || byId.get(reference)
    return entry ? { kind: 'entry', entry } : outside(typeOf(reference))
  }
}

function withoutVersion(reference: string): string {
  const at = reference.indexOf('/_history/')
  return at < 0 ? reference : reference.slice(0, at)
}

/** `https://his.example/fhir/Observation/2` → `https://his.example/fhir/`. */
function baseOf({ fullUrl, type }: BundleEntry): string | null {
  if (!fullUrl?.startsWith('http')) return null
  const at = fullUrl.lastIndexOf(`/${type}/`)
  return at < 0 ? null : fullUrl.slice(0, at + 1)
}

function typeOf(reference: string): string | null {
  const parts = reference.split('/')
  const type = parts[parts.length - 2]
  return type !== undefined && /^[A-Z][A-Za-z]{2,40}$/.test(type) ? type : null
}

function numbersOf({ type, resource }: BundleEntry): string[] {
  const { identifier } = resource
  return (Array.isArray(identifier) ? identifier : [identifier])
    .filter(isMembers)
    .map(({ system, value }) => `${type}|${system}|${value}`)
}

/** `Practitioner?identifier=system|value`: the one kind of search that names somebody, here in the Bundle or elsewhere. */
function searchTarget(
  reference: string,
  question: number,
  byNumber: ReadonlyMap<string, BundleEntry | null>,
): Target {
  const type = reference.slice(reference.lastIndexOf('/', question) + 1, question)
  const pairs = new URLSearchParams(reference.slice(question + 1))
  const identifier = pairs.get('identifier')
  if (identifier === null || [...pairs.keys()].length !== 1) return outside(type)
  const bar = identifier.indexOf('|')
  const system = bar > 0 ? identifier.slice(0, bar) : null
  const value = identifier.slice(bar + 1)
  const entry = byNumber.get(`${type}|${system}|${value}`)
  return entry ? { kind: 'entry', entry } : { kind: 'search', type, system, value }
}
