import type { Identifier } from 'fhir/r4'
import { identifierSystems } from '#vocabulary/fhir'
import { parseCitizenId, parseInsuranceCard, parseInsuranceNumber, parseOldIdCard } from '#vocabulary/vietnam'
import { aliasTable, type Meaning } from './load.ts'
import { meaningOf } from './meaning-of.ts'

/**
 * The same identifier under our system, when its system (or type) is known and its value has the form of such a number;
 * otherwise as it came. A number of a wrong form keeps the sender's system, so that nothing is joined by it.
 */
export function ourIdentifier<T extends Identifier>(identifier: T, facilityCode: string): T {
  const { value } = identifier
  const means = meaningOf(identifier)
  const system = means && typeof value === 'string' ? systemFor(means, value, facilityCode) : null
  return system === null || system === identifier.system ? identifier : { ...identifier, system }
}

/** A value's system, by what it means and by its form; null when the form is wrong. */
function systemFor(means: Meaning, value: string, facilityCode: string): string | null {
  switch (means) {
    case 'personal':
      if (parseCitizenId(value).ok) return identifierSystems.citizenId
      return parseOldIdCard(value).ok ? identifierSystems.oldIdCard : null
    case 'passport':
      return identifierSystems.passport
    case 'insurance':
      if (parseInsuranceCard(value).ok) return identifierSystems.insuranceCard
      if (parseInsuranceNumber(value).ok) return identifierSystems.insuranceNumber
      // Since 2025-08-15 the citizen number serves as the card too (NĐ 188/2025).
      return parseCitizenId(value).ok ? identifierSystems.citizenId : null
    case 'insuranceNumber':
      return parseInsuranceNumber(value).ok ? identifierSystems.insuranceNumber : null
    case 'facility':
      return isFacilityCode(value) ? identifierSystems.facility : null
    case 'licence':
      return identifierSystems.licence
    case 'localPatient':
      return identifierSystems.mrn(facilityCode)
    case 'visit':
      return identifierSystems.visit(facilityCode)
  }
}

/** QĐ 384/QĐ-BYT 2019: five characters. The 13 digits of a GLN are another number. */
export const isFacilityCode = (text: string): boolean => /^[0-9A-Za-z]{5}$/.test(text)

let codeAliases: ReadonlyMap<string, string> | null = null

/** The URL under which we know a code system that a guide names otherwise; itself when there is no other. */
export function ourCodeSystem(system: string): string {
  codeAliases ??= new Map(aliasTable().codeSystems.map((a) => [a.system, a.ours]))
  return codeAliases.get(system) ?? system
}
