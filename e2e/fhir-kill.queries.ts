/** What must never be found in the store after an accident, asked of its tables. */
import { type Database, sql } from '#foundation/db'

export const numbersSystem = 'urn:test:transaction'

/** Present resources of each numbered transaction, and in how many commits they came. */
export const transactionsOf = (db: Database) =>
  db.many<{ number: string; resources: number; commits: number }>(sql`
    select n.number, count(*)::int as resources, count(distinct n.tx)::int as commits
    from (select tx, substring(content from ${`"system":"${numbersSystem}","value":"(\\d+)"`}) as number
      from store.resource where not deleted) n
    where n.number is not null group by 1`)

/** Each version of a document: its number and the text it was sent with. */
export const versionsOf = (db: Database) =>
  db.many<{ id: string; ver: number; note: string }>(sql`
    select v.ext_id as id, v.ver, substring(v.content from '"text":"([^"]+)"') as note
    from (select ext_id, ver, content from store.resource union all select ext_id, ver, content from store.history) v
    where v.ext_id is not null order by 1, 2`)

/** Each row names a promise that is broken, and an example. Empty: all hold. */
export const brokenStorePromises = (db: Database) =>
  db.many<{ promise: string; example: string }>(sql`
    select 'the history holds every earlier version and no other' as promise, r.id::text as example
    from store.resource r
    left join lateral (select count(*) as n, min(h.ver) as first, max(h.ver) as last from store.history h
      where h.shard = r.shard and h.type = r.type and h.id = r.id) h on true
    where h.n <> r.ver - 1 or (r.ver > 1 and (h.first <> 1 or h.last <> r.ver - 1))
    union all
    select 'what is in the history was superseded', h.id::text from store.history h
    where not exists (select from store.resource r where r.shard = h.shard and r.type = h.type and r.id = h.id)
    union all
    select 'a version ends when the next begins', h.id::text from store.history h
    join (select shard, type, id, ver, tx from store.resource
      union all select shard, type, id, ver, tx from store.history) n
      on n.shard = h.shard and n.type = h.type and n.id = h.id and n.ver = h.ver + 1
    where n.tx <> h.tx_end
    union all
    select 'a commit says how much it wrote', l.tx::text from store.tx_log l
    where l.written <> (select count(*) from store.resource r where r.tx = l.tx)
      + (select count(*) from store.history h where h.tx = l.tx)
    union all
    select 'a version belongs to a commit that is known', v.id::text
    from (select id, tx from store.resource union select id, tx from store.history) v
    where not exists (select from store.tx_log l where l.tx = v.tx)
    union all
    select 'an id chosen by a client leads to its row', d.ext_id from store.directory d
    where not exists (select from store.resource r where r.type = d.type and r.ext_id = d.ext_id
      and r.shard = d.target_shard)
    union all
    select 'no guard is left behind', g.h::text from store.guard g
    union all
    select 'an index row belongs to a version that was written', i.id::text
    from (select shard, type, id, ver from store.str union select shard, type, id, ver from store.dts
      union select shard, type, id, ver from store.num) i
    where not exists (select from store.resource r where r.shard = i.shard and r.type = i.type and r.id = i.id
      and r.ver >= i.ver)
    limit 20`)
