import { type Queries, sql } from '#foundation/db'

export const findDummies = (db: Queries, names: number, limit: number) =>
  db.many<{ kind: string; value: string; names: number }>(sql`
    select i.kind, i.value, count(distinct p.folded_name)::int as names
    from identity.identifier i join identity.person p on p.shard = i.person_shard and p.person_id = i.person_id
    where i.status <> 'rejected'
    group by i.kind, i.value having count(distinct p.folded_name) > ${names}
    order by names desc, i.kind, i.value limit ${limit}`)

/** Keys with many holders, and those that have become too common to be kept: of each one record that has it. */
export const findCommonHashes = (db: Queries, holders: number, limit: number) =>
  db.many<{ hash: string; records: number; holder: string }>(sql`
    select hash, records, holder from (
      select hash, count(*)::int as records, min(record) as holder from identity.key group by hash having count(*) > ${holders}
      union all
      select hash, records, record from identity.crowd
    ) every order by records desc, hash limit ${limit}`)
