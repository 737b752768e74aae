import { hash } from 'node:crypto'
import { type Tx, transient } from '#foundation/db'
import { newId, shardFor, shardOf } from '#foundation/ids'
import { foldName } from '#vocabulary/vietnam'
import type { IncomingPerson, ResolvedPerson } from './identity.types.ts'
import { localIdsOf, numbersOf, ownLocalIdsOf, patientKey } from './identity-keys.ts'
import { judge, type Verdict } from './judge.ts'
import { keyText } from './key-text.ts'
import { type IdentityPage, maxSteps, openPage } from './open-page.ts'
import {
  insertLinkEvents,
  insertNumbers,
  insertReviews,
  type LinkEvent,
  type NumberRow,
  type PatientToWrite,
  type PersonToWrite,
  type Review,
  upsertPatients,
  upsertPersons,
} from './person.queries.ts'
import { newPerson, nextCard } from './person-card.ts'

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
  const batch = new IdentityBatch(await openPage(tx, incoming), now)
  const answers = incoming.map((person) => batch.admit(person))
  await batch.save(tx)
  return answers
}

/** The page of one batch and what changed on it. */
class IdentityBatch {
  private readonly page: IdentityPage
  private readonly now: Date
  private readonly changedPatients = new Set<string>()
  private readonly changedPersons = new Set<string>()
  private readonly newNumbers: NumberRow[] = []
  private readonly events: LinkEvent[] = []
  private readonly reviews: Review[] = []

  constructor(page: IdentityPage, now: Date) {
    this.page = page
    this.now = now
  }

  admit(incomer: IncomingPerson): ResolvedPerson {
    const { patients, persons } = this.page
    const folded = foldName(incomer.fullName)
    const known = localIdsOf(incomer)
      .map((localId) => patients.get(`${incomer.facilityCode}|${localId}`))
      .find((row) => row !== undefined)
    const verdict = judge(
      { ...incomer, foldedName: folded },
      known ? { patient: known, person: persons.get(known.person_id)!, isAlone: this.isAlone(known) } : null,
      this.holdersOf(incomer),
    )
    const person = verdict.person ?? this.admitNew(incomer, folded)
    const patient = this.linkPatient(incomer, folded, known, person, verdict)
    for (const other of verdict.review) this.askHuman(person, other)
    for (const n of numbersOf(incomer)) {
      // One human has one citizen number; where numbers are in doubt nothing else is taken.
      const mayClaim = n.kind === 'citizen-id' ? person.citizen_id === null : verdict.mayClaimNumbers
      if (mayClaim) this.claim(n, person)
    }
    const card = persons.get(person.person_id) ?? person
    const holds = (kind: string, value: string) => this.holderOf(kind, value)?.person_id === person.person_id
    this.change(nextCard(card, incomer, folded, holds))
    return { ...patient, personId: person.person_id }
  }

  async save(tx: Tx): Promise<void> {
    const at = this.now.toISOString()
    const { patients, persons } = this.page
    const cards = [...this.changedPersons].map((id) => persons.get(id)!)
    if (cards.length > 0) await upsertPersons(tx, cards, at)
    if (this.newNumbers.length > 0) {
      const written = await insertNumbers(tx, this.newNumbers, at)
      if (written !== this.newNumbers.length)
        throw transient('identity: a number was claimed by another writer')
    }
    const rows = [...this.changedPatients].map((key) => patients.get(key)!)
    if (rows.length > 0 && (await upsertPatients(tx, rows, at)) !== rows.length) {
      throw transient('identity: a local number was admitted by another writer')
    }
    if (this.events.length > 0) await insertLinkEvents(tx, this.events, at)
    if (this.reviews.length > 0) await insertReviews(tx, this.reviews, at)
  }

