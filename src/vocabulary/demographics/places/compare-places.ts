import type { PlaceFeatures } from './place.types.ts'

/** How near two places are: the higher, the nearer. People move, so `different` says little. */
export const PlaceLevel = { missing: 0, different: 1, province: 2, commune: 3, ward: 4 } as const

export type PlaceLevel = (typeof PlaceLevel)[keyof typeof PlaceLevel]

/** Same former ward; else a commune of today that both may lie in; else same province of today. Allocates nothing. */
export function comparePlaces(a: PlaceFeatures, b: PlaceFeatures): PlaceLevel {
  if (a.oldWard !== 0 && a.oldWard === b.oldWard) return PlaceLevel.ward
  if (countShared(a.communes, b.communes, 1) > 0) return PlaceLevel.commune
  if (a.province === 0 || b.province === 0) return PlaceLevel.missing
  return a.province === b.province ? PlaceLevel.province : PlaceLevel.different
}

/** Of how many communes the vaguer of two places may be; an agreement weighs log2 of this less. At least 1. */
export const placeSpread = (a: PlaceFeatures, b: PlaceFeatures): number =>
  Math.max(1, a.communes.length, b.communes.length)

/** Words that the streets of two places share; worth something only where the communes agree. */
export const sharedStreetWords = (a: PlaceFeatures, b: PlaceFeatures): number =>
  countShared(a.street, b.street, a.street.length)

/** Values in both ascending lists, counted up to `atMost`. */
function countShared(a: readonly number[], b: readonly number[], atMost: number): number {
  let count = 0
  for (let i = 0, j = 0; i < a.length && j < b.length && count < atMost; ) {
    const difference = a[i]! - b[j]!
    if (difference === 0) count += 1
    if (difference <= 0) i += 1
    if (difference >= 0) j += 1
  }
  return count
}
