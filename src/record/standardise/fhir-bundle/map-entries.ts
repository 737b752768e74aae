import type { FhirResource, Identifier, Meta } from 'fhir/r4'
import { Digits } from '#foundation/json'
import { identifierSystems } from '#vocabulary/fhir'
import { type BundleEntry, type FindTarget, isMembers, type Members } from '#vocabulary/fhir-bundle'
import { ourIdentifier } from '#vocabulary/identifier-aliases'
import type { FhirBundleMessage } from '#vocabulary/messages'
import type { DraftEntry, DraftIds, SourceRow } from '../draft.types.ts'
import { type EntryPlace, placeEntries } from './place-entries.ts'
import { rewriteResource, sharedNumber } from './rewrite-resource.ts'

/** A Bundle's entries, read: what `standardiseBundle` has found out before ids are known. */
export interface OpenBundle {
  readonly message: FhirBundleMessage
  readonly entries: readonly BundleEntry[]
  readonly find: FindTarget
}

/** Every entry but the Patient as it will be stored. */
export function mapEntries(open: OpenBundle, ids: DraftIds): DraftEntry[] {
  const { facilityCode } = open.message
  const places = placeEntries(open.entries, facilityCode, ids)
  const drafts = new Map<string, DraftEntry>()
  const stubs = new Map<string, DraftEntry>()
  for (const place of places.values()) {
    const source = sourceOf(open.message, place.entry)
    const reference = `${place.entry.type}/${place.id}`
    if (drafts.has(reference)) continue
    const digits = new Digits()
    const resource = digits.copy(place.entry.resource as Record<string, unknown>, open.message.digits ?? none)
    rewriteResource(resource, {
      facilityCode,
      find: (text) => open.find(text, place.entry),
      refer: (entry) => referenceTo(entry, places, ids),
      known: (type, identifier) => sharedReference(type, identifier, facilityCode, source, ids, stubs),
    })
    drafts.set(reference, { ...draftEntry(place, resource, facilityCode, source), ...said(digits) })
  }
  for (const [reference, stub] of stubs) if (!drafts.has(reference)) drafts.set(reference, stub)
  return [...drafts.values()]
}

const none = new Digits()
const said = (digits: Digits) => (digits.isEmpty ? {} : { digits })

/** Its 1-based place in the Bundle as sent: a Bundle of several patients is several messages. */
export function sourceOf({ rows }: FhirBundleMessage, { number }: BundleEntry): SourceRow {
  return { table: 'Bundle', row: rows?.[number - 1] ?? number }
}

const referenceTo = (
  entry: BundleEntry,
  places: ReadonlyMap<BundleEntry, EntryPlace>,
  ids: DraftIds,
): string | null => {
  if (entry.type === 'Patient') return `Patient/${ids.patientId}`
  const place = places.get(entry)
  return place ? `${entry.type}/${place.id}` : null
}

/** A facility or practitioner outside the Bundle, known by number: all we know of it is written when nobody else has. */
function sharedReference(
  type: string | null,
  identifier: Identifier,
  facilityCode: string,
  source: SourceRow,
  ids: DraftIds,
  stubs: Map<string, DraftEntry>,
): string | null {
  const number = sharedNumber(type, ourIdentifier(identifier, facilityCode))
  if (!number) return null
  const isFacility = number.type === 'Organization'
  const key = isFacility ? number.value : `${facilityCode}/${number.value}`
  const id = ids.shared(number.type, key)
  const system = isFacility ? identifierSystems.facility : identifierSystems.licence
  const resource = { resourceType: number.type, id, identifier: [{ system, value: number.value }] }
  const reference = `${number.type}/${id}`
  stubs.set(reference, { resource, source, scope: 'shared-stub' } as DraftEntry)
  return reference
}

function draftEntry(
  place: EntryPlace,
  resource: Record<string, unknown>,
  ownFacility: string,
  source: SourceRow,
): DraftEntry {
  // Changed in place: digits are kept by the very objects they stand in.
  const stored = cardOf(place, resource, ownFacility)
  const meta = metaOf(stored.meta)
  if (meta) stored.meta = meta
  else delete stored.meta
  stored.id = place.id
  return { resource: stored as unknown as FhirResource & { id: string }, source, scope: place.scope }
}

/** Of another facility a sender may say that it exists and its name; the rest is that facility's own to say. */
function cardOf(
  place: EntryPlace,
  resource: Record<string, unknown>,
  ownFacility: string,
): Record<string, unknown> {
  const code = place.facilityCode
  if (code === undefined || code.toUpperCase() === ownFacility.toUpperCase()) return resource
  const name = typeof resource.name === 'string' ? { name: resource.name } : {}
  return {
    resourceType: 'Organization',
    identifier: [{ system: identifierSystems.facility, value: code }],
    ...name,
  }
}

/** Profiles, security labels and tags are the sender's to say; version, time and source are ours. */
export function metaOf(meta: unknown): Meta | undefined {
  if (!isMembers(meta)) return undefined
  const { versionId, lastUpdated, source, ...kept } = meta as Members & Meta
  return Object.keys(kept).length > 0 ? kept : undefined
}
