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

export interface PatientRow {
  readonly shard: number
  readonly facility: string
  readonly local_id: string
  readonly patient_id: string
  readonly person_shard: number
  readonly person_id: string
  readonly joined_by: string
  readonly folded_name: string
  readonly birth_date: string | null
  readonly citizen_id: string | null
  readonly seen_at: Date | null
}

export interface NumberRow {
  readonly shard: number
  readonly kind: string
  readonly value: string
  readonly person_shard: number
  readonly person_id: string
}

type Reader = Database | Tx

const personColumns = sql`shard, person_id, full_name, folded_name, birth_date, sex, citizen_id, insurance_number,
  address, deceased, facilities, last_visit_at, retired_into`
const patientColumns = sql`p.shard, p.facility, p.local_id, p.patient_id, p.person_shard, p.person_id, p.joined_by,
  p.folded_name, p.birth_date, p.citizen_id, p.seen_at`

/** Locked, so that two writers cannot judge the same local number at once. */
export const findPatients = (tx: Tx, keys: readonly { shard: number; facility: string; localId: string }[]) =>
  tx.many<PatientRow>(sql`
    select ${patientColumns} from identity.patient p
    join unnest(${keys.map((k) => k.shard)}::int[], ${keys.map((k) => k.facility)}::text[],
                ${keys.map((k) => k.localId)}::text[]) as k(shard, facility, local_id)
      on p.shard = k.shard and p.facility = k.facility and p.local_id = k.local_id
    order by p.shard, p.facility, p.local_id for update of p`)

export const findNumbers = (tx: Reader, keys: readonly { shard: number; kind: string; value: string }[]) =>
  tx.many<NumberRow>(sql`
    select n.shard, n.kind, n.value, n.person_shard, n.person_id from identity.number n
    join unnest(${keys.map((k) => k.shard)}::int[], ${keys.map((k) => k.kind)}::text[],
                ${keys.map((k) => k.value)}::text[]) as k(shard, kind, value)
      on n.shard = k.shard and n.kind = k.kind and n.value = k.value`)

export const findPersons = (db: Reader, keys: readonly { shard: number; personId: string }[]) =>
  db.many<PersonRow>(sql`
    select ${personColumns} from identity.person p
    join unnest(${keys.map((k) => k.shard)}::int[], ${keys.map((k) => k.personId)}::uuid[]) as k(shard, person_id)
      using (shard, person_id)`)

/** Locked in key order: a card written from what was read a moment ago would undo another writer's. */
export const lockPersons = (tx: Tx, keys: readonly { shard: number; personId: string }[]) =>
  tx.many<PersonRow>(sql`
    select ${personColumns} from identity.person p
    join unnest(${keys.map((k) => k.shard)}::int[], ${keys.map((k) => k.personId)}::uuid[]) as k(shard, person_id)
      using (shard, person_id)
    order by shard, person_id for update of p`)

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

/** New persons and changed ones alike, in key order so that two writers cannot deadlock. */
export const upsertPersons = (tx: Tx, rows: readonly PersonToWrite[], at: string) =>
  tx.run(sql`
    insert into identity.person (shard, person_id, full_name, folded_name, birth_date, sex, citizen_id,
      insurance_number, address, deceased, facilities, last_visit_at, retired_into, created_at)
    select shard, person_id, full_name, folded_name, birth_date, sex, citizen_id, insurance_number, address, deceased,
      facilities, last_visit_at, retired_into, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(shard int, person_id uuid, full_name text,
      folded_name text, birth_date text, sex text, citizen_id text, insurance_number text, address text,
      deceased boolean, facilities text[], last_visit_at timestamptz, retired_into uuid)
    order by shard, person_id
    on conflict (shard, person_id) do update set full_name = excluded.full_name, folded_name = excluded.folded_name,
      birth_date = excluded.birth_date, sex = excluded.sex, citizen_id = excluded.citizen_id,
      insurance_number = excluded.insurance_number, address = excluded.address, deceased = excluded.deceased,
      facilities = excluded.facilities, last_visit_at = excluded.last_visit_at, retired_into = excluded.retired_into`)

