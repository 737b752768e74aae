import { hash } from 'node:crypto'
import { type Tx, transient } from '#foundation/db'
import { newId, shardFor, shardOf } from '#foundation/ids'
import { foldName } from '#vocabulary/vietnam'
import { judge } from './judge.ts'
import { keyText } from './key-text.ts'
import {
  findNumbers,
  findPatients,
  findPatientsOfPersons,
  insertLinkEvents,
  insertNumbers,
  insertReviews,
  type LinkEvent,
  lockPersons,
  type NumberRow,
  type PatientToWrite,
  type PersonToWrite,
  type Review,
  upsertPatients,
  upsertPersons,
} from './person.queries.ts'

/** What a message says of a human. Numbers are valid by form. */
export interface IncomingPerson {
  readonly facilityCode: string
  readonly localId: string
  readonly citizenId: string | null
  readonly insuranceNumbers: readonly string[]
  readonly fullName: string
  readonly birthDate: string | null
  readonly sex: 'male' | 'female' | 'unknown'
  readonly address: string | null
  readonly deceased: boolean
  /** When the visit began (ISO instant): the latest visit decides what the person's card shows. */
  readonly seenAt: string | null
}

export interface ResolvedPerson {
  readonly patientId: string
  readonly personId: string
  /** True when this is the newest visit of the patient, so that its demographics may replace the stored ones. */
  readonly isLatest: boolean
}

/**
 * Says whose each message is, in the caller's transaction: answers in the order asked. Persons met twice in one call
 * are one person. When another writer claims the same new number at the same moment the call throws a transient error
 * and the whole transaction is tried again, this time seeing what the other wrote.
 */
export async function resolvePersons(
  tx: Tx,
  incoming: readonly IncomingPerson[],
  now: Date,
): Promise<ResolvedPerson[]> {
  const book = await openBook(tx, incoming, now)
  const answers = incoming.map((person) => book.admit(person))
  await book.save()
  return answers
}