  private linkPatient(
    incomer: IncomingPerson,
    folded: string,
    known: PatientToWrite | undefined,
    person: PersonToWrite,
    verdict: Verdict,
  ): { patientId: string; isLatest: boolean } {
    const { patients } = this.page
    const localId = verdict.isOtherHuman ? ownLocalIdsOf(incomer)[0]! : (known?.local_id ?? incomer.localId)
    const key = patientKey(incomer.facilityCode, localId)
    const name = `${key.facility}|${localId}`
    const patient = verdict.isOtherHuman ? patients.get(name) : known
    const patientId =
      patient?.patient_id ?? newId(shardFor(keyText(incomer.facilityCode, localId)), this.now.getTime())
    const seenBefore = patient?.seen_at ?? null
    const isLatest = seenBefore === null || incomer.seenAt === null || incomer.seenAt >= seenBefore
    const isLinked = patient?.person_id === person.person_id
    if (!isLinked) this.noteLink(patientId, person, patient, verdict)
    patients.set(name, {
      shard: key.shard,
      facility: key.facility,
      local_id: localId,
      patient_id: patientId,
      person_shard: person.shard,
      person_id: person.person_id,
      joined_by: patient && isLinked ? patient.joined_by : verdict.rule,
      folded_name: isLatest ? folded : (patient?.folded_name ?? folded),
      birth_date: isLatest ? incomer.birthDate : (patient?.birth_date ?? null),
      citizen_id: incomer.citizenId ?? patient?.citizen_id ?? null,
      seen_at: isLatest ? (incomer.seenAt ?? seenBefore) : seenBefore,
    })
    this.changedPatients.add(name)
    return { patientId, isLatest }
  }

  private noteLink(
    patientId: string,
    person: PersonToWrite,
    before: PatientToWrite | undefined,
    verdict: Verdict,
  ) {
    this.events.push({
      shard: shardOf(patientId),
      event_id: newId(shardOf(patientId), this.now.getTime()),
      patient_id: patientId,
      person_id: person.person_id,
      from_person_id: before?.person_id ?? null,
      rule: verdict.rule,
    })
    if (!before || !this.isAlone(before)) return
    const left = this.page.persons.get(before.person_id)
    if (left) this.change({ ...left, retired_into: person.person_id })
  }

  private askHuman(person: PersonToWrite, other: Verdict['review'][number]) {
    this.reviews.push({
      shard: person.shard,
      review_id: pairId(person.shard, person.person_id, other.personId, other.reason),
      person_id: person.person_id,
      other_person_id: other.personId,
      reason: other.reason,
    })
  }

  private admitNew(incomer: IncomingPerson, folded: string): PersonToWrite {
    const person = newPerson(incomer, folded, this.now.getTime())
    this.page.persons.set(person.person_id, person)
    return person
  }

  private holdersOf(incomer: IncomingPerson) {
    return numbersOf(incomer).flatMap((n) => {
      const person = this.holderOf(n.kind, n.value)
      return person ? [{ kind: n.kind, person }] : []
    })
  }

  /** The living person behind a number, following those who were joined into another. */
  private holderOf(kind: string, value: string): PersonToWrite | undefined {
    const { numbers, persons } = this.page
    const row = numbers.get(`${kind}|${value}`)
    let person = row && persons.get(row.person_id)
    for (let steps = 0; person?.retired_into && steps < maxSteps; steps += 1)
      person = persons.get(person.retired_into)
    return person
  }

  /** No other patient is linked to this patient's person. */
  private isAlone(patient: PatientToWrite): boolean {
    const { patients, companions } = this.page
    const absent = companions.filter((row) => !patients.has(`${row.facility}|${row.local_id}`))
    return [...patients.values(), ...absent].every(
      (row) => row.person_id !== patient.person_id || row.patient_id === patient.patient_id,
    )
  }

  private claim(n: { shard: number; kind: string; value: string }, person: PersonToWrite) {
    const key = `${n.kind}|${n.value}`
    if (this.page.numbers.has(key)) return
    const row = { ...n, person_shard: person.shard, person_id: person.person_id }
    this.page.numbers.set(key, row)
    this.newNumbers.push(row)
  }

  private change(person: PersonToWrite) {
    this.page.persons.set(person.person_id, person)
    this.changedPersons.add(person.person_id)
  }
}

/** A pair is asked about once for the same reason: the id says who and why. */
function pairId(shard: number, a: string, b: string, reason: string): string {
  const digest = hash('md5', [...[a, b].sort(), reason].join('|'))
  const variant = `8${digest.slice(17, 20)}`
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${shard.toString(16).padStart(4, '0').slice(0, 3)}-${variant}-${digest.slice(20, 32)}`
}