export interface PatientToWrite extends Omit<PatientRow, 'seen_at'> {
  readonly seen_at: string | null
}

export const upsertPatients = (tx: Tx, rows: readonly PatientToWrite[], at: string) =>
  tx.run(sql`
    insert into identity.patient as p (shard, facility, local_id, patient_id, person_shard, person_id, joined_by,
      folded_name, birth_date, citizen_id, seen_at, linked_at)
    select shard, facility, local_id, patient_id, person_shard, person_id, joined_by, folded_name, birth_date,
      citizen_id, seen_at, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(shard int, facility text, local_id text,
      patient_id uuid, person_shard int, person_id uuid, joined_by text, folded_name text, birth_date text,
      citizen_id text, seen_at timestamptz)
    order by shard, facility, local_id
    on conflict (shard, facility, local_id) do update set person_shard = excluded.person_shard,
      person_id = excluded.person_id, joined_by = excluded.joined_by, folded_name = excluded.folded_name,
      birth_date = excluded.birth_date, citizen_id = excluded.citizen_id, seen_at = excluded.seen_at
    where p.patient_id = excluded.patient_id`)

export const insertNumbers = (tx: Tx, rows: readonly NumberRow[], at: string) =>
  tx.run(sql`
    insert into identity.number (shard, kind, value, person_shard, person_id, since)
    select shard, kind, value, person_shard, person_id, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(shard int, kind text, value text, person_shard int, person_id uuid)
    order by shard, kind, value
    on conflict (shard, kind, value) do nothing`)

export interface LinkEvent {
  readonly shard: number
  readonly event_id: string
  readonly patient_id: string
  readonly person_id: string
  readonly from_person_id: string | null
  readonly rule: string
}

export const insertLinkEvents = (tx: Tx, rows: readonly LinkEvent[], at: string) =>
  tx.run(sql`
    insert into identity.link_event (shard, event_id, at, patient_id, person_id, from_person_id, rule)
    select shard, event_id, ${at}::timestamptz, patient_id, person_id, from_person_id, rule
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(shard int, event_id uuid, patient_id uuid, person_id uuid, from_person_id uuid, rule text)`)

export interface Review {
  readonly shard: number
  readonly review_id: string
  readonly person_id: string
  readonly other_person_id: string
  readonly reason: string
}

/** A pair is asked about once for the same reason. */
export const insertReviews = (tx: Tx, rows: readonly Review[], at: string) =>
  tx.run(sql`
    insert into identity.review (shard, review_id, at, person_id, other_person_id, reason)
    select shard, review_id, ${at}::timestamptz, person_id, other_person_id, reason
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(shard int, review_id uuid, person_id uuid, other_person_id uuid, reason text)
    on conflict (shard, review_id) do nothing`)

export const findPatientsOfPerson = (db: Reader, personId: string) =>
  db.many<PatientRow>(sql`
    select ${patientColumns} from identity.patient p where p.person_id = ${personId}::uuid order by p.facility, p.local_id`)

export const findPatientsOfPersons = (tx: Tx, personIds: readonly string[]) =>
  tx.many<PatientRow>(sql`
    select ${patientColumns} from identity.patient p where p.person_id = any(${personIds}::uuid[])`)

export const findPersonOfPatient = (db: Reader, patientId: string) =>
  db.maybe<{ person_id: string }>(sql`
    select person_id from identity.patient where patient_id = ${patientId}::uuid limit 1`)

export const findReviewsOfPerson = (db: Reader, personId: string) =>
  db.many<{ at: Date; reason: string }>(sql`
    select at, reason from identity.review
    where person_id = ${personId}::uuid or other_person_id = ${personId}::uuid order by at desc limit 20`)

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
