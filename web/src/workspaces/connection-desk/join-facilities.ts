import type { FacilityCard, Volumes } from '../../api/types'

export interface KnownFacility extends FacilityCard {
  /** What it has sent lately; undefined when nothing. */
  readonly volume: Volumes['facilities'][number] | undefined
}

/** Facilities with a name, and those that only sent something; by code. The empty code (unreadable sender) is nobody. */
export function joinFacilities(
  cards: readonly FacilityCard[] = [],
  volumes: Volumes['facilities'] = [],
): KnownFacility[] {
  const volumeOf = new Map(volumes.map((volume) => [volume.facilityCode, volume]))
  const named = new Set(cards.map(({ facilityCode }) => facilityCode))
  const nameless = volumes
    .filter(({ facilityCode }) => facilityCode !== '' && !named.has(facilityCode))
    .map(({ facilityCode, facilityName, vendor }) => ({ facilityCode, name: facilityName ?? '', vendor }))
  return [...cards, ...nameless]
    .map((card) => ({ ...card, volume: volumeOf.get(card.facilityCode) }))
    .sort((one, other) => one.facilityCode.localeCompare(other.facilityCode))
}
