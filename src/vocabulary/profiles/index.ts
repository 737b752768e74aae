/** StructureDefinitions of Vietnam, each with its snapshot: what a patient, a visit, a card, a result here must say. */
export { profileByUrl, vnProfiles } from './load.ts'
