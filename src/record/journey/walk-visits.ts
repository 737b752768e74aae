import type { Organization, Patient } from 'fhir/r4'
import { type Tx, transient } from '#foundation/db'
import { derivedId, newId, shardFor, shardOf, sharedId } from '#foundation/ids'
import { type IncomingPerson, resolvePersons } from '#record/identity'
import { markSetAside, markStored, type OpenedRecord, openRecordGroups, type RecordKey } from '#record/intake'
import { type Draft, standardise } from '#record/standardise'
import {
  openStoreReader,
  parseStored,
  type ResourceToWrite,
  type SharedMemory,
  type VisitToWrite,
  writeVisits,
} from '#record/store'
import type { FacilityMessage, MessageProblem } from '#vocabulary/bhyt'
import { identifierSystems } from '#vocabulary/fhir'
import { buildProvenance, sourceUri, targetsOf } from './build-provenance.ts'
import { type VisitStored, visitStored } from './journey.events.ts'
import { mergePatient } from './merge-patient.ts'
import { findVisits, upsertVisits, type VisitRow, type VisitToSave } from './visit.queries.ts'

export interface WalkContext {
  readonly now: Date
  readonly sharedMemory: SharedMemory
  readonly announce: (
    tx: Tx,
    events: readonly { readonly name: string; readonly version: number; readonly payload: VisitStored }[],
  ) => Promise<void>
}

/** What came of a batch, for counters. */
export interface Walked {
  readonly stored: number
  readonly setAside: number
  readonly resources: number
}

/**
 * The road, in the caller's transaction: open → standardise → identify → store → mark. A visit that occurs twice in
 * the batch is walked twice, in the order received, so that each version is kept.
 */
export async function walkVisits(tx: Tx, keys: readonly RecordKey[], context: WalkContext): Promise<Walked> {
  const walked = { stored: 0, setAside: 0, resources: 0 }
  for await (const records of openRecordGroups(tx, keys)) {
    const drafts: Drafted[] = []
    for (const record of records) {
      const drafted = draftOf(record)
      if ('draft' in drafted) drafts.push(drafted)
      else {
        walked.setAside += 1
        await markSetAside(tx, record, drafted.problems)
      }
    }
    for (const round of roundsOf(drafts)) {
      walked.resources += await walkRound(tx, round, context)
      walked.stored += round.length
    }
  }
  return walked
}

interface Drafted {
  readonly record: OpenedRecord
  readonly message: FacilityMessage
  readonly draft: Draft
}

function draftOf(record: OpenedRecord): Drafted | { readonly problems: readonly MessageProblem[] } {
  if (!record.message) return { problems: record.problems }
  const draft = standardise(record.message)
  if (draft.ok) return { record, message: record.message, draft: draft.value }
  const { code, message } = draft.problem
  return { problems: [...record.problems, { code, severity: 'error', message }] }
}

const keyOf = (message: FacilityMessage) => `${message.facilityCode}|${message.visitLinkId}`

/** The n-th time a visit occurs goes to the n-th round. */
function roundsOf(drafts: readonly Drafted[]): Drafted[][] {
  const rounds: Drafted[][] = []
  const seen = new Map<string, number>()
  for (const drafted of drafts) {
    const key = keyOf(drafted.message)
    const round = seen.get(key) ?? 0
    seen.set(key, round + 1)
    rounds[round] ??= []
    rounds[round].push(drafted)
  }
  return rounds
}

async function walkRound(tx: Tx, round: readonly Drafted[], context: WalkContext): Promise<number> {
  const now = context.now.getTime()
  const persons = await resolvePersons(tx, round.map(toIncomingPerson), context.now)
  const known = new Map<string, VisitRow>()
  for (const row of await findVisits(
    tx,
    round.map((d) => visitKey(d.message)),
  )) {
    known.set(`${row.facility}|${row.visit_link_id}`, row)
  }

  const patients = await openPatients(
    tx,
    persons.map((p) => p.patientId),
  )
  const visits: VisitToWrite[] = []
  const toSave: VisitToSave[] = []
  const late: (RecordKey & { personId: string })[] = []
  const done: (RecordKey & { personId: string })[] = []
  const events: VisitStored[] = []
  for (const [index, drafted] of round.entries()) {
    const { record, message } = drafted
    const { patientId, personId, isLatest } = persons[index]!
    const before = known.get(keyOf(message)) ?? null
    if (before && (isOlder(record, before) || saysLess(message, before))) {
      late.push({ ...keyOfRecord(record), personId })
      continue
    }
    const isSamePatient = before?.patient_id === patientId
    const visitId = isSamePatient ? before.visit_id : newId(shardOf(patientId), now)
    const version = (before?.version ?? 0) + 1
    visits.push({
      visitId,
      patientId,
      isNew: !isSamePatient,
      former: before && !isSamePatient ? { patientId: before.patient_id, visitId: before.visit_id } : null,
      resources: () =>
        resourcesOf(drafted, visitId, patients.take(patientId, drafted.draft.patient, isLatest)),
    })
    toSave.push({
      ...visitRowKey(message),
      kind: message.kind,
      visit_id: visitId,
      patient_id: patientId,
      version,
      received_at: record.receivedAt.toISOString(),
      receipt_id: record.receiptId,
      file_number: record.fileNumber,
    })
    done.push({ ...keyOfRecord(record), personId })
    events.push({ ...keyOfRecord(record), patientId, personId, version })
  }

  let written = 0
  if (visits.length > 0) {
    if ((await upsertVisits(tx, toSave, context.now.toISOString())) !== toSave.length) {
      throw transient('journey: another worker stored the same visit')
    }
    const outcome = await writeVisits(tx, visits, {
      at: context.now,
      origin: 'journey',
      sharedMemory: context.sharedMemory,
    })
    written = outcome.created + outcome.updated + outcome.deleted
    await context.announce(
      tx,
      events.map((payload) => ({ name: visitStored, version: 1, payload })),
    )
  }
  await markStored(tx, done, context.now)
  await markStored(tx, late, context.now, 'superseded')
  return written
}

