/** For tests: an index that some generated people have come to. */
import { sql } from '#foundation/db'
import { generatePopulation } from '../../../../province/index.ts'
import type { IncomingRecord } from '../links/index.ts'
import { aRegister } from '../testing.ts'

/** Many in one commit: what they come to does not depend on it. */
const together = 200

/** What some invented people say of themselves, as messages of facilities 99901 to 99906. */
export const somePeople = (persons: number, seed: number): IncomingRecord[] =>
  [...generatePopulation({ persons, seed })].map(({ source, record }) => ({
    facilityCode: source.facilityCode,
    localId: source.localId,
    ...{ citizenId: null, insuranceNumbers: [], fullName: record.fullName ?? '', birthDate: null },
    ...{
      sex: record.sex === 'other' ? 'unknown' : record.sex,
      address: record.address.text,
      deceased: false,
    },
    seenAt: record.recordedOn && `${record.recordedOn}T01:00:00.000Z`,
    words: record,
    identifiers: [],
  }))

export type FilledRegister = Awaited<ReturnType<typeof aFilledRegister>>

/** The index under the shipped model, with everybody admitted. */
export async function aFilledRegister(people: readonly IncomingRecord[]) {
  const register = await aRegister()
  for (let from = 0; from < people.length; from += together)
    await register.meetTogether(...people.slice(from, from + together))
  return {
    ...register,
    /** Record by record the person it is of: equal if and only if every id is. */
    whoIsWho: () =>
      register.db.many<{ row: string }>(sql`
        select row(shard, record, person_id)::text as row from identity.record order by shard, record`),
  }
}
