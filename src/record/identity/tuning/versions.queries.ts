import { type Queries, sql } from '#foundation/db'

export interface VersionRow {
  readonly number: number
  readonly version: string
  readonly state: 'coming' | 'current' | 'past'
  readonly phase: 'weigh' | 'settle' | 'done'
  readonly made_at: Date
  readonly current_since: Date | null
  readonly settings: string | null
  readonly learned: unknown
}

export const findVersions = (db: Queries) =>
  db.many<VersionRow>(sql`
    select number, version, state, phase, made_at, current_since, settings, learned from identity.model_version
    order by number`)

/** Exactly: a version is made for so many persons. */
export const countLiving = async (db: Queries): Promise<{ records: number; persons: number }> =>
  db.one(sql`
    select count(*)::int as records, count(distinct person_id)::int as persons from identity.record`)
