/** Places: addresses of before and after the reform of 1 July 2025 as numbers that can be compared. */

/** How near two places are, how vague the vaguer is, and the words their streets share. */
export { comparePlaces, PlaceLevel, placeSpread, sharedStreetWords } from './compare-places.ts'
export type { PlaceFeatures, PlaceReading } from './place.types.ts'
/** Where an address lies: former ward, possible communes of today, province of today, street. */
export { readPlace } from './read-place.ts'
