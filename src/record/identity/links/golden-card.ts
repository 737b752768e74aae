import { shardOf } from '#foundation/ids'
import { foldName } from '#vocabulary/vietnam'
import type { MentionedIdentifier, RecordRow } from './links.types.ts'
import type { PersonToWrite } from './person.queries.ts'
import { naturalKey } from './record-keys.ts'

/** A row of `identity.person`, and where its fields come from. */
export interface PersonCard extends PersonToWrite {
  /** Field → the patient (source record) it was taken from. */
  readonly golden: Readonly<Record<string, string>>
}

/**
 * What is shown of a person: a function of the person's records and of nothing else, so that records that part again show
 * what they showed before. Each field is that of the record whose number was checked best, then of whoever spoke last, then of the
 * smallest natural key. Never evidence: nobody is matched against a card.
 */
export function goldenCard(personId: string, records: readonly RecordRow[]): PersonCard {
  const byTrust = [...records].sort(
    (x, y) => trustOf(y) - trustOf(x) || byTime(y, x) || (naturalKey(x) < naturalKey(y) ? -1 : 1),
  )
  const golden: Record<string, string> = {}
  const take = <T>(field: string, read: (row: RecordRow) => T | null): T | null => {
    const row = byTrust.find((each) => read(each) !== null)
    if (!row) return null
    golden[field] = row.patient_id
    return read(row)
  }
  const newest = byTrust[0]!
  const fullName = take('fullName', (row) => row.card.fullName || null) ?? newest.card.fullName
  const date = take('birthDate', (row) => row.card.birthDate)
  const precise = take('birthDate', ({ card }) =>
    // `1960-05-02` says more than `1960`.
    date && card.birthDate && card.birthDate.length > date.length && card.birthDate.startsWith(date)
      ? card.birthDate
      : null,
  )
  return {
    shard: shardOf(personId),
    person_id: personId,
    full_name: fullName,
    folded_name: foldName(fullName),
    birth_date: precise ?? date,
    sex: take('sex', ({ card }) => (card.sex === 'unknown' ? null : card.sex)) ?? 'unknown',
    citizen_id: take('citizenId', (row) => numberOf(row, 'citizen-id')),
    insurance_number: take('insuranceNumber', (row) => numberOf(row, 'insurance-number')),
    address: take('address', (row) => row.card.address),
    deceased: records.some((row) => row.card.deceased),
    facilities: [...new Set(records.map((row) => row.facility))].sort(),
    last_visit_at: records.reduce<string | null>((latest, row) => later(latest, row.seen_at), null),
    retired_into: null,
    golden,
  }
}

const claimed = (each: MentionedIdentifier) => each.standing === 'claimed'

const trustOf = (row: RecordRow) =>
  row.card.identifiers.filter(claimed).reduce((most, each) => Math.max(most, each.level), 1)

const numberOf = (row: RecordRow, kind: string) =>
  row.card.identifiers.find((each) => each.kind === kind && claimed(each))?.value ?? null

const byTime = (x: RecordRow, y: RecordRow) =>
  (x.said_at ?? '') < (y.said_at ?? '') ? -1 : (x.said_at ?? '') > (y.said_at ?? '') ? 1 : 0

const later = (a: string | null, b: string | null) => (a === null || (b !== null && b > a) ? b : a)
