import type { Annotation, Coding, FhirResource, Reference } from 'fhir/r4'
import { codeSystems, identifierSystems } from '#vocabulary/fhir'
import type { MedicalRecordMessage } from '#vocabulary/messages'
import type { DraftEntry, DraftIds, SourceRow } from '../draft.types.ts'
import { DraftBuilder } from '../draft-builder.ts'
import type { Fields } from './fields.ts'

/** A number of a licence: `000123/HCM-CCHN`, `000123/BYT-GPHN`. Any other code is the hospital's own. */
const licence = /^\d{3,8}\/[\p{L}\d-]{1,20}-?(CCHN|GPHN)$/iu

/** Collects the resources of one record; keys are made of content, equal ones numbered in the order sent. */
export class RecordDraft {
  readonly message: MedicalRecordMessage
  readonly patient: Reference
  readonly #ids: DraftIds
  readonly #builder: DraftBuilder
  readonly #keys = new Map<string, number>()
  readonly #stubs: DraftEntry[] = []
  encounter: Reference = {}
  /** The stay is over: what was ordered was carried out. */
  isFinished = false

  constructor(message: MedicalRecordMessage, ids: DraftIds) {
    const { facilityCode, visitLinkId } = message
    this.message = message
    this.#ids = ids
    // The builder asks a message for its facility only; the tables it could hold are those of another format.
    this.#builder = new DraftBuilder(
      { kind: 'visit', norm: '4750', facilityCode, visitLinkId, tables: {} },
      ids,
    )
    this.patient = this.#builder.patient
  }

  get entries(): DraftEntry[] {
    return [...this.#builder.entries, ...this.#stubs]
  }

  add<T extends FhirResource>(resource: Omit<T, 'id'>, key: string, source: SourceRow): Reference {
    const name = `${resource.resourceType}|${key}`
    const before = this.#keys.get(name) ?? 0
    this.#keys.set(name, before + 1)
    return this.#builder.add<T>(resource, before === 0 ? key : `${key}#${before}`, source)
  }

  /** The visit that another message (the insurance file under this MA_LK) says in full; until it comes, this is it. */
  addElsewhere<T extends FhirResource>(
    resource: Omit<T, 'id'>,
    link: string,
    key: string,
    source: SourceRow,
  ): Reference {
    const { resourceType } = resource
    const id = this.#ids.elsewhere(link, resourceType, key)
    this.#stubs.push({
      resource: { ...resource, id } as FhirResource & { id: string },
      source,
      scope: 'elsewhere-stub',
      belongsTo: link,
    })
    return { reference: `${resourceType}/${id}` }
  }

  ownFacility = (source: SourceRow): Reference => this.#builder.ownFacility(source)
  otherFacility = (code: string, source: SourceRow): Reference => this.#builder.otherFacility(code, source)

  department(fields: Fields, codeField: string, nameField: string): Reference | undefined {
    const code = fields.takeRead(codeField, (text) => (/^[\w.-]{1,20}$/.test(text) ? text : null))
    const name = fields.take(nameField)
    if (!code) return name ? { type: 'Location', display: name } : undefined
    const reference = this.#builder.department(code, fields.source)
    return name ? { ...reference, display: name } : reference
  }

  /** Who did something: shared under the licence when the code is one, else named as the record names them. */
  who(fields: Fields, codeField: string, nameField: string): Reference | undefined {
    const code = fields.take(codeField)
    const name = fields.take(nameField)
    if (code && licence.test(code)) return this.#builder.practitioner(code, fields.source, name)
    if (!code && !name) return undefined
    return {
      type: 'Practitioner',
      ...(code ? { identifier: { value: code, assigner: this.#facilityByCode() } } : {}),
      ...(name ? { display: name } : {}),
    }
  }

  #facilityByCode = (): Reference => ({
    type: 'Organization',
    identifier: { system: identifierSystems.facility, value: this.message.facilityCode },
  })
}

/** What is left of a row as notes, a line each. */
export function notesOf(...rows: readonly Fields[]): { note: Annotation[] } | Record<string, never> {
  const lines = rows.flatMap((fields) => fields.rest()).map(({ label, text }) => `${label}: ${text}`)
  return lines.length > 0 ? { note: lines.map((text) => ({ text })) } : {}
}

/** Codes beside a name: QĐ 1227 (seven digits), clinical terms, and SNOMED CT or LOINC where the sender gave them. */
export function codingsOf(fields: Fields): Coding[] {
  const codings: Coding[] = []
  const indicator = fields.take('machiso')
  if (indicator)
    codings.push(
      /^\d{7}$/.test(indicator)
        ? { system: codeSystems.sharedIndicator, code: indicator }
        : { system: codeSystems.resultIndex, code: indicator },
    )
  for (const [name, system] of [
    ['VNCODE', codeSystems.clinicalTerm],
    ['LOINC', codeSystems.loinc],
    ['SNOMED', 'http://snomed.info/sct'],
  ] as const) {
    const code = fields.takeRead(name, (text) => (/^\S{1,25}$/.test(text) ? text : null))
    if (code) codings.push({ system, code })
  }
  return codings
}

/** A service as ordered: the ministry's code when it has that form, else the hospital's own under no system. */
export function serviceCoding(code: string): Coding {
  return /^\d{2}\.\d{4}\.\d{4}/.test(code) ? { system: codeSystems.service, code } : { code }
}
