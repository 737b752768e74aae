/** Builders for tests: what a message says of a human, in one line. Invented people, numbers that no province gives. */
import { fixedClock } from '#foundation/clock'
import { retryTransient, sql } from '#foundation/db'
import { withDatabase } from '#foundation/testkit'
import type { DemographicRecord } from '#vocabulary/demographics'
import { type IncomingRecord, identityMigrations, openIdentityIndex, type ResolvedPerson } from './index.ts'

export type Saying = Partial<Omit<IncomingRecord, 'words'>> & { readonly words?: Partial<DemographicRecord> }

/** A woman of 1990 with a citizen number and a card, at facility 99901 under BN1. `words` adds to what follows from the rest. */
export function aPerson(says: Saying = {}): IncomingRecord {
  const { words, ...person } = says
  const told = {
    ...{ facilityCode: '99901', localId: 'BN1', citizenId: '990190000001', insuranceNumbers: ['9900000001'] },
    ...({ fullName: 'NGUYỄN THỊ MẪU', birthDate: '1990-03-15', sex: 'female', address: null } as const),
    ...{ deceased: false, seenAt: '2026-08-01T01:00:00.000Z' },
    ...person,
  }
  return {
    ...told,
    words: {
      fullName: told.fullName,
      birthDate: told.birthDate,
      sex: told.sex,
      citizenNumber: told.citizenId,
      insuranceNumber: told.insuranceNumbers.join(';') || null,
      ...{ passportNumber: null, birthCertificateNumber: null, phone: null },
      address: { text: told.address, provinceCode: null, districtCode: null, wardCode: null },
      ...{ mother: null, father: null, birthOrder: null },
      recordedOn: told.seenAt?.slice(0, 10) ?? null,
      ...words,
    },
  }
}

/** A man of 1960 who shares nothing with `aPerson`. */
export const anotherPerson = (says: Saying = {}): IncomingRecord =>
  aPerson({
    localId: 'BN2',
    citizenId: '990060000002',
    insuranceNumbers: ['9900000002'],
    fullName: 'TRẦN VĂN KHÁC',
    birthDate: '1960-01-01',
    sex: 'male',
    ...says,
  })

export type Register = Awaited<ReturnType<typeof aRegister>>

/** The index under the shipped model, over a database of its own. */
export async function aRegister() {
  const t = await withDatabase([identityMigrations], { max: 12 })
  const clock = fixedClock('2026-11-21T08:00:00+07:00')
  const index = openIdentityIndex({ db: t.db, clock })
  /** One message a transaction, as if each came alone; a transient failure is tried again, as the journey does. */
  async function meet(...messages: readonly IncomingRecord[]): Promise<ResolvedPerson[]> {
    const answers: ResolvedPerson[] = []
    for (const message of messages) answers.push(...(await meetTogether(message)))
    return answers
  }
  async function meetTogether(...messages: readonly IncomingRecord[]): Promise<ResolvedPerson[]> {
    clock.advance(1_000)
    return retryTransient(() => t.db.transaction((tx) => index.admit(tx, messages, clock.now())))
  }
  return {
    db: t.db,
    connection: t.connection,
    clock,
    index,
    reader: index.reader,
    meet,
    meetTogether,
    /** What people are asked: the reason, and the guard that asks. */
    reviews: async () =>
      (
        await t.db.many<{ reason: string }>(sql`
          select coalesce(guard, reason) as reason from identity.review_item where answer is null order by asked_at, 1`)
      ).map(({ reason }) => reason),
    /** As on the first day, for the next test. */
    empty: () =>
      t.db.transaction((tx) =>
        tx.script(`truncate identity.person, identity.record, identity.key, identity.crowd, identity.edge,
          identity.decision, identity.held, identity.event, identity.event_also, identity.identifier,
          identity.review_item`),
      ),
    close: t.close,
  }
}
