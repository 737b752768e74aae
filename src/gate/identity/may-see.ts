import type { MatchGrade } from '#vocabulary/demographics/answers'
import { identifierSystems } from '#vocabulary/fhir'

const localNumbers = identifierSystems.mrn('')

/** The facility whose local numbers a system holds; null: numbers of people, or of nobody we know. */
export const facilityOfSystem = (system: string): string | null =>
  system.startsWith(localNumbers) ? system.slice(localNumbers.length) : null

/** A facility asks by its own numbers or by those a human carries, never by another facility's. */
export function mayAskBySystem(facility: string | null, system: string): boolean {
  const owner = facilityOfSystem(system)
  return facility === null || owner === null || owner === facility
}

/**
 * May the asker read what this patient record says? Of somebody who is only possibly the one asked for, nothing but what
 * the asker itself wrote: otherwise a half-right guess would be answered with a stranger's address.
 */
export const maySeeWords = (grade: MatchGrade, keptBy: string | null, facility: string | null): boolean =>
  grade !== 'possible' || (facility !== null && keptBy === facility)
