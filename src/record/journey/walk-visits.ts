import { type Tx, transient } from '#foundation/db'
import { newId, shardFor, shardOf } from '#foundation/ids'
import type { SeenLocalCode, Translators } from '#record/catalogues'
import type { IncomingRecord } from '#record/identity'
import { markSetAside, markStored, type OpenedRecord, openRecordGroups, type RecordKey } from '#record/intake'
import { type Draft, type DraftEntry, standardiseMessage } from '#record/standardise'
import { type SharedMemory, type VisitToWrite, writeVisits } from '#record/store'
import type { FacilityMessage, MessageProblem } from '#vocabulary/bhyt'
import type { SentMessage } from '#vocabulary/messages'
import { sourceUri } from './build-provenance.ts'
import { upsertExtras } from './extras.queries.ts'
import { type VisitStored, visitStored } from './journey.events.ts'
import { extrasText, isTables } from './keep-extras.ts'
import { openPatients } from './open-patients.ts'
import { type Drafted, resourcesOf } from './resources-of-visit.ts'
import { isOlder, saysLess } from './revision.ts'
import { type IdentityAsked, takeFacilityWords } from './take-facility-words.ts'
import { translateCodes } from './translate-codes.ts'
import { expectVisits, findVisits, upsertVisits, type VisitRow, type VisitToSave } from './visit.queries.ts'

export interface WalkContext {
  readonly now: Date
  readonly identity: IdentityAsked
  /** Old files: who listens for changed links is not told of each. */
  readonly isBackLoad?: boolean
  /** Decisions about senders' own codes; absent: nothing is translated. */
  readonly translators?: Translators
  /** Senders' own codes that were met are added here. */
  readonly seenCodes?: SeenLocalCode[]
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

/** A message in tables, and what the resources drafted of it leave unsaid, asked for once its Patient stands as it will be stored. */
interface Told {
  readonly message: FacilityMessage
  readonly patientId: string
  readonly extras: () => string
}

function draftOf(record: OpenedRecord): Drafted | { readonly problems: readonly MessageProblem[] } {
  if (!record.message) return { problems: record.problems }
  const draft = standardiseMessage(record.message)
  if (draft.ok) return { record, message: record.message, draft: draft.value }
  const { code, message } = draft.problem
  return { problems: [...record.problems, { code, severity: 'error', message }] }
}

const keyOf = (message: SentMessage) => `${message.facilityCode}|${message.visitLinkId}`

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
  const incoming = round.map(toIncomingRecord)
  const persons = await context.identity.admit(tx, incoming, context.now, {
    isQuiet: context.isBackLoad === true,
  })
  const known = new Map<string, VisitRow>()
  const look = async (keys: readonly ReturnType<typeof visitKey>[]) => {
    for (const row of await findVisits(tx, keys)) known.set(`${row.facility}|${row.visit_link_id}`, row)
  }
  await look(round.flatMap(({ message, draft }) => [visitKey(message), ...keysReferredTo(message, draft)]))

