/** Builders for tests: a small model of who is who, and an index over a database of its own. */
import fc from 'fast-check'
import { fixedClock } from '#foundation/clock'
import { type Database, retryTransient, sql } from '#foundation/db'
import { withDatabase } from '#foundation/testkit'
import { foldName } from '#vocabulary/vietnam'
import { identityMigrations } from '../identity.migrations.ts'
import type { IdentityModel } from '../model/model.types.ts'
import { aPerson } from '../testing.ts'
import { admit } from './admit.ts'
import { type LinkContext, openLinkContext } from './link-context.ts'
import type { IncomingRecord, LinkLimits } from './links.types.ts'
import { settleAll } from './settle-all.ts'

export interface PlainFeatures {
  readonly name: string
  readonly date: string
  readonly number: string
  readonly card: string
  readonly phone: string
  readonly sure: string
}

export interface PlainPool {
  readonly numbers: readonly string[]
  readonly years: readonly string[]
}

const prior = -16
const autoScore = 5
const union = (x: readonly string[], y: readonly string[]) => [...new Set([...x, ...y])].sort()

/** Number, card, name and birth date in whole bits. Name and date alone are for a person to look at; two numbers are two humans. */
export const aPlainModel = (
  version = 'plain-1',
  says: { readonly cardBits?: number; readonly isDummy?: (value: string) => boolean } = {},
): IdentityModel<PlainFeatures, PlainPool> => ({
  version,
  featuresOf: (words) => ({
    name: foldName(words.fullName ?? ''),
    date: words.birthDate ?? '',
    number: says.isDummy?.(words.citizenNumber ?? '') ? '' : (words.citizenNumber ?? ''),
    card: words.insuranceNumber ?? '',
    phone: words.phone ?? '',
    sure: words.birthCertificateNumber ?? '',
  }),
  keysOf: ({ name, date, number, card, phone }) => [
    ...(number ? [`id|${number}`] : []),
    ...(card ? [`card|${card}`] : []),
    ...(name && date ? [`name-date|${name}|${date}`] : []),
    ...(phone && name ? [`phone-name|${phone}|${name}`] : []),
  ],
  meetingKeysOf: ({ number }) => (number ? [`id|${number}`] : []),
  sureValuesOf: ({ sure }) => (sure ? [sure] : []),
  weigh: (a, b) => {
    const number = a.number && b.number ? (a.number === b.number ? 20 : -12) : 0
    const card = a.card && b.card ? (a.card === b.card ? (says.cardBits ?? 12) : -2) : 0
    const name = a.name && b.name ? (a.name === b.name ? 10 : -8) : 0
    const birth = a.date && b.date ? (a.date === b.date ? 8 : -8) : 0
    const weight = prior + number + card + name + birth
    const isBorrowed = (number > 0 || card > 0) && name < 0 && birth < 0
    if (weight < 0 && !isBorrowed) return null
    const outcome = isBorrowed ? 'apart' : weight >= autoScore ? 'auto' : 'review'
    return {
      weight,
      outcome,
      parts: [number, card, name, birth],
      guard: isBorrowed ? 'borrowed-number' : null,
    }
  },
  explain: (a, b) => ({
    weight: 0,
    chance: 0,
    lines: [
      {
        comparison: 'name',
        level: a.name === b.name ? 'equal' : 'different',
        bits: a.name === b.name ? 10 : -8,
        sentence: a.name === b.name ? 'Họ tên trùng' : 'Họ tên khác',
      },
    ],
    guards: [],
  }),
  settle: {
    autoScore,
    prior,
    families: 4,
    limits: { groupSize: 20, crowdRecords: 500, crowdEdges: 20_000, rounds: 16, itemsPerGroup: 20 },
    pool: ({ number, date }) => ({ numbers: number ? [number] : [], years: date ? [date.slice(0, 4)] : [] }),
    merge: (x, y) => ({ numbers: union(x.numbers, y.numbers), years: union(x.years, y.years) }),
    guard: (x, y) =>
      x.numbers.length > 0 && y.numbers.length > 0 && union(x.numbers, y.numbers).length > 1
        ? { guard: 'two-numbers', outcome: 'review' }
        : null,
  },
})

/** The same human as `aPerson`, under the name these tests use. */
export const aRecord = aPerson

export type LinkIndex = Awaited<ReturnType<typeof aLinkIndex>>

