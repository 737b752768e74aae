import type {
  AllergyIntolerance,
  Appointment,
  Claim,
  ClinicalImpression,
  Composition,
  Condition,
  Coverage,
  DiagnosticReport,
  Encounter,
  FhirResource,
  MedicationRequest,
  Observation,
  Organization,
  Patient,
  Procedure,
  Provenance,
  ServiceRequest,
} from 'fhir/r4'
import type { StoredResource } from '#gate/access'
import { extensions, identifierSystems } from '#vocabulary/fhir'
import type { Source } from './api.types.ts'
import { openSourceBook, type Parsed, parsedOf } from './source-book.ts'

interface ByType {
  Patient: Patient
  Coverage: Coverage
  Encounter: Encounter
  Condition: Condition
  AllergyIntolerance: AllergyIntolerance
  MedicationRequest: MedicationRequest
  Observation: Observation
  Procedure: Procedure
  DiagnosticReport: DiagnosticReport
  ClinicalImpression: ClinicalImpression
  Composition: Composition
  ServiceRequest: ServiceRequest
  Appointment: Appointment
  Claim: Claim
  Provenance: Provenance
}

/** The types a record page is made of. */
export const recordTypes = [
  'Patient',
  'Coverage',
  'Encounter',
  'Condition',
  'AllergyIntolerance',
  'MedicationRequest',
  'Observation',
  'Procedure',
  'DiagnosticReport',
  'ClinicalImpression',
  'Composition',
  'ServiceRequest',
  'Appointment',
  'Claim',
  'Provenance',
] as const satisfies readonly (keyof ByType)[]

export interface Facility {
  readonly code: string
  readonly name: string
}

/** A person's resources, opened once: by type, by encounter, with their sources. */
export interface RecordBook {
  all<T extends keyof ByType>(type: T): readonly Parsed<ByType[T]>[]
  of<T extends keyof ByType>(type: T, encounterRef: string): readonly Parsed<ByType[T]>[]
  item(parsed: Parsed): { readonly ref: string; readonly source: Source }
  facility(reference: string | undefined): Facility
  facilityName(code: string): string
}

export function openRecordBook(
  stored: readonly StoredResource[],
  organizations: readonly StoredResource[],
): RecordBook {
  const byType = new Map<string, Parsed[]>()
  const byEncounter = new Map<string, Parsed[]>()
  for (const one of stored) {
    const parsed = parsedOf(one)
    push(byType, one.type, parsed)
    const encounter = encounterOf(parsed.resource as FhirResource)
    if (encounter) push(byEncounter, `${one.type}|${encounter}`, parsed)
  }
  const codes = new Map<string, string>()
  const names = new Map<string, string>()
  for (const one of organizations) {
    const organization = JSON.parse(one.json) as Organization
    const code = organization.identifier?.find((i) => i.system === identifierSystems.facility)?.value
    if (code) codes.set(`Organization/${one.id}`, code)
    if (code && organization.name) names.set(code, organization.name)
  }
  const all = (type: string) => byType.get(type) ?? []
  const sources = openSourceBook(all('Provenance').map((p) => p.resource as Provenance))
  const facility = (reference: string | undefined) => {
    const code = (reference && codes.get(reference)) || ''
    return { code, name: names.get(code) ?? code }
  }
  return {
    all: <T extends keyof ByType>(type: T) => all(type) as Parsed<ByType[T]>[],
    of: <T extends keyof ByType>(type: T, encounterRef: string) =>
      (byEncounter.get(`${type}|${encounterRef}`) ?? []) as Parsed<ByType[T]>[],
    item: (parsed) => ({
      ref: `${parsed.resource.resourceType}/${parsed.resource.id}`,
      source: sources.sourceOf(parsed, facility),
    }),
    facility,
    facilityName: (code) => names.get(code) ?? code,
  }
}

/** References to facilities that must be read to say their codes. */
export function organizationsIn(stored: readonly StoredResource[]): { type: string; id: string }[] {
  const ids = new Set<string>()
  for (const { json } of stored)
    for (const [, id] of json.matchAll(/"Organization\/([0-9a-f-]{36})"/g)) ids.add(id!)
  return [...ids].map((id) => ({ type: 'Organization', id }))
}

function encounterOf(resource: FhirResource): string | undefined {
  const direct = (resource as { encounter?: { reference?: string } }).encounter?.reference
  if (direct) return direct
  const extension = (resource as Claim).extension?.find((e) => e.url === extensions.encounter)
  return extension?.valueReference?.reference
}

function push<T>(map: Map<string, T[]>, key: string, value: T) {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