async function openBook(tx: Tx, incoming: readonly IncomingPerson[], now: Date) {
  const at = now.toISOString()
  const patientKeys = unique(
    incoming.flatMap((p) => localIdsOf(p).map((localId) => patientKey(p.facilityCode, localId))),
    (k) => `${k.facility}|${k.localId}`,
  )
  const numberKeys = unique(incoming.flatMap(numbersOf), (k) => `${k.kind}|${k.value}`)
  const patients = new Map<string, PatientToWrite>()
  const numbers = new Map<string, NumberRow>()
  const persons = new Map<string, PersonToWrite>()

  for (const row of await findPatients(tx, patientKeys)) {
    patients.set(`${row.facility}|${row.local_id}`, { ...row, seen_at: row.seen_at?.toISOString() ?? null })
  }
  if (numberKeys.length > 0) {
    for (const row of await findNumbers(tx, numberKeys)) numbers.set(`${row.kind}|${row.value}`, row)
  }
  let personIds = [...patients.values(), ...numbers.values()].map((r) => r.person_id)
  // A number may name a person who was joined into another since: whoever they are now is needed too.
  for (let steps = 0; personIds.length > 0 && steps < maxSteps; steps += 1) {
    const keys = unique(personIds, (id) => id).map((personId) => ({ shard: shardOf(personId), personId }))
    const rows = await lockPersons(tx, keys)
    for (const row of rows) {
      persons.set(row.person_id, { ...row, last_visit_at: row.last_visit_at?.toISOString() ?? null })
    }
    personIds = rows.flatMap((row) =>
      row.retired_into && !persons.has(row.retired_into) ? [row.retired_into] : [],
    )
  }
  // Who else is with those who may move: patients of a person without a citizen number, now seen with one.
  const mayMove = incoming
    .filter((p) => p.citizenId !== null)
    .flatMap((p) => localIdsOf(p).map((localId) => patients.get(`${p.facilityCode}|${localId}`)?.person_id))
    .filter((id) => id !== undefined && persons.get(id)?.citizen_id === null) as string[]
  const companions = mayMove.length > 0 ? await findPatientsOfPersons(tx, [...new Set(mayMove)]) : []

  const changedPatients = new Set<string>()
  const changedPersons = new Set<string>()
  const newNumbers: NumberRow[] = []
  const events: LinkEvent[] = []
  const reviews: Review[] = []

  function admit(incomer: IncomingPerson): ResolvedPerson {
    const folded = foldName(incomer.fullName)
    const holders = numbersOf(incomer).flatMap((n) => {
      const person = holderOf(n.kind, n.value)
      return person ? [{ kind: n.kind, person }] : []
    })
    const known = localIdsOf(incomer)
      .map((localId) => patients.get(`${incomer.facilityCode}|${localId}`))
      .find((row) => row !== undefined)
    const verdict = judge(
      { ...incomer, foldedName: folded },
      known ? { patient: known, person: persons.get(known.person_id)!, isAlone: isAlone(known) } : null,
      holders,
    )

    const person = verdict.person ?? newPerson(incomer, folded)
    const localId = verdict.isOtherHuman ? ownLocalIdsOf(incomer)[0]! : (known?.local_id ?? incomer.localId)
    const key = `${incomer.facilityCode}|${localId}`
    const patient = verdict.isOtherHuman ? patients.get(key) : known
    const patientId =
      patient?.patient_id ?? newId(shardFor(keyText(incomer.facilityCode, localId)), now.getTime())
    const seenBefore = patient?.seen_at ?? null
    const isLatest = seenBefore === null || incomer.seenAt === null || incomer.seenAt >= seenBefore

    if (!patient || patient.person_id !== person.person_id) {
      events.push({
        shard: shardOf(patientId),
        event_id: newId(shardOf(patientId), now.getTime()),
        patient_id: patientId,
        person_id: person.person_id,
        from_person_id: patient?.person_id ?? null,
        rule: verdict.rule,
      })
      if (patient && isAlone(patient)) retire(patient.person_id, person.person_id)
    }
    patients.set(key, {
      ...patientKeyColumns(incomer.facilityCode, localId),
      patient_id: patientId,
      person_shard: person.shard,
      person_id: person.person_id,
      joined_by: patient && patient.person_id === person.person_id ? patient.joined_by : verdict.rule,
      folded_name: isLatest ? folded : (patient?.folded_name ?? folded),
      birth_date: isLatest ? incomer.birthDate : (patient?.birth_date ?? null),
      citizen_id: incomer.citizenId ?? patient?.citizen_id ?? null,
      seen_at: isLatest ? (incomer.seenAt ?? seenBefore) : seenBefore,
    })
    changedPatients.add(key)
    for (const other of verdict.review) {
      reviews.push({
        shard: person.shard,
        review_id: pairId(person.shard, person.person_id, other.personId, other.reason),
        person_id: person.person_id,
        other_person_id: other.personId,
        reason: other.reason,
      })
    }
    for (const n of numbersOf(incomer)) if (mayClaim(n, person, verdict.mayClaimNumbers)) claim(n, person)
    updateCard(person, incomer, folded)
    return { patientId, personId: person.person_id, isLatest }
  }

  function newPerson(incomer: IncomingPerson, folded: string): PersonToWrite {
    const shard = shardFor(
      keyText(
        'person',
        incomer.citizenId ?? incomer.insuranceNumbers[0] ?? `${incomer.facilityCode}|${incomer.localId}`,
      ),
    )
    const person: PersonToWrite = {
      shard,
      person_id: newId(shard, now.getTime()),
      full_name: incomer.fullName,
      folded_name: folded,
      birth_date: incomer.birthDate,
      sex: incomer.sex,
      citizen_id: null,
      insurance_number: null,
      address: null,
      deceased: false,
      facilities: [],
      last_visit_at: null,
      retired_into: null,
    }
    persons.set(person.person_id, person)
    return person
  }

  /** The living person behind a number, following those who were joined into another. */
  function holderOf(kind: string, value: string): PersonToWrite | undefined {
    const row = numbers.get(`${kind}|${value}`)
    let person = row && persons.get(row.person_id)
    for (let steps = 0; person?.retired_into && steps < maxSteps; steps += 1)
      person = persons.get(person.retired_into)
    return person
  }

  function isAlone(patient: PatientToWrite): boolean {
    const present = (row: { facility: string; local_id: string }) =>
      patients.get(`${row.facility}|${row.local_id}`)
    const all = [...patients.values(), ...companions.filter((row) => !present(row))]
    return all.every((row) => row.person_id !== patient.person_id || row.patient_id === patient.patient_id)
  }

  /** One human has one citizen number; where numbers are in doubt nothing else is taken. */
  function mayClaim(n: { kind: string; value: string }, person: PersonToWrite, areSure: boolean): boolean {
    if (n.kind === 'citizen-id') return person.citizen_id === null
    return areSure
  }

  function claim(n: { shard: number; kind: string; value: string }, person: PersonToWrite) {
    const key = `${n.kind}|${n.value}`
    if (numbers.has(key)) return
    const row = { ...n, person_shard: person.shard, person_id: person.person_id }
    numbers.set(key, row)
    newNumbers.push(row)
  }

  function updateCard(before: PersonToWrite, incomer: IncomingPerson, folded: string) {
    const person = persons.get(before.person_id) ?? before
    const isLatest = !person.last_visit_at || !incomer.seenAt || incomer.seenAt >= person.last_visit_at
    const holds = (kind: string, value: string) => holderOf(kind, value)?.person_id === person.person_id
    const insurance = incomer.insuranceNumbers.find((value) => holds('insurance-number', value))
    const next: PersonToWrite = {
      ...person,
      full_name: isLatest ? incomer.fullName : person.full_name,
      folded_name: isLatest ? folded : person.folded_name,
      birth_date: isLatest ? morePrecise(incomer.birthDate, person.birth_date) : person.birth_date,
      sex: isLatest && incomer.sex !== 'unknown' ? incomer.sex : person.sex,
      citizen_id:
        person.citizen_id ??
        (incomer.citizenId && holds('citizen-id', incomer.citizenId) ? incomer.citizenId : null),
      insurance_number: (isLatest ? insurance : null) ?? person.insurance_number ?? insurance ?? null,
      address: isLatest ? (incomer.address ?? person.address) : person.address,
      deceased: person.deceased || incomer.deceased,
      facilities: person.facilities.includes(incomer.facilityCode)
        ? person.facilities
        : [...person.facilities, incomer.facilityCode],
      last_visit_at: isLatest ? (incomer.seenAt ?? person.last_visit_at) : person.last_visit_at,
    }
    persons.set(person.person_id, next)
    changedPersons.add(person.person_id)
  }

  function retire(personId: string, into: string) {
    const person = persons.get(personId)
    if (!person) return
    persons.set(personId, { ...person, retired_into: into })
    changedPersons.add(personId)
  }

  async function save() {
    const upserted = [...changedPersons].map((id) => persons.get(id)!)
    if (upserted.length > 0) await upsertPersons(tx, upserted, at)
    if (newNumbers.length > 0) {
      const written = await insertNumbers(tx, newNumbers, at)
      if (written !== newNumbers.length) throw transient('identity: a number was claimed by another writer')
    }
    const rows = [...changedPatients].map((key) => patients.get(key)!)
    if (rows.length > 0 && (await upsertPatients(tx, rows, at)) !== rows.length) {
      throw transient('identity: a local number was admitted by another writer')
    }
    if (events.length > 0) await insertLinkEvents(tx, events, at)
    if (reviews.length > 0) await insertReviews(tx, reviews, at)
  }

  return { admit, save }
}

