import type { FhirResource, Identifier, Location, Organization, Practitioner, Reference } from 'fhir/r4'
import type { FacilityMessage } from '#vocabulary/bhyt'
import { departmentName } from '#vocabulary/catalogues'
import { identifierSystems } from '#vocabulary/fhir'
import { parseInsuranceNumber } from '#vocabulary/vietnam'
import { departmentPlace } from './department-place.ts'
import type { DraftEntry, DraftIds, SourceRow } from './draft.types.ts'
import { listOf, type Values } from './rows.ts'

type Made<T> = Omit<T, 'id'>

/** Collects the entries of one message; makes each shared resource once and hands out references to it. */
export class DraftBuilder {
  readonly entries: DraftEntry[] = []
  readonly patient: Reference
  private readonly shared = new Map<string, Reference>()
  private readonly position = new Map<string, number>()

  readonly message: FacilityMessage
  private readonly ids: DraftIds

  constructor(message: FacilityMessage, ids: DraftIds) {
    this.message = message
    this.ids = ids
    this.patient = { reference: `Patient/${ids.patientId}` }
  }

  /** Adds a resource of this visit under a key made of its content; returns the reference to it. */
  add<T extends FhirResource>(resource: Made<T>, key: string, source: SourceRow): Reference {
    const type = resource.resourceType
    const id = this.ids.of(type, key)
    this.entries.push({
      resource: { ...resource, id } as FhirResource & { id: string },
      source,
      scope: 'visit',
    })
    return { reference: `${type}/${id}` }
  }

  /** Reference to a resource of this visit, made elsewhere under the same key. */
  refer(type: FhirResource['resourceType'], key: string): Reference {
    return { reference: `${type}/${this.ids.of(type, key)}` }
  }

  private addShared<T extends FhirResource>(
    key: string,
    source: SourceRow,
    scope: 'shared' | 'shared-stub',
    make: () => Made<T>,
  ): Reference {
    const known = this.shared.get(key)
    if (known && scope === 'shared-stub') return known
    const resource = make()
    const type = resource.resourceType
    const id = this.ids.shared(type, key.slice(type.length + 1))
    const entry = { resource: { ...resource, id } as FhirResource & { id: string }, source, scope }
    const before = this.position.get(key)
    if (before === undefined) {
      this.position.set(key, this.entries.length)
      this.entries.push(entry)
    } else {
      this.entries[before] = entry
    }
    const reference = { reference: `${type}/${id}` }
    this.shared.set(key, reference)
    return reference
  }

  /** A facility known by its code (MA_CSKCB, MA_NOI_DEN …); its name comes from the facility card, not from here. */
  facility(code: string, source: SourceRow, name?: string): Reference {
    return this.addShared<Organization>(`Organization/${code}`, source, 'shared-stub', () => ({
      resourceType: 'Organization',
      identifier: [{ system: identifierSystems.facility, value: code }],
      ...(name ? { name } : {}),
    }))
  }

  /** Another facility, with its code in the reference so that a reader need not open it. */
  otherFacility(code: string, source: SourceRow): Reference {
    return {
      ...this.facility(code, source),
      identifier: { system: identifierSystems.facility, value: code },
    }
  }

  /** The facility that sent the message. */
  ownFacility(source: SourceRow = { table: 'XML1', row: 1 }): Reference {
    return this.facility(this.message.facilityCode, source)
  }

  /** Khoa, by its code. */
  department(code: string, source: SourceRow): Reference {
    const { facilityCode } = this.message
    const name = departmentName(code) ?? code
    const key = `Location/${facilityCode}/${code}`
    const reference = this.addShared<Location>(key, source, 'shared-stub', () =>
      departmentPlace(facilityCode, code, name, this.facility(facilityCode, source)),
    )
    return { ...reference, display: name }
  }

  /** Người hành nghề by licence number; `name` when a paper of the message gives it. */
  practitioner(licence: string, source: SourceRow, name?: string): Reference {
    const { facilityCode } = this.message
    const key = `Practitioner/${facilityCode}/${licence}`
    const reference = this.addShared<Practitioner>(key, source, name ? 'shared' : 'shared-stub', () => ({
      resourceType: 'Practitioner',
      identifier: [licenceIdentifier(licence)],
      ...(name ? { name: [{ text: name }] } : {}),
    }))
    return name ? { ...reference, display: name } : reference
  }

  /** `;` lists of licence numbers. */
  practitioners(licences: string | undefined, source: SourceRow): Reference[] {
    return listOf(licences).map((licence) => this.practitioner(licence, source))
  }
}

/** MA_TTDV holds a BHXH number in QĐ 4750 and a licence since QĐ 3176: a licence is not ten digits. */
function licenceIdentifier(number: string): Identifier {
  const insurance = parseInsuranceNumber(number)
  return insurance.ok && number.length === 10
    ? { system: identifierSystems.insuranceNumber, value: number }
    : { system: identifierSystems.licence, value: number }
}

/** What the mappers of a visit share. */
export interface VisitContext {
  readonly draft: DraftBuilder
  /** Values of XML1 (or the last XML0 row). */
  readonly summary: Values
  readonly encounter: Reference
  /** Condition of each ICD-10 code of the visit. */
  readonly conditions: ReadonlyMap<string, Reference>
}
