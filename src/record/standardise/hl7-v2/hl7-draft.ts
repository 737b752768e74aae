import type { Encounter, FhirResource, Location, Organization, Practitioner, Reference } from 'fhir/r4'
import { departmentName } from '#vocabulary/catalogues'
import { codeSystems, identifierSystems } from '#vocabulary/fhir'
import { type Hl7Segment, segmentNamed, visitKey, visitNumberOf } from '#vocabulary/hl7v2'
import type { Hl7v2Message } from '#vocabulary/messages'
import { parseInsuranceNumber } from '#vocabulary/vietnam'
import { departmentPlace } from '../department-place.ts'
import type { DraftEntry, DraftIds, SourceRow } from '../draft.types.ts'
import { text, xcnName } from './fields.ts'
import { classOf } from './visit-class.ts'

type Made<T> = Omit<T, 'id'>

/** The one Encounter of a visit has this key under `adt:<visit>`, whoever speaks of it. */
export const encounterKey = 'encounter'

/** Collects the entries of one HL7 message; makes each shared resource once and hands out references to it. */
export class Hl7Draft {
  readonly entries: DraftEntry[] = []
  readonly patient: Reference
  readonly message: Hl7v2Message
  readonly #ids: DraftIds
  readonly #shared = new Map<string, Reference>()
  readonly #keys = new Map<string, number>()

  constructor(message: Hl7v2Message, ids: DraftIds) {
    this.message = message
    this.#ids = ids
    this.patient = { reference: `Patient/${ids.patientId}` }
  }

  get facilityCode(): string {
    return this.message.facilityCode
  }

  /** Adds a resource of this message under a key made of its content; a key used twice is numbered. */
  add<T extends FhirResource>(resource: Made<T>, key: string, source: SourceRow): Reference {
    const type = resource.resourceType
    const again = this.#keys.get(`${type}/${key}`) ?? 0
    this.#keys.set(`${type}/${key}`, again + 1)
    const id = this.#ids.of(type, again ? `${key}#${again}` : key)
    this.entries.push({
      resource: { ...resource, id } as FhirResource & { id: string },
      source,
      scope: 'visit',
    })
    return { reference: `${type}/${id}` }
  }

  /** The visit this message belongs to; undefined when it names none. Its ADT may come later or never. */
  visit(source: SourceRow): Reference | undefined {
    const { hl7 } = this.message
    const number = visitNumberOf(hl7)
    if (number === '') return undefined
    const link = visitKey(number)
    return this.#once(`Encounter/${link}`, () => {
      const id = this.#ids.elsewhere(link, 'Encounter', encounterKey)
      const resource: Encounter = {
        resourceType: 'Encounter',
        id,
        identifier: [{ system: identifierSystems.visit(this.facilityCode), value: number }],
        status: 'unknown',
        class: classOf(segmentNamed(hl7, 'PV1')),
        subject: this.patient,
        serviceProvider: this.ownFacility(source),
      }
      this.entries.push({ resource: { ...resource, id }, source, scope: 'elsewhere-stub', belongsTo: link })
      return { reference: `Encounter/${id}` }
    })
  }

  /** Reference to a resource of this message, made elsewhere under the same key. */
  refer(type: FhirResource['resourceType'], key: string): Reference {
    return { reference: `${type}/${this.#ids.of(type, key)}` }
  }

  #once(key: string, make: () => Reference): Reference {
    const known = this.#shared.get(key)
    if (known) return known
    const reference = make()
    this.#shared.set(key, reference)
    return reference
  }

  #share<T extends FhirResource>(
    type: T['resourceType'],
    key: string,
    source: SourceRow,
    scope: 'shared' | 'shared-stub',
    make: () => Made<T>,
  ): Reference {
    return this.#once(`${type}/${key}`, () => {
      const id = this.#ids.shared(type, key)
      this.entries.push({ resource: { ...make(), id } as FhirResource & { id: string }, source, scope })
      return { reference: `${type}/${id}` }
    })
  }

  ownFacility(source: SourceRow): Reference {
    return this.#share<Organization>('Organization', this.facilityCode, source, 'shared-stub', () => ({
      resourceType: 'Organization',
      identifier: [{ system: identifierSystems.facility, value: this.facilityCode }],
    }))
  }

  /** PL: point of care, room, bed. The department is the place; room and bed stand in the reference's words. */
  location(segment: Hl7Segment, field: number, source: SourceRow): Reference | undefined {
    const sent = text(segment.get(field, 1, 1, 1))
    if (sent === undefined) return undefined
    // A FHIR code has single blanks inside (R4 2.24.0.1).
    const code = sent.replace(/\s+/g, ' ')
    const name = departmentName(code) ?? text(segment.get(field, 9)) ?? code
    const key = `${this.facilityCode}/${code}`
    const reference = this.#share<Location>('Location', key, source, 'shared-stub', () =>
      departmentPlace(this.facilityCode, code, name, this.ownFacility(source)),
    )
    const room = text(segment.get(field, 2))
    const bed = text(segment.get(field, 3))
    const display = [name, room && `buồng ${room}`, bed && `giường ${bed}`].filter(Boolean).join(', ')
    return { ...reference, display }
  }

  /** XCN: number, name, kind of number. A person with a name but no number is words only. */
  practitioner(segment: Hl7Segment, field: number, source: SourceRow, repetition = 1): Reference | undefined {
    const number = text(segment.get(field, 1, repetition, 1))
    const name = xcnName(segment, field, repetition)
    if (number === undefined) return name ? { display: name } : undefined
    const kind = segment.get(field, 13, repetition).toUpperCase()
    // `001234/HNO-CCHN` is a licence whatever it is called; a number of the facility's staff list is nobody's elsewhere.
    const licence = kind === 'MD' || kind === 'LN' || kind === 'CCHN' || number.includes('/')
    const insurance = parseInsuranceNumber(number).ok && number.length === 10
    const identifier = licence
      ? { system: identifierSystems.licence, value: number }
      : insurance
        ? { system: identifierSystems.insuranceNumber, value: number }
        : { type: { coding: [{ system: codeSystems.identifierType, code: 'EI' }] }, value: number }
    const key = licence || insurance ? number : `staff/${number}`
    const reference = this.#share<Practitioner>(
      'Practitioner',
      `${this.facilityCode}/${key}`,
      source,
      name ? 'shared' : 'shared-stub',
      () => ({
        resourceType: 'Practitioner',
        identifier: [identifier],
        ...(name ? { name: [{ text: name }] } : {}),
      }),
    )
    return name ? { ...reference, display: name } : reference
  }

  practitioners(segment: Hl7Segment, field: number, source: SourceRow): Reference[] {
    const all: Reference[] = []
    for (let repetition = 1; repetition <= Math.min(segment.count(field), 20); repetition++) {
      const each = this.practitioner(segment, field, source, repetition)
      if (each) all.push(each)
    }
    return all
  }
}

export const sourceOf = (segment: Hl7Segment): SourceRow => ({ table: segment.name, row: segment.row })
