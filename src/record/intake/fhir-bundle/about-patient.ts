import type { Identifier } from 'fhir/r4'
import type { BundleEntry, FindTarget, Members } from '#vocabulary/fhir-bundle'
import { isMembers } from '#vocabulary/fhir-bundle'
import { isFacilityCode, meaningOf } from '#vocabulary/identifier-aliases'

const identifiersOf = (resource: Members): Identifier[] =>
  (Array.isArray(resource.identifier) ? resource.identifier : [resource.identifier]).filter(
    isMembers,
  ) as Identifier[]

const numberThatMeans = (resource: Members, means: string): string | null => {
  for (const identifier of identifiersOf(resource))
    if (
      meaningOf(identifier) === means &&
      typeof identifier.value === 'string' &&
      identifier.value.trim() !== ''
    )
      return identifier.value.trim()
  return null
}

/** Is there anything a facility could call this patient by? */
export function hasNumber(patient: BundleEntry): boolean {
  const { resource, id } = patient
  return (
    id !== null || identifiersOf(resource).some((i) => typeof i.value === 'string' && i.value.trim() !== '')
  )
}

/** The code of the facility that a Reference names: by identifier, or by the Organization in the Bundle. */
export function facilityNamed(reference: unknown, from: BundleEntry, find: FindTarget): string | null {
  if (!isMembers(reference)) return null
  const named = numberThatMeans(reference, 'facility')
  if (named !== null && isFacilityCode(named)) return named
  if (typeof reference.reference !== 'string') return null
  const target = find(reference.reference, from)
  if (target.kind === 'search') {
    const identifier = { value: target.value, ...(target.system ? { system: target.system } : {}) }
    return meaningOf(identifier) === 'facility' && isFacilityCode(target.value) ? target.value : null
  }
  if (target.kind !== 'entry' || target.entry.type !== 'Organization') return null
  const code = numberThatMeans(target.entry.resource, 'facility')
  return code !== null && isFacilityCode(code) ? code : null
}

/** MA_LK or the sender's own number of the only visit of a Bundle. */
export function visitNumber(entries: readonly BundleEntry[]): string | null {
  const visits = entries.filter((entry) => entry.type === 'Encounter')
  if (visits.length !== 1) return null
  const { resource } = visits[0]!
  const link = numberThatMeans(resource, 'visit')
  if (link !== null) return link
  const named = identifiersOf(resource).find((i) => typeof i.value === 'string' && i.value.trim() !== '')
  return named ? named.value!.trim() : null
}
