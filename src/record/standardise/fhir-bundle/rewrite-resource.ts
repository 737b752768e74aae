import type { Identifier, Reference } from 'fhir/r4'
import { extensions, identifierSystems } from '#vocabulary/fhir'
import { type BundleEntry, isMembers, type Target } from '#vocabulary/fhir-bundle'
import { ourCodeSystem, ourIdentifier } from '#vocabulary/identifier-aliases'

/** What becomes of the references of one resource. */
export interface Rewriting {
  readonly facilityCode: string
  readonly find: (reference: string) => Target
  /** The new reference to an entry; null when it has to be named by its number instead. */
  readonly refer: (entry: BundleEntry) => string | null
  /** A facility or practitioner that is not in the Bundle and yet known by this number; null when it is not. */
  readonly known: (type: string | null, identifier: Identifier) => string | null
}

type Node = Record<string, unknown>

/** Elements other than references whose URL may be an entry's fullUrl (FHIR R4, http 3.1.0.11.2). */
const urls = new Set(['url', 'uri', 'valueUri', 'valueUrl', 'instantiatesUri'])

/**
 * Changes a copy of a resource in place: references lead to where the entries will be stored, identifier and code systems
 * of other guides become ours. Nothing is taken away: what a reference said and cannot be kept stands in its extension.
 */
export function rewriteResource(resource: unknown, how: Rewriting): void {
  walk(resource, '', how)
}

function walk(value: unknown, name: string, how: Rewriting): void {
  if (Array.isArray(value)) {
    for (const each of value) if (typeof each === 'object') walk(each, name, how)
    return
  }
  if (!isMembers(value)) return
  const node = value as Node
  if (/identifier$/i.test(name)) {
    const { system } = ourIdentifier(node as Identifier, how.facilityCode)
    if (system !== undefined) node.system = system
  } else if (typeof node.system === 'string') node.system = ourCodeSystem(node.system)
  for (const key of Object.keys(node)) {
    const member = node[key]
    if (typeof member === 'object' && member !== null) walk(member, key, how)
    else if (typeof member === 'string' && urls.has(key)) node[key] = urlOf(member, how)
  }
  if (typeof node.reference === 'string') rewriteReference(node as Reference & Node, node.reference, how)
}

function urlOf(url: string, how: Rewriting): string {
  if (!url.startsWith('urn:uuid:') && !url.startsWith('urn:oid:')) return url
  const target = how.find(url)
  return (target.kind === 'entry' && how.refer(target.entry)) || url
}

function rewriteReference(node: Reference & Node, sent: string, how: Rewriting): void {
  const target = how.find(sent)
  if (target.kind === 'contained') return
  if (target.kind === 'entry') {
    const there = how.refer(target.entry)
    if (there !== null) {
      node.reference = there
      return
    }
    nameByNumber(node, target.entry.type, numberOf(target.entry, how.facilityCode))
    return
  }
  const searched = target.kind === 'search' ? identifierOf(target, how) : undefined
  const identifier = (node.identifier as Identifier | undefined) ?? searched
  const there = identifier && how.known(target.type, identifier)
  if (there) {
    node.reference = there
    node.identifier = identifier
    return
  }
  nameByNumber(node, target.type, identifier)
  if (target.kind === 'outside')
    node.extension = [...(node.extension ?? []), { url: extensions.sentText, valueString: sent }]
}

const identifierOf = (target: Extract<Target, { kind: 'search' }>, how: Rewriting): Identifier =>
  ourIdentifier(
    { ...(target.system ? { system: target.system } : {}), value: target.value },
    how.facilityCode,
  )

function numberOf(entry: BundleEntry, facilityCode: string): Identifier | undefined {
  const { identifier } = entry.resource
  const first = Array.isArray(identifier) ? identifier.find(isMembers) : identifier
  return isMembers(first) ? ourIdentifier(first as Identifier, facilityCode) : undefined
}

/** A logical reference (R4 2.3.0.2): who is meant, without saying where it lies. */
function nameByNumber(node: Reference & Node, type: string | null, identifier: Identifier | undefined): void {
  delete node.reference
  if (type !== null && node.type === undefined) node.type = type
  if (identifier?.value && node.identifier === undefined)
    node.identifier = {
      ...(identifier.system ? { system: identifier.system } : {}),
      value: identifier.value,
    }
}

/** The number under which a facility or practitioner is shared; null for anything else. */
export function sharedNumber(
  type: string | null,
  { system, value }: Identifier,
): { readonly type: 'Organization' | 'Practitioner'; readonly value: string } | null {
  if (!value) return null
  if (system === identifierSystems.facility && (type === null || type === 'Organization'))
    return { type: 'Organization', value }
  if (system === identifierSystems.licence && (type === null || type === 'Practitioner'))
    return { type: 'Practitioner', value }
  return null
}