/** How many times a person is followed who was joined into another. */
const maxSteps = 8

const patientKey = (facility: string, localId: string) => ({
  shard: shardFor(keyText(facility, localId)),
  facility,
  localId,
})

const patientKeyColumns = (facility: string, localId: string) => ({
  shard: shardFor(keyText(facility, localId)),
  facility,
  local_id: localId,
})

/** A local number used again for another human is admitted beside the first, with what tells that human apart. */
const localIdsOf = (p: IncomingPerson) => [...ownLocalIdsOf(p), p.localId]
const ownLocalIdsOf = (p: IncomingPerson) => [
  ...(p.citizenId ? [`${p.localId}#${p.citizenId}`] : []),
  `${p.localId}#${foldName(p.fullName)} ${p.birthDate?.slice(0, 4) ?? ''}`,
]

const numbersOf = (p: IncomingPerson) => [
  ...(p.citizenId
    ? [{ kind: 'citizen-id', value: p.citizenId, shard: shardFor(keyText('citizen-id', p.citizenId)) }]
    : []),
  ...[...new Set(p.insuranceNumbers)].map((value) => ({
    kind: 'insurance-number',
    value,
    shard: shardFor(keyText('insurance-number', value)),
  })),
]

function pairId(shard: number, a: string, b: string, reason: string): string {
  const digest = hash('md5', [...[a, b].sort(), reason].join('|'))
  const variant = `8${digest.slice(17, 20)}`
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${shard.toString(16).padStart(4, '0').slice(0, 3)}-${variant}-${digest.slice(20, 32)}`
}

/** `1960-05-02` says more than `1960`; a different year is the newer truth. */
function morePrecise(incoming: string | null, known: string | null): string | null {
  if (!incoming) return known
  return known && known.length > incoming.length && known.startsWith(incoming) ? known : incoming
}

const unique = <T>(items: readonly T[], key: (item: T) => string): T[] => [
  ...new Map(items.map((item) => [key(item), item])).values(),
]
