import { sql, type Tx } from '#foundation/db'
import type { IdentifierRow } from './links.types.ts'
import { instant } from './records.queries.ts'

/** The active holders of these values, and what these persons claim of them. */
export const findClaims = (
  tx: Tx,
  values: readonly { shard: number; kind: string; value: string }[],
  persons: readonly string[],
) =>
  tx.many<IdentifierRow>(sql.named('links.claims')`
    select i.* from unnest(${values.map((v) => v.shard)}::int[], ${values.map((v) => v.kind)}::text[],
      ${values.map((v) => v.value)}::text[]) as k(shard, kind, value)
    cross join lateral (
      select * from (select ${identifierColumns} from identity.identifier
        where shard = k.shard and kind = k.kind and value = k.value and status = 'active' and is_exclusive limit 1) h
      union all
      select ${identifierColumns} from identity.identifier
      where shard = k.shard and kind = k.kind and value = k.value and person_id = any(${persons}::uuid[])
        and not (status = 'active' and is_exclusive)
    ) i`)

/** Who is next when a holder lets go: the strongest claimant but these. */
export const findNextClaims = (
  tx: Tx,
  values: readonly { shard: number; kind: string; value: string }[],
  but: readonly string[],
) =>
  tx.many<IdentifierRow>(sql`
    select i.* from unnest(${values.map((v) => v.shard)}::int[], ${values.map((v) => v.kind)}::text[],
      ${values.map((v) => v.value)}::text[]) as k(shard, kind, value)
    cross join lateral (select ${identifierColumns} from identity.identifier
      where shard = k.shard and kind = k.kind and value = k.value and status = 'disputed'
        and person_id <> all(${but}::uuid[])
      order by level desc, mentions desc, first_key collate "C" limit 1) i`)

const identifierColumns = sql`shard, kind, value, person_shard, person_id, is_exclusive, mentions, level, status,
  ${instant(sql`first_at`)} as first_at,
  ${instant(sql`last_at`)} as last_at, first_key, replaced_by`

export const deleteIdentifiers = (tx: Tx, gone: readonly IdentifierRow[]) =>
  tx.run(sql`delete from identity.identifier i
    using json_to_recordset(${JSON.stringify(gone)}::json) as r(shard int, kind text, value text, person_id uuid)
    where i.shard = r.shard and i.kind = r.kind and i.value = r.value and i.person_id = r.person_id`)
