import { type Queries, sql, type Tx } from '#foundation/db'

/** Whoever comes first makes it; everybody reads the same afterwards. */
export const insertSecret = (db: Queries, name: string, value: string) =>
  db.run(
    sql`insert into identity.secret (shard, name, value) values (0, ${name}, ${value}) on conflict do nothing`,
  )

export const findSecret = async (db: Queries, name: string): Promise<string> =>
  (await db.one<{ value: string }>(sql`select value from identity.secret where shard = 0 and name = ${name}`))
    .value

/** What the version in force was made with, or a version by number. Null: there is none, or it cannot be opened again. */
export const findSettings = async (db: Queries, number: number | null): Promise<string | null> =>
  (
    await db.maybe<{ settings: string | null }>(sql`
      select settings from identity.model_version
      where number = ${number}::int or (${number}::int is null and state = 'current')`)
  )?.settings ?? null

/** Null: no model has been met yet. */
export const findNumberInForce = async (db: Queries): Promise<number | null> =>
  (await db.maybe<{ number: number }>(sql`select number from identity.model_version where state = 'current'`))
    ?.number ?? null

/** Locked: two processes that start together agree on the numbers. */
export async function findCurrentModel(
  tx: Tx,
  version: string,
): Promise<{ number: number | null; hasCurrent: boolean }> {
  await tx.run(sql`lock table identity.model_version in share row exclusive mode`)
  const rows = await tx.many<{ number: number; version: string; state: string }>(
    sql`select number, version, state from identity.model_version`,
  )
  return {
    number: rows.find((row) => row.version === version)?.number ?? null,
    hasCurrent: rows.some((row) => row.state === 'current'),
  }
}

export const insertModel = async (
  tx: Tx,
  model: {
    readonly version: string
    readonly state: 'coming' | 'current'
    readonly at: string
    readonly settings: string | null
  },
): Promise<number> =>
  (
    await tx.one<{ number: number }>(sql`
      insert into identity.model_version (number, version, state, made_at, current_since, learned, settings, phase, at_shard, at_record)
      select coalesce(max(number), 0) + 1, ${model.version}, ${model.state}, ${model.at}::timestamptz,
        ${model.state === 'current' ? model.at : null}::timestamptz, '{}', ${model.settings}, ${model.state === 'current' ? 'done' : 'weigh'},
        -1, 0
      from identity.model_version returning number`)
  ).number
