import { identifierSystems } from '#vocabulary/fhir'
import type { BundleEntry } from '#vocabulary/fhir-bundle'
import type { DraftIds } from '../draft.types.ts'
import { identifiersOf } from './person-of.ts'

/** Where an entry will be stored: under this message, or as what many messages share. */
export interface EntryPlace {
  readonly entry: BundleEntry
  readonly id: string
  readonly scope: 'visit' | 'shared' | 'shared-stub'
  /** The code of the facility that an Organization is. */
  readonly facilityCode?: string
}

/**
 * Ids for all entries but the Patient. A facility is known by its code and a practitioner by the licence, as in the tables
 * of BHYT; everything else belongs to the message, under what stays the same when it is sent again: the sender's own id,
 * else a business identifier; a fresh `urn:uuid:` only when there is nothing better.
 */
export function placeEntries(
  entries: readonly BundleEntry[],
  ownFacility: string,
  ids: DraftIds,
): Map<BundleEntry, EntryPlace> {
  const places = new Map<BundleEntry, EntryPlace>()
  const seen = new Map<string, number>()
  for (const entry of entries) {
    if (entry.type === 'Patient') continue
    const shared = sharedPlace(entry, ownFacility, ids)
    if (shared) {
      places.set(entry, shared)
      continue
    }
    const key = keyOf(entry)
    const name = `${entry.type}|${key}`
    const before = seen.get(name) ?? 0
    seen.set(name, before + 1)
    const id = ids.of(entry.type, before === 0 ? key : `${key}#${before}`)
    places.set(entry, { entry, id, scope: 'visit' })
  }
  return places
}

function sharedPlace(entry: BundleEntry, ownFacility: string, ids: DraftIds): EntryPlace | null {
  const identifiers = identifiersOf(entry.resource, ownFacility)
  const numberIn = (system: string) => identifiers.find((i) => i.system === system && i.value)?.value
  if (entry.type === 'Organization') {
    const code = numberIn(identifierSystems.facility)
    if (!code) return null
    return { entry, id: ids.shared('Organization', code), scope: 'shared-stub', facilityCode: code }
  }
  if (entry.type !== 'Practitioner') return null
  const licence = numberIn(identifierSystems.licence)
  if (!licence) return null
  const hasName = Array.isArray(entry.resource.name) && entry.resource.name.length > 0
  return {
    entry,
    id: ids.shared('Practitioner', `${ownFacility}/${licence}`),
    scope: hasName ? 'shared' : 'shared-stub',
  }
}

function keyOf({ fullUrl, id, resource, number }: BundleEntry): string {
  if (id !== null && !fullUrl?.startsWith('urn:')) return `id:${id}`
  const [first] = identifiersOf(resource, '').filter((i) => i.value)
  if (first) return `number:${first.system ?? ''}|${first.value}`
  if (id !== null) return `id:${id}`
  return fullUrl ?? `entry:${number}`
}
