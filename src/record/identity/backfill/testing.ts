/** For tests: what an index has come to, said without the ids that chance gave. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, sql } from '#foundation/db'
import type { IncomingRecord } from '../links/links.types.ts'
import type { LinkIndex } from '../links/testing.ts'
import { fillIndex, type Load, workHere } from './index.ts'

/**
 * Every table row by row, records named by facility and local number, persons by their records. Equal for two indexes that
 * differ in ids and instants alone.
 */
export async function nameless(db: Database): Promise<Record<string, string[]>> {
  const names = sql`names as (select record, patient_id, person_id, facility || '/' || local_id as name from identity.record),
    people as (select person_id, string_agg(name, ' ' order by name collate "C") as name from names group by 1)`
  const texts = async (query: ReturnType<typeof sql>) =>
    (await db.many<{ row: string }>(sql`with ${names} ${query} order by 1`)).map(({ row }) => row)
  return {
    records:
      await texts(sql`select row(n.name, p.name, r.state, r.keys, r.sure, r.words, r.card, r.seen_at, r.said_at)::text
      as row from identity.record r join names n using (record) join people p on p.person_id = r.person_id`),
    keys: await texts(
      sql`select row(k.hash, n.name)::text as row from identity.key k left join names n using (record)`,
    ),
    crowds: await texts(sql`select hash::text as row from identity.crowd`),
    edges:
      await texts(sql`select row(least(a.name, b.name), greatest(a.name, b.name), e.model, e.weight, e.outcome, e.parts,
      e.guard)::text as row from identity.edge e left join names a on a.record = e.a left join names b on b.record = e.b`),
    identifiers:
      await texts(sql`select row(i.shard, i.kind, i.value, p.name, i.is_exclusive, i.mentions, i.level, i.status,
      i.first_at, i.last_at, i.first_key, i.replaced_by)::text as row
      from identity.identifier i left join people p using (person_id)`),
    cards: await texts(sql`select row(p.name, c.full_name, c.folded_name, c.birth_date, c.sex, c.citizen_id,
      c.insurance_number, c.address, c.deceased, c.facilities, c.last_visit_at, c.retired_into, (
        select string_agg(g.key || '=' || n.name, ' ' order by g.key)
        from jsonb_each_text(c.golden::jsonb) g left join names n on n.patient_id = g.value::uuid))::text as row
      from identity.person c join people p using (person_id)`),
    reviews:
      await texts(sql`select row(l.name, r.name, a.name, b.name, i.reason, i.guard, i.weight, i.score, i.rank, i.answer)::text
      as row from identity.review_item i left join names l on l.record = i.left_record
      left join names r on r.record = i.right_record left join names a on a.record = i.pair_a
      left join names b on b.record = i.pair_b`),
    histories: await texts(sql`select p.name as row from people p
      where exists (select from identity.event e where e.person_id = p.person_id)
        or exists (select from identity.event_also o where o.person_id = p.person_id)`),
  }
}

/** A folder for a load, gone afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'mach-backfill-'))
  try {
    return await work(join(folder, 'load'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Loads records into an index on this thread. */
export const fillWith = (index: LinkIndex, records: readonly IncomingRecord[], options: Partial<Load> = {}) =>
  withFolder((folder) => {
    index.clock.advance(1_000)
    return fillIndex(index.db, index.context, {
      ...{ name: 'test', folder, helpers: workHere(index.context), now: () => index.clock.now() },
      arrivals: async function* () {
        yield* records
      },
      ...options,
    })
  })
