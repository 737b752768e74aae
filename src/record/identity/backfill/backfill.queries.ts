import { type Queries, type Sql, sql, type Tx } from '#foundation/db'
import { shardIn } from '../links/records.queries.ts'
import type { TableName } from './table-files.ts'

/** How rows of each table are copied; columns in the order in which `table-rows.ts` and `copiedRow` write them. */
export const copyInto: Readonly<Record<Exclude<TableName, 'claim'> | 'key' | 'crowd' | 'identifier', Sql>> = {
  record: sql`copy identity.record (shard, record, facility, local_id, patient_id, version, state, model, seen_at, said_at,
    admitted_at, person_shard, person_id, linked_at, linked_by, keys, sure, words, card) from stdin`,
  person: sql`copy identity.person (shard, person_id, full_name, folded_name, birth_date, sex, citizen_id,
    insurance_number, address, deceased, facilities, last_visit_at, created_at, retired_into, golden) from stdin`,
  edge: sql`copy identity.edge (a, b, model, weight, outcome, parts, guard) from stdin`,
  held: sql`copy identity.held (record, digest, person_id) from stdin`,
  event: sql`copy identity.event (shard, person_id, event_id, at, kind, said_by, why, body) from stdin`,
  event_also: sql`copy identity.event_also (shard, person_id, event_shard, event_id) from stdin`,
  review_item: sql`copy identity.review_item (shard, item_id, left_record, right_record, pair_a, pair_b, reason, guard,
    weight, score, rank, asked_at) from stdin`,
  key: sql`copy identity.key (hash, record) from stdin`,
  crowd: sql`copy identity.crowd (hash, records, record, since) from stdin`,
  identifier: sql`copy identity.identifier (shard, kind, value, person_shard, person_id, is_exclusive, mentions, level,
    status, first_at, last_at, first_key, replaced_by) from stdin`,
}

/** False: another load of this installation is under way. Held until the transaction ends. */
export const tryToBeAlone = async (tx: Tx, lock: string): Promise<boolean> =>
  (await tx.one<{ mine: boolean }>(sql`select pg_try_advisory_xact_lock(${lock}::bigint) as mine`)).mine

export const findModelInForce = async (db: Queries): Promise<number | null> =>
  (await db.maybe<{ number: number }>(sql`select number from identity.model_version where state = 'current'`))
    ?.number ?? null

/** A number of a facility and what its record mentions, of everybody who is stored. */
export const copyNames = sql`copy (select facility, local_id, card->'identifiers' from identity.record) to stdout`

/** Every key that finds somebody, in order, unsigned as the files are. */
export const copyKeys = sql`copy (select distinct hash from identity.key order by hash) to stdout`
export const copyCrowds = sql`copy (select hash from identity.crowd order by hash) to stdout`

export const isEmpty = async (db: Queries): Promise<boolean> =>
  (
    await db.one<{ found: boolean }>(
      sql`select exists (select from identity.record) or exists (select from identity.crowd) as found`,
    )
  ).found === false

export const isStored = async (db: Queries, record: string): Promise<boolean> =>
  (
    await db.many(sql`select from identity.record
      where shard = ${shardIn(sql`${record}::bigint`)} and record = ${record}::bigint`)
  ).length > 0

/** A larger list of waiting entries: the index of names is written in tens of thousands of rows at once. */
export const gatherIndexEntries = (tx: Tx) => tx.run(sql`set local gin_pending_list_limit = '32MB'`)

/** Plans made from now on know how much there is. */
export const analyseTables = (db: Queries) =>
  db.run(sql`analyze identity.record, identity.person, identity.key, identity.edge, identity.identifier,
    identity.held, identity.event, identity.review_item, identity.crowd`)
