import type { Organization, Patient } from 'fhir/r4'
import { derivedId, sharedId } from '#foundation/ids'
import type { OpenedRecord } from '#record/intake'
import type { Draft, DraftEntry } from '#record/standardise'
import type { ResourceToWrite } from '#record/store'
import { identifierSystems } from '#vocabulary/fhir'
import type { SentMessage } from '#vocabulary/messages'
import { buildProvenance, sourceUri, targetsOf } from './build-provenance.ts'

export interface Drafted {
  readonly record: OpenedRecord
  readonly message: SentMessage
  readonly draft: Draft
}

/** What the department calls the facility; its code alone comes with every visit. */
function facilityCard(record: OpenedRecord, message: SentMessage, source: string): ResourceToWrite[] {
  if (!record.facilityName) return []
  const resource: Organization & { id: string } = {
    resourceType: 'Organization',
    id: sharedId('Organization', message.facilityCode),
    identifier: [{ system: identifierSystems.facility, value: message.facilityCode }],
    name: record.facilityName,
  }
  return [{ resource, source, scope: 'shared' }]
}

/** Most ids of a visit are asked for many times, as references. */
function once(idOf: (type: string, key: string) => string): (type: string, key: string) => string {
  const known = new Map<string, string>()
  return (type, key) => {
    const name = `${type}|${key}`
    const id = known.get(name) ?? idOf(type, key)
    known.set(name, id)
    return id
  }
}

/** Everything a version of a visit writes: what was drafted, the facility's card, its Patient, its Provenance. */
export function resourcesOf(
  drafted: Drafted,
  visitId: string,
  patient: Patient & { id: string },
  visitElsewhere: (visitLinkId: string) => string,
  /** Told what was drafted, once it has its ids. */
  onDrafted: (entries: readonly DraftEntry[]) => void,
): ResourceToWrite[] {
  const { record, message, draft } = drafted
  const table = firstTable(message)
  const entries = draft.entries({
    patientId: patient.id,
    of: once((type, key) => derivedId(visitId, `${type}|${key}`)),
    shared: once((type, key) => sharedId(type, key)),
    elsewhere: (link, type, key) => derivedId(visitElsewhere(link), `${type}|${key}`),
  })
  onDrafted(entries)
  const facilityRef = `Organization/${sharedId('Organization', message.facilityCode)}`
  const person = { table, row: 1 }
  const targets = [{ reference: `Patient/${patient.id}`, source: person }, ...targetsOf(entries)]
  const provenance = buildProvenance(
    derivedId(visitId, `Provenance|${record.receiptId}|${record.fileNumber}`),
    record,
    facilityRef,
    targets,
  )
  return [
    ...entries.map(({ resource, source, scope, belongsTo, digits }) => ({
      resource,
      source: sourceUri(record, source),
      scope,
      ...(digits ? { digits } : {}),
      ...(belongsTo ? { visitId: visitElsewhere(belongsTo) } : {}),
    })),
    ...facilityCard(record, message, sourceUri(record, { table, row: 1 })),
    { resource: patient, source: sourceUri(record, person), scope: 'lasting' },
    { resource: provenance, source: sourceUri(record, { table, row: 0 }), scope: 'lasting' },
  ]
}

/** Where a message names its patient. */
function firstTable(message: SentMessage): string {
  if (message.kind === 'hl7-v2') return 'PID'
  if (message.kind === 'ho-so-benh-an') return 'ThongTinBenhNhan'
  if (message.kind === 'fhir-bundle') return 'Patient'
  return message.tables.XML1 ? 'XML1' : (Object.keys(message.tables)[0] ?? 'XML1')
}
