import { personalSystems } from '#vocabulary/demographics/answers'
import { identifierSystems } from '#vocabulary/fhir'
import { type FacilityAliases, facilityOf, type Hl7Segment } from '#vocabulary/hl7v2'
import { isFacilityCode, ourIdentifier } from '#vocabulary/identifier-aliases'

/** A domain of numbers as HL7 v2 says it: assigning authority (CX.4) and type (CX.5, table 0203). */
interface Domain {
  readonly authority: string
  readonly type: string
}

/** Those of people, under the names the guide for vendors gives them. */
const personal: ReadonlyMap<string, Domain> = new Map([
  [identifierSystems.citizenId, { authority: 'CCCD', type: 'NI' }],
  [identifierSystems.oldIdCard, { authority: 'CMND', type: 'NI' }],
  [identifierSystems.passport, { authority: 'VNM', type: 'PPN' }],
  [identifierSystems.insuranceCard, { authority: 'BHYT', type: 'HC' }],
  [identifierSystems.insuranceNumber, { authority: 'BHXH', type: 'SB' }],
])

const byName: ReadonlyMap<string, string> = new Map([
  ...[...personal].flatMap(([system, { authority, type }]) => [
    [authority, system] as const,
    [`:${type}`, system] as const,
  ]),
  ['BCA', identifierSystems.citizenId],
  ['VSS', identifierSystems.insuranceNumber],
  [':NI', identifierSystems.citizenId],
  [':CCCD', identifierSystems.citizenId],
  [':CMND', identifierSystems.oldIdCard],
  [':BHYT', identifierSystems.insuranceCard],
  [':BHXH', identifierSystems.insuranceNumber],
])

const local = identifierSystems.mrn('')
const known: ReadonlySet<string> = new Set(personalSystems)

/** The system of numbers a field names by its assigning authority (or the type alone); null: nobody knows it. */
export function systemIn(
  segment: Hl7Segment,
  field: number,
  repetition: number,
  own: { readonly facility: string | null; readonly aliases: FacilityAliases },
): string | null {
  const parts = [1, 2].map((part) => segment.get(field, 4, repetition, part)).filter((part) => part !== '')
  const type = segment.get(field, 5, repetition).toUpperCase()
  if (parts.length === 0)
    return byName.get(`:${type}`) ?? (own.facility === null ? null : identifierSystems.mrn(own.facility))
  for (const part of parts) {
    const named = byName.get(part.toUpperCase())
    if (named) return named
    if (known.has(part)) return part
    if (part.startsWith(local) && isFacilityCode(part.slice(local.length))) return part
  }
  const facility = facilityOf({ application: [], facility: parts }, own.aliases)
  return facility === null ? null : identifierSystems.mrn(facility)
}

/** The system a value is really of: nine digits under CCCD are an old card, ten under BHYT a BHXH number. */
export const systemOfValue = (system: string, value: string): string =>
  known.has(system) ? (ourIdentifier({ system, value }, '').system ?? system) : system

/** A number as CX: value, assigning authority with our URL, type; null: no domain that HL7 v2 could name. */
export function numberField(system: string, value: string): readonly (string | readonly string[])[] | null {
  const domain = personal.get(system)
  if (domain) return [value, '', '', [domain.authority, system, 'URI'], domain.type]
  const facility = system.startsWith(local) ? system.slice(local.length) : ''
  return isFacilityCode(facility) ? [value, '', '', [facility, system, 'URI'], 'MR'] : null
}
