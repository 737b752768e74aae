import { type Database, sql, type Tx } from '#foundation/db'

export interface PersonRow {
  readonly person_id: string
  readonly shard: number
  readonly full_name: string
  readonly folded_name: string
  readonly birth_date: string | null
  readonly sex: 'male' | 'female' | 'unknown'
  readonly citizen_id: string | null
  readonly insurance_number: string | null
  readonly address: string | null
  readonly deceased: boolean
  readonly facilities: readonly string[]
  readonly last_visit_at: Date | null
  readonly retired_into: string | null
}

type Reader = Database | Tx

const personColumns = sql`shard, person_id, full_name, folded_name, birth_date, sex, citizen_id, insurance_number,
  address, deceased, facilities, last_visit_at, retired_into`
export const findPersons = (db: Reader, keys: readonly { shard: number; personId: string }[]) =>
  db.many<PersonRow>(sql`
    select ${personColumns} from identity.person p
    join unnest(${keys.map((k) => k.shard)}::int[], ${keys.map((k) => k.personId)}::uuid[]) as k(shard, person_id)
      using (shard, person_id)`)

export interface PersonToWrite {
  readonly shard: number
  readonly person_id: string
  readonly full_name: string
  readonly folded_name: string
  readonly birth_date: string | null
  readonly sex: string
  readonly citizen_id: string | null
  readonly insurance_number: string | null
  readonly address: string | null
  readonly deceased: boolean
  readonly facilities: readonly string[]
  readonly last_visit_at: string | null
  readonly retired_into: string | null
}

/** Every word must occur in the folded name; whole-name and word-start matches first. The trigram index serves `like`. */
export const searchByName = (db: Reader, words: readonly string[], folded: string, limit: number) =>
  db.many<PersonRow>(sql`
    select ${personColumns} from identity.person
    where folded_name like all(${words.map((word) => `%${escapeLike(word)}%`)}::text[]) and retired_into is null
    order by (folded_name = ${folded}) desc, (' ' || folded_name like ${`% ${escapeLike(folded)}%`}) desc,
      last_visit_at desc nulls last, person_id
    limit ${limit}`)

export const countPersons = async (db: Reader): Promise<number> =>
  Number(
    (
      await db.one<{ n: string }>(sql`
        select coalesce(n_live_tup, 0)::text as n from pg_stat_user_tables
        where schemaname = 'identity' and relname = 'person'`)
    ).n,
  )

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&')
