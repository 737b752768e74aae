import type { Queries } from '#foundation/db'
import { isUuid8 } from '#foundation/ids'
import type { MentionedIdentifier, RecordCard } from '../links/links.types.ts'
import { recordOf } from '../links/record-keys.ts'
import { findRecords } from '../links/records.queries.ts'
import type { PersonToVerify, SubjectOf } from './verification.types.ts'

/** What a record of the index says of its human. A record's id is that of its Patient. */
export interface RecordSubject {
  /** Who keeps the record. */
  readonly facility: string
  readonly number: MentionedIdentifier
  readonly person: PersonToVerify
}

/** `SubjectOf` over the index. */
export const subjectOfRecord =
  (db: Queries): SubjectOf =>
  async (recordId) =>
    (await readSubject(db, recordId))?.person ?? null

/** Null: there is no such record, or it claims no citizen number, or has no name. */
export async function readSubject(db: Queries, recordId: string): Promise<RecordSubject | null> {
  if (!isUuid8(recordId)) return null
  const [row] = await findRecords(db, [recordOf(recordId)])
  const number = row?.card.identifiers.find(isClaimed)
  if (row?.patient_id !== recordId || !number || row.card.fullName === '') return null
  return { facility: row.facility, number, person: personOf(row.card, number.value) }
}

const isClaimed = ({ kind, standing }: MentionedIdentifier) => kind === 'citizen-id' && standing === 'claimed'

const dated = /^\d{4}(-\d{2}){0,2}$/

const personOf = ({ fullName, birthDate, sex }: RecordCard, citizenNumber: string): PersonToVerify => ({
  ...{ citizenNumber, fullName },
  birthDate: birthDate !== null && dated.test(birthDate) ? birthDate : null,
  sex: sex === 'unknown' ? null : sex,
})
