import { type Database, sql, type Tx } from '#foundation/db'

export interface MappingRow {
  readonly owner: string
  readonly header_digest: Buffer
  readonly version: number
  readonly list: string
  readonly name: string
  readonly body: unknown
  readonly restores: number | null
  readonly made_at: Date
}

const columns = sql`m.owner, m.header_digest, m.version, m.list, m.name, m.body, m.restores, m.made_at`

/** The newest mapping for a header: the facility's own, else the one of the software it runs. */
export const findMapping = (db: Database | Tx, facility: string, headerDigest: Buffer) =>
  db.maybe<MappingRow>(sql`
    select ${columns} from intake.csv_mapping m
    where m.header_digest = ${headerDigest}
      and m.owner in (${`facility:${facility}`}::text,
        'vendor:' || (select f.vendor from intake.facility f where f.facility = ${facility}))
    order by m.owner like 'facility:%' desc, m.version desc limit 1`)

/** The newest version of every mapping, for the list of mappings. */
export const listMappings = (db: Database | Tx) =>
  db.many<MappingRow>(sql`
    select distinct on (m.owner, m.header_digest) ${columns} from intake.csv_mapping m
    order by m.owner, m.header_digest, m.version desc limit 1000`)

/** All versions of one mapping, newest first. */
export const findVersions = (db: Database | Tx, owner: string, headerDigest: Buffer) =>
  db.many<MappingRow>(sql`
    select ${columns} from intake.csv_mapping m
    where m.owner = ${owner} and m.header_digest = ${headerDigest} order by m.version desc limit 200`)

/**
 * Adds a version after the newest one known to the writer. Of two people who save at once one gets false: the other's
 * version stands, and nobody's work is covered without their knowing.
 */
export const insertVersion = async (db: Database | Tx, row: MappingRow): Promise<boolean> =>
  (await db.run(sql`
    insert into intake.csv_mapping (owner, header_digest, version, list, name, body, restores, made_at)
    select ${row.owner}, ${row.header_digest}, ${row.version}, ${row.list}, ${row.name},
      ${JSON.stringify(row.body)}::jsonb, ${row.restores}::int, ${row.made_at.toISOString()}::timestamptz
    where ${row.version}::int = 1 + coalesce((select max(version) from intake.csv_mapping
      where owner = ${row.owner} and header_digest = ${row.header_digest}), 0)
    on conflict do nothing`)) === 1
