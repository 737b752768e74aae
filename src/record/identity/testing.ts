/** Builders for tests: what a message says of a human, in one line. Invented people, numbers that no province gives. */
import { fixedClock } from '#foundation/clock'
import { type Database, retryTransient, sql } from '#foundation/db'
import { withDatabase } from '#foundation/testkit'
import {
  type IncomingPerson,
  identityMigrations,
  openPersonReader,
  type ResolvedPerson,
  resolvePersons,
} from './index.ts'

/** A woman of 1990 with a citizen number and a card, at facility 99901 under BN1. */
export const aPerson = (says: Partial<IncomingPerson> = {}): IncomingPerson => ({
  facilityCode: '99901',
  localId: 'BN1',
  citizenId: '990190000001',
  insuranceNumbers: ['9900000001'],
  fullName: 'NGUYỄN THỊ MẪU',
  birthDate: '1990-03-15',
  sex: 'female',
  address: null,
  deceased: false,
  seenAt: '2026-08-01T01:00:00.000Z',
  ...says,
})

/** A man of 1960 who shares nothing with `aPerson`. */
export const anotherPerson = (says: Partial<IncomingPerson> = {}): IncomingPerson =>
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

/** The index over a database of its own. */
export async function aRegister() {
  const t = await withDatabase([identityMigrations], { max: 12 })
  const clock = fixedClock('2026-11-21T08:00:00+07:00')
  /** One message a transaction, as if each came alone; a transient failure is tried again, as the journey does. */
  async function meet(...messages: readonly IncomingPerson[]): Promise<ResolvedPerson[]> {
    const answers: ResolvedPerson[] = []
    for (const message of messages) answers.push(...(await meetTogether(message)))
    return answers
  }
  async function meetTogether(...messages: readonly IncomingPerson[]): Promise<ResolvedPerson[]> {
    clock.advance(1_000)
    return retryTransient(() => t.db.transaction((tx) => resolvePersons(tx, messages, clock.now())))
  }
  return {
    db: t.db,
    clock,
    reader: openPersonReader(t.db),
    meet,
    meetTogether,
    reviews: async () => (await reasons(t.db)).map((r) => r.reason),
    /** As on the first day, for the next test. */
    empty: () =>
      t.db.transaction((tx) =>
        tx.script(
          'truncate identity.person, identity.patient, identity.number, identity.link_event, identity.review',
        ),
      ),
    close: t.close,
  }
}

const reasons = (db: Database) =>
  db.many<{ reason: string }>(sql`select reason from identity.review order by at, reason`)