/** The stored views of these patients, to be joined with what the round's messages say of them. */
async function openPatients(tx: Tx, patientIds: readonly string[]) {
  const known = new Map<string, Patient>()
  const refs = [...new Set(patientIds)].map((id) => ({ type: 'Patient', id }))
  for (const stored of await openStoreReader(tx).readAll(refs)) {
    if (!stored.deleted) known.set(stored.id, parseStored<Patient>(stored))
  }
  return {
    take(id: string, said: Patient, isLatest: boolean): Patient & { id: string } {
      const before = known.get(id)
      const merged = before ? (isLatest ? mergePatient(before, said) : mergePatient(said, before)) : said
      const patient = { ...merged, id }
      known.set(id, patient)
      return patient
    },
  }
}

/** What the department calls the facility; its code alone comes with every visit. */
function facilityCard(record: OpenedRecord, message: FacilityMessage, source: string): ResourceToWrite[] {
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

function resourcesOf(
  drafted: Drafted,
  visitId: string,
  patient: Patient & { id: string },
): ResourceToWrite[] {
  const { record, message, draft } = drafted
  const table = firstTable(message)
  const entries = draft.entries({
    patientId: patient.id,
    of: once((type, key) => derivedId(visitId, `${type}|${key}`)),
    shared: once((type, key) => sharedId(type, key)),
  })
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
    ...entries.map(({ resource, source, scope }) => ({ resource, source: sourceUri(record, source), scope })),
    ...facilityCard(record, message, sourceUri(record, { table, row: 1 })),
    { resource: patient, source: sourceUri(record, person), scope: 'lasting' },
    { resource: provenance, source: sourceUri(record, { table, row: 0 }), scope: 'lasting' },
  ]
}

const firstTable = (message: FacilityMessage): string =>
  message.tables.XML1 ? 'XML1' : (Object.keys(message.tables)[0] ?? 'XML1')

const toIncomingPerson = ({ draft, message }: Drafted): IncomingPerson => ({
  ...draft.person,
  facilityCode: message.facilityCode,
  address: draft.patient.address?.[0]?.text ?? null,
  deceased: draft.patient.deceasedDateTime !== undefined || draft.patient.deceasedBoolean === true,
  seenAt: draft.period.start ? new Date(draft.period.start).toISOString() : null,
})

const visitShard = (message: FacilityMessage) => shardFor(keyOf(message))
const visitKey = (message: FacilityMessage) => ({
  shard: visitShard(message),
  facility: message.facilityCode,
  visitLinkId: message.visitLinkId,
})
const visitRowKey = (message: FacilityMessage) => ({
  shard: visitShard(message),
  facility: message.facilityCode,
  visit_link_id: message.visitLinkId,
})
const keyOfRecord = (record: OpenedRecord): RecordKey => ({
  receiptId: record.receiptId,
  fileNumber: record.fileNumber,
})

/** A check-in knows the beginning only: what bảng 1 has told of the whole visit stays, whichever comes first. */
const saysLess = (message: FacilityMessage, before: VisitRow) =>
  message.kind === 'check-in' && before.kind === 'visit'

/** Revision is the time of receipt; within one receipt, the place in the file. A replay of the same record is not older. */
function isOlder(record: OpenedRecord, before: VisitRow): boolean {
  const apart = record.receivedAt.getTime() - before.received_at.getTime()
  if (apart !== 0) return apart < 0
  if (record.receiptId !== before.receipt_id) return record.receiptId < before.receipt_id
  return record.fileNumber < before.file_number
}
