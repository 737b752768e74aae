import { type Queries, sql } from '#foundation/db'
import type { EventHead, StoredBody } from './event-body.ts'

export interface EventLine extends EventHead {
  readonly body: StoredBody | { readonly undoes: string }
}

export const findEvent = (db: Queries, shard: number, eventId: string) =>
  db.maybe<EventLine>(sql`
    select event_id, at, kind, said_by, why, body from identity.event
    where shard = ${shard} and event_id = ${eventId}::uuid`)

/** The history of a person, newest first. */
export const findEventsOf = (db: Queries, shard: number, personId: string, limit: number) =>
  db.many<EventLine>(sql`
    select event_id, at, kind, said_by, why, body from (
      select event_id, at, kind, said_by, why, body from identity.event
      where shard = ${shard} and person_id = ${personId}::uuid
      union all
      select e.event_id, e.at, e.kind, e.said_by, e.why, e.body from identity.event_also o
      join identity.event e on e.shard = o.event_shard and e.event_id = o.event_id
      where o.shard = ${shard} and o.person_id = ${personId}::uuid
    ) every order by at desc, event_id desc limit ${limit}`)
