import { type Database, sql, type Tx } from '#foundation/db'

/** Shares of the commonest tokens and the size of the table, both as the last ANALYZE saw them. */
export async function findTokenFrequencies(
  db: Database | Tx,
): Promise<{ shares: Map<string, number>; total: number }> {
  const { total } = await db.one<{ total: number }>(
    sql`select greatest(reltuples, 0)::float8 as total from pg_class where oid = 'store.resource'::regclass`,
  )
  const rows = await db.many<{ elem: string; share: number }>(sql`
    select e.elem, e.share::float8 as share from pg_stats s,
      unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) as e(elem, share)
    where s.schemaname = 'store' and s.tablename = 'resource' and s.attname = 'tok' and e.elem is not null`)
  return { shares: new Map(rows.map((row) => [row.elem, row.share])), total }
}