/** The index over a database of its own, under the plain model if no other is given. */
export async function aLinkIndex<F = PlainFeatures, P = PlainPool>(
  limits: Partial<LinkLimits> = {},
  model: IdentityModel<F, P> = aPlainModel() as unknown as IdentityModel<F, P>,
) {
  const t = await withDatabase([identityMigrations], { max: 12 })
  const clock = fixedClock('2026-11-21T08:00:00+07:00')
  const context = (await openLinkContext(t.db, model, { now: clock.now(), limits })) as LinkContext
  /** In one transaction; a transient failure is tried again, as the journey does. */
  async function meetTogether(...records: readonly IncomingRecord[]) {
    clock.advance(1_000)
    return retryTransient(() => t.db.transaction((tx) => admit(tx, records, index.context, clock.now())), {
      attempts: 10,
    })
  }
  const index = {
    db: t.db,
    connection: t.connection,
    clock,
    /** Another one when another model is in force. */
    context,
    meetTogether,
    /** Each in a transaction of its own. */
    async meet(...records: readonly IncomingRecord[]) {
      const answers = []
      for (const record of records) answers.push(...(await meetTogether(record)))
      return answers
    },
    partition: () => partitionOf(t.db),
    reviews: () =>
      t.db.many<{ left: string; right: string; reason: string; guard: string | null }>(sql`
        select l.local_id as left, r.local_id as right, reason, guard from identity.review_item i
        join identity.record l on l.record = i.left_record join identity.record r on r.record = i.right_record
        where answer is null order by 1, 2, 3`),
    /** As on the first day, for the next test. */
    empty: () =>
      t.db.transaction((tx) =>
        tx.script(`truncate identity.person, identity.record, identity.key, identity.crowd, identity.edge,
          identity.decision, identity.held, identity.event, identity.event_also, identity.identifier,
          identity.review_item`),
      ),
    close: t.close,
  }
  return index
}

/** Groups of `facility/local number`, in order. */
export async function partitionOf(db: Database): Promise<string[][]> {
  const rows = await db.many<{ members: string[] }>(sql`
    select array_agg(facility || '/' || local_id order by facility collate "C", local_id collate "C") as members
    from identity.record group by person_id`)
  return rows.map((row) => row.members).sort((x, y) => (x[0]! < y[0]! ? -1 : 1))
}

/** What the records of the index come to when all are settled at once: groups as `partitionOf` gives them, and pairs that wait. */
export function atOnce(index: Pick<LinkIndex, 'context'>, records: readonly IncomingRecord[]) {
  const { model, limits } = index.context
  const settled = settleAll(
    records.map((each) => ({ key: `${each.facilityCode}/${each.localId}`, words: each.words })),
    [],
    model,
    limits.holdersPerKey,
  )
  return {
    groups: settled.groups.map((group) => [...group]).sort((x, y) => (x[0]! < y[0]! ? -1 : 1)),
    waiting: settled.reviewItems.map((item) => `${item.left} ${item.right}`).sort(),
  }
}

/** The same texts for what the index has come to. */
export async function asStored(index: LinkIndex) {
  const items = await index.db.many<{ name: string }>(sql`
    select l.facility || '/' || l.local_id || ' ' || r.facility || '/' || r.local_id as name from identity.review_item i
    join identity.record l on l.record = i.left_record join identity.record r on r.record = i.right_record
    where answer is null`)
  return { groups: await index.partition(), waiting: items.map((item) => item.name).sort() }
}

/** Few names, dates and numbers among many records: everything meets everything. Local numbers are never reused. */
export const someRecords = (atMost: number): fc.Arbitrary<IncomingRecord[]> =>
  fc
    .array(
      fc.record({
        name: fc.constantFrom('NGUYỄN VĂN A', 'TRẦN THỊ B', 'LÊ C'),
        date: fc.constantFrom('1990-01-01', '1960-05-05', null),
        number: fc.constantFrom('079190999001', '079190999002', null, null),
        card: fc.constantFrom('9900000001', '9900000002', null, null),
        sure: fc.constantFrom('S1', null, null, null, null),
      }),
      { minLength: 1, maxLength: atMost },
    )
    .map((list) =>
      list.map(({ name, date, number, card, sure }, at) =>
        aRecord({
          ...{ facilityCode: `9990${at % 4}`, localId: `R${String(at).padStart(2, '0')}` },
          ...{ fullName: name, birthDate: date, citizenId: number },
          ...{ insuranceNumbers: card ? [card] : [], words: { birthCertificateNumber: sure } },
        }),
      ),
    )

/**
 * Links, numbers, keys, edges and the cards of living persons, row by row as text: equal if and only if every byte is. `links`
 * leaves out when and by whom a link was last made; `all` does not.
 */
export async function digestOf(db: Database, what: 'links' | 'all'): Promise<Record<string, string[]>> {
  const made = what === 'all' ? sql`r.linked_at::text, r.linked_by` : sql`''`
  const texts = async (query: ReturnType<typeof sql>) =>
    (await db.many<{ row: string }>(query)).map((each) => each.row)
  return {
    records:
      await texts(sql`select row(r.record, r.person_shard, r.person_id, r.version, r.state, r.keys, r.sure, r.words,
      r.card, ${made})::text as row from identity.record r order by r.record`),
    identifiers: await texts(sql`select i::text as row from identity.identifier i order by i::text`),
    keys: await texts(sql`select k::text as row from identity.key k order by hash, record`),
    edges: await texts(sql`select e::text as row from identity.edge e order by a, b`),
    cards: await texts(sql`select p::text as row from identity.person p
      where person_id in (select person_id from identity.record) order by person_id`),
  }
}
