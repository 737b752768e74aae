import { type Database, sql } from '#foundation/db'

/**
 * Copies the stored persons until there are enough resources: in copy k the last four hex digits of every key are k, so
 * that each copy is a person of its own. The JSON inside stays as it is: its references agree among themselves, which is
 * all that a record page follows. Only for the bench: it reaches into the rooms' tables.
 */
export async function multiplyRecords(
  db: Database,
  resources: number,
): Promise<{ readonly resources: number; readonly persons: number }> {
  await db.run(
    sql`create table public.bench_resource as select * from store.resource where patient is not null`,
  )
  await db.run(sql`create table public.bench_person as select * from identity.person`)
  await db.run(sql`create table public.bench_record as select * from identity.record`)
  const { n } = await db.one<{ n: string }>(sql`select count(*)::text as n from public.bench_resource`)
  for (let k = 1; k <= Math.ceil(resources / Number(n)) - 1; k += 1)
    await copyOnce(db, k.toString(16).padStart(4, '0'))
  for (const table of [sql`store.resource`, sql`identity.person`, sql`identity.record`]) {
    await db.run(sql`vacuum analyze ${table}`)
  }
  return {
    resources: Number((await db.one<{ n: string }>(sql`select count(*)::text as n from store.resource`)).n),
    persons: Number((await db.one<{ n: string }>(sql`select count(*)::text as n from identity.person`)).n),
  }
}

async function copyOnce(db: Database, tail: string): Promise<void> {
  await db.run(sql`
    insert into store.resource (shard, type, id, ver, deleted, patient, visit, dt, dt_hi, last_updated, tx, tok,
      content)
    select shard, type, (left(id::text, 32) || ${tail})::uuid, ver, deleted, (left(patient::text, 32) || ${tail})::uuid,
      (left(visit::text, 32) || ${tail})::uuid, dt, dt_hi, last_updated, tx, tok,
      content
    from public.bench_resource on conflict do nothing`)
  await db.run(sql`
    insert into identity.person (shard, person_id, full_name, folded_name, birth_date, sex, citizen_id, insurance_number,
      address, deceased, facilities, last_visit_at, created_at)
    select shard, (left(person_id::text, 32) || ${tail})::uuid, full_name, folded_name, birth_date, sex, citizen_id,
      insurance_number, address, deceased, facilities, last_visit_at, created_at
    from public.bench_person on conflict do nothing`)
  // A record's number ends with the same digits as its patient's id.
  await db.run(sql`
    insert into identity.record (shard, record, facility, local_id, patient_id, version, state, model, seen_at, said_at,
      admitted_at, person_shard, person_id, linked_at, linked_by, keys, sure, words, card)
    select shard, ((record >> 16) << 16) | ${Number.parseInt(tail, 16)}::bigint, facility, local_id || ${tail},
      (left(patient_id::text, 32) || ${tail})::uuid, version, state, model, seen_at, said_at, admitted_at, person_shard,
      (left(person_id::text, 32) || ${tail})::uuid, linked_at, linked_by, keys, sure, words, card
    from public.bench_record on conflict do nothing`)
}
