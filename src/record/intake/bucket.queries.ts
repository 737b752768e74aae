import { type Database, type Queries, sql, type Tx } from '#foundation/db'

/** Made of a channel and a month by `bucketOf`: safe as a piece of a name. */
const isBucket = /^[a-z_]{1,40}_\d{6}$/

const nameOf = (bucket: string) => {
  if (!isBucket.test(bucket)) throw new RangeError(`not a bucket: ${bucket}`)
  const name = `chunk_${bucket}`
  return sql`intake.${sql.ident(name, [name])}`
}

/** Pieces there are, by the bucket they hold. */
export const listBuckets = async (db: Queries): Promise<string[]> =>
  (
    await db.many<{ name: string }>(sql`
      select c.relname::text as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'intake.chunk'::regclass order by 1`)
  )
    .map(({ name }) => name.replace(/^chunk_/, ''))
    .filter((bucket) => isBucket.test(bucket))

/** False: bytes of this bucket lie in `chunk_other` already (a restored backup), where they may stay. */
export async function createBucket(tx: Tx, bucket: string): Promise<boolean> {
  const strays = await tx.maybe(sql`select from intake.chunk_other where bucket = ${bucket} limit 1`)
  if (strays) return false
  await tx.run(
    sql`create table if not exists ${nameOf(bucket)} partition of intake.chunk for values in (${sql.literal(bucket)})`,
  )
  return true
}

/** Somebody may still have to read these bytes: a record waits for its turn or for a human. */
export const hasOpenRecords = async (db: Database | Tx, bucket: string): Promise<boolean> =>
  (await db.maybe(sql`
    select from intake.part p join intake.file f
      on f.shard = p.shard and f.receipt_id = p.receipt_id and f.part = p.part
    where p.bucket = ${bucket} and f.status in ('accepted', 'set-aside') limit 1`)) !== undefined

/** The disk is free when this commits. */
export async function dropBucket(tx: Tx, bucket: string, at: Date): Promise<void> {
  await tx.run(sql`drop table if exists ${nameOf(bucket)}`)
  await tx.run(sql`delete from intake.chunk_other where bucket = ${bucket}`)
  await tx.run(sql`
    insert into intake.dropped_bucket (bucket, dropped_at) values (${bucket}, ${at}) on conflict do nothing`)
}

/** Buckets older than a month that only `chunk_other` holds. */
export const listStrays = async (db: Queries): Promise<string[]> =>
  (
    await db.many<{ bucket: string }>(sql`
      select distinct bucket from intake.chunk_other order by 1`)
  )
    .map(({ bucket }) => bucket)
    .filter((bucket) => isBucket.test(bucket))