  const replaced = await takeFacilityWords(tx, round, incoming, persons, context)
  const patients = await openPatients(tx, [...persons.map((p) => p.patientId), ...replaced.flat()])
  const visits: VisitToWrite[] = []
  /** Under which id each visit of this round lies, or will. */
  const visitIds = new Map<string, string>()
  const expected: Omit<VisitToSave, 'kind' | 'version' | 'said_at'>[] = []
  const toSave: VisitToSave[] = []
  const told: Told[] = []
  const isSettled = spokenOfOnce([...persons.map((p) => p.patientId), ...replaced.flat()])
  const tell = (message: SentMessage, patientId: string, entries: readonly DraftEntry[]) => {
    if (!isTables(message)) return
    const extras = () => extrasText(message, patients.current(patientId), entries)
    if (!isSettled(patientId)) return void told.push({ message, patientId, extras })
    // Nobody else changes this Patient: the resources need not be held until the whole batch is drafted.
    const text = extras()
    told.push({ message, patientId, extras: () => text })
  }
  const late: (RecordKey & { personId: string })[] = []
  const done: (RecordKey & { personId: string })[] = []
  const events: VisitStored[] = []
  for (const [index, drafted] of round.entries()) {
    const { record, message } = drafted
    const translator = await context.translators?.translatorOf(senderOf(record, message))
    const { patientId, personId, isLatest } = persons[index]!
    const before = known.get(keyOf(message)) ?? null
    if (before && before.version > 0 && (isOlder(record, message, before) || saysLess(message, before))) {
      late.push({ ...keyOfRecord(record), personId })
      continue
    }
    const isSamePatient = before?.patient_id === patientId
    const visitId = isSamePatient ? before.visit_id : newId(shardOf(patientId), now)
    const version = (before?.version ?? 0) + 1
    visitIds.set(keyOf(message), visitId)
    for (const key of keysReferredTo(message, drafted.draft))
      expected.push({
        ...{ shard: key.shard, facility: key.facility, visit_link_id: key.visitLinkId },
        ...{ visit_id: newId(shardOf(patientId), now), patient_id: patientId },
        ...{ received_at: record.receivedAt.toISOString() },
        ...{ receipt_id: record.receiptId, file_number: record.fileNumber },
      })
    visits.push({
      visitId,
      patientId,
      isNew: !isSamePatient,
      former: before && !isSamePatient ? { patientId: before.patient_id, visitId: before.visit_id } : null,
      resources: () =>
        resourcesOf(
          drafted,
          visitId,
          patients.take(patientId, drafted.draft.patient, isLatest),
          (link) => elsewhere(visitIds, known, `${message.facilityCode}|${link}`),
          (entries) => {
            if (translator)
              context.seenCodes?.push(...translateCodes(entries, senderOf(record, message), translator))
            tell(message, patientId, entries)
          },
        ),
    })
    for (const old of replaced[index]!.filter((id) => id !== patientId)) {
      const retired = () => [
        {
          resource: patients.retire(old, drafted.draft.patient, patientId),
          source: sourceUri(record, { table: 'MRG', row: 1 }),
          scope: 'lasting' as const,
        },
      ]
      const place = { visitId: newId(shardOf(old), now), patientId: old, isNew: true, former: null }
      visits.push({ ...place, resources: retired })
    }
    toSave.push({
      ...visitRowKey(message),
      kind: message.kind,
      visit_id: visitId,
      patient_id: patientId,
      version,
      received_at: record.receivedAt.toISOString(),
      said_at: message.saidAt ?? null,
      receipt_id: record.receiptId,
      file_number: record.fileNumber,
    })
    done.push({ ...keyOfRecord(record), personId })
    events.push({ ...keyOfRecord(record), patientId, personId, version })
  }

  let written = 0
  if (visits.length > 0) {
    const missing = expected.filter(({ facility, visit_link_id }) => {
      const key = `${facility}|${visit_link_id}`
      return !known.has(key) && !visitIds.has(key)
    })
    if (missing.length > 0) {
      await expectVisits(tx, missing, context.now.toISOString())
      await look(missing.map((row) => ({ ...row, visitLinkId: row.visit_link_id })))
    }
    if ((await upsertVisits(tx, toSave, context.now.toISOString())) !== toSave.length) {
      throw transient('journey: another worker stored the same visit')
    }
    const outcome = await writeVisits(tx, visits, {
      at: context.now,
      origin: 'journey',
      sharedMemory: context.sharedMemory,
    })
    const extras = told.map(({ message, patientId, extras }) => ({
      ...visitRowKey(message),
      norm: message.norm,
      patient_ver: outcome.patientVersions.get(patientId)!,
      extras: extras(),
    }))
    if (extras.length > 0) await upsertExtras(tx, extras)
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

function spokenOfOnce(ids: readonly string[]): (id: string) => boolean {
  const counts = new Map<string, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return (id) => counts.get(id) === 1
}

const toIncomingRecord = ({ draft, message }: Drafted): IncomingRecord => ({
  ...draft.person,
  facilityCode: message.facilityCode,
  address: draft.patient.address?.[0]?.text ?? null,
  deceased: draft.patient.deceasedDateTime !== undefined || draft.patient.deceasedBoolean === true,
  seenAt: draft.period.start ? new Date(draft.period.start).toISOString() : null,
})

const senderOf = (record: OpenedRecord, message: SentMessage) => ({
  facility: message.facilityCode,
  vendor: record.vendor,
})

const visitShard = (message: SentMessage) => shardFor(keyOf(message))
const visitKey = (message: SentMessage) => ({
  shard: visitShard(message),
  facility: message.facilityCode,
  visitLinkId: message.visitLinkId,
})
const visitRowKey = (message: SentMessage) => ({
  shard: visitShard(message),
  facility: message.facilityCode,
  visit_link_id: message.visitLinkId,
})
const keyOfRecord = (record: OpenedRecord): RecordKey => ({
  receiptId: record.receiptId,
  fileNumber: record.fileNumber,
})

const keysReferredTo = ({ facilityCode: facility }: SentMessage, draft: Draft) =>
  (draft.refersTo ?? []).map((visitLinkId) => ({
    shard: shardFor(`${facility}|${visitLinkId}`),
    facility,
    visitLinkId,
  }))

function elsewhere(planned: ReadonlyMap<string, string>, known: ReadonlyMap<string, VisitRow>, key: string) {
  const visitId = planned.get(key) ?? known.get(key)?.visit_id
  // The draft promised to name in `refersTo` whatever it points at.
  if (!visitId) throw new Error('journey: a draft points at a visit it did not name')
  return visitId
}
