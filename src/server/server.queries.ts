import { type Database, sql } from '#foundation/db'

/** 180004 for 18.4. */
export const serverVersionNumber = async (db: Database): Promise<number> =>
  Number(
    (await db.one<{ version: string }>(sql`select current_setting('server_version_num') as version`)).version,
  )

export const isAnswering = async (db: Database): Promise<boolean> =>
  (await db.one<{ one: number }>(sql`select 1 as one`)).one === 1

/** Connections of other Mạch processes on this database: a server, a command beside it. Names carry the process id. */
export const countOtherProcesses = async (db: Database): Promise<number> =>
  Number(
    (
      await db.one<{ n: string }>(sql`
        select count(*) as n from pg_stat_activity
        where datname = current_database() and application_name like 'mach %'
          and application_name not like ${`%#${process.pid}`}`)
    ).n,
  )
