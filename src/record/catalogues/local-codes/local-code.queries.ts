import { type Queries, sql, type Tx } from '#foundation/db'
import type { Equivalence, LocalCodeKey, MappingState } from './local-code.types.ts'

export interface SeenRow extends LocalCodeKey {
  readonly display: string
  readonly facility: string
  readonly count: number
}

const columnsOf = (rows: readonly LocalCodeKey[]) => ({
  sources: rows.map((row) => row.source),
  lists: rows.map((row) => row.list),
  codes: rows.map((row) => row.code),
  names: rows.map((row) => row.nameKey),
})

/**
 * Counts codes. Rows come sorted and distinct: batches of several processes take the rows' locks in one order and cannot
 * wait for each other in a circle.
 */
export async function countLocalCodes(db: Tx, rows: readonly SeenRow[], at: string): Promise<void> {
  const { sources, lists, codes, names } = columnsOf(rows)
  const counts = rows.map((row) => row.count)
  await db.run(sql`
    insert into catalogues.local_code as l (source, list, code, name_key, display, count, first_at, last_at)
    select s.source, s.list, s.code, s.name_key, min(s.display), sum(s.count), ${at}::timestamptz, ${at}::timestamptz
    from unnest(${sources}::text[], ${lists}::text[], ${codes}::text[], ${names}::text[],
      ${rows.map((row) => row.display)}::text[], ${counts}::bigint[]) as s(source, list, code, name_key, display, count)
    group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (source, list, code, name_key) do update
      set count = l.count + excluded.count, last_at = greatest(l.last_at, excluded.last_at)`)
  await db.run(sql`
    insert into catalogues.local_code_facility as l (source, list, code, name_key, facility, count, last_at)
    select s.source, s.list, s.code, s.name_key, s.facility, s.count, ${at}::timestamptz
    from unnest(${sources}::text[], ${lists}::text[], ${codes}::text[], ${names}::text[],
      ${rows.map((row) => row.facility)}::text[], ${counts}::bigint[]) as s(source, list, code, name_key, facility, count)
    order by 1, 2, 3, 4, 5
    on conflict (source, list, code, name_key, facility) do update
      set count = l.count + excluded.count, last_at = greatest(l.last_at, excluded.last_at)`)
}

export interface LocalCodeRow {
  readonly source: string
  readonly list: LocalCodeKey['list']
  readonly code: string
  readonly name_key: string
  readonly display: string
  readonly count: string
  readonly last_at: Date
  readonly state: MappingState
  readonly target: string | null
  readonly equivalence: Equivalence | null
  readonly decided_at: Date | null
  readonly decided_by: string | null
  readonly decision: string | null
}

export interface QueueFilter {
  readonly source: string | null
  readonly list: string | null
  readonly state: MappingState | null
  /** Folded words that the name or code must have. */
  readonly text: string | null
}

/** The most frequent first: an hour of work should serve as many lines as it can. */
export const findQueue = (db: Queries, filter: QueueFilter, limit: number, offset: number) =>
  db.many<LocalCodeRow>(sql`
    select source, list, code, name_key, display, count, last_at, state, target, equivalence, decided_at, decided_by, decision
    from catalogues.local_code
    where (${filter.source}::text is null or source = ${filter.source})
      and (${filter.list}::text is null or list = ${filter.list})
      and (${filter.state}::text is null or state = ${filter.state})
      and (${filter.text}::text is null or strpos(name_key, ${filter.text}) > 0 or strpos(lower(code), ${filter.text}) > 0)
    order by count desc, source, list, code, name_key limit ${limit} offset ${offset}`)

export interface ProgressRow {
  readonly source: string
  readonly list: LocalCodeKey['list']
  readonly state: MappingState
  readonly codes: number
  readonly uses: string
}

/** How many codes, and how often they were used, per source, list and state. */
export const countByState = (db: Queries) =>
  db.many<ProgressRow>(sql`
    select source, list, state, count(*)::int as codes, sum(count) as uses
    from catalogues.local_code group by 1, 2, 3 order by 1, 2, 3`)

export const findFacilities = (db: Queries, keys: readonly LocalCodeKey[]) => {
  const { sources, lists, codes, names } = columnsOf(keys)
  return db.many<{
    source: string
    list: string
    code: string
    name_key: string
    facility: string
    count: string
  }>(sql`
    select f.source, f.list, f.code, f.name_key, f.facility, f.count
    from catalogues.local_code_facility f
    join unnest(${sources}::text[], ${lists}::text[], ${codes}::text[], ${names}::text[])
      as k(source, list, code, name_key) using (source, list, code, name_key)
    order by f.count desc, f.facility`)
}

/** Locked in one order, so that two decisions about the same codes follow each other. */
export const lockLocalCodes = (tx: Tx, keys: readonly LocalCodeKey[]) => {
  const { sources, lists, codes, names } = columnsOf(keys)
  return tx.many<LocalCodeRow>(sql`
    select l.source, l.list, l.code, l.name_key, l.display, l.count, l.last_at, l.state, l.target, l.equivalence,
      l.decided_at, l.decided_by, l.decision
    from catalogues.local_code l
    where (l.source, l.list, l.code, l.name_key) in (
      select * from unnest(${sources}::text[], ${lists}::text[], ${codes}::text[], ${names}::text[]))
    order by l.source, l.list, l.code, l.name_key for update`)
}

export interface DecisionRow extends LocalCodeKey {
  readonly state: MappingState
  readonly target: string | null
  readonly equivalence: Equivalence | null
  /** The decision that this one takes the place of. */
  readonly former: string | null
}

/** Writes decisions down and puts each beside its code. */
export async function insertDecisions(
  tx: Tx,
  rows: readonly DecisionRow[],
  how: { readonly batch: string; readonly at: string; readonly by: string; readonly undoes: string | null },
): Promise<void> {
  const { sources, lists, codes, names } = columnsOf(rows)
  await tx.run(sql`
    with made as (
      insert into catalogues.decision (batch, source, list, code, name_key, state, target, equivalence, former, at, by, undoes)
      select ${how.batch}::uuid, d.source, d.list, d.code, d.name_key, d.state, d.target, d.equivalence, d.former,
        ${how.at}::timestamptz, ${how.by}, ${how.undoes}::uuid
      from unnest(${sources}::text[], ${lists}::text[], ${codes}::text[], ${names}::text[],
        ${rows.map((row) => row.state)}::text[], ${rows.map((row) => row.target)}::text[],
        ${rows.map((row) => row.equivalence)}::text[], ${rows.map((row) => row.former)}::bigint[])
        as d(source, list, code, name_key, state, target, equivalence, former)
      returning decision, source, list, code, name_key, state, target, equivalence, at, by
    )
    update catalogues.local_code l
    set state = m.state, target = m.target, equivalence = m.equivalence, decision = m.decision,
      decided_at = case when m.state = 'open' then null else m.at end,
      decided_by = case when m.state = 'open' then null else m.by end
    from made m
    where (l.source, l.list, l.code, l.name_key) = (m.source, m.list, m.code, m.name_key)`)
}

/** The decisions of a batch, each with what stood before it. */
export const findBatch = (db: Queries, batch: string) =>
  db.many<
    LocalCodeRow & {
      former_state: MappingState | null
      former_target: string | null
      former_equivalence: Equivalence | null
    }
  >(sql`
    select d.source, d.list, d.code, d.name_key, '' as display, 0 as count, d.at as last_at, d.state, d.target,
      d.equivalence, d.at as decided_at, d.by as decided_by, d.decision,
      f.state as former_state, f.target as former_target, f.equivalence as former_equivalence
    from catalogues.decision d left join catalogues.decision f on f.decision = d.former
    where d.batch = ${batch}::uuid order by d.source, d.list, d.code, d.name_key`)

/** Everything decided for some sources, for their translator. */
export const findMapped = (db: Queries, sources: readonly string[]) =>
  db.many<LocalCodeRow>(sql`
    select source, list, code, name_key, display, count, last_at, state, target, equivalence, decided_at, decided_by, decision
    from catalogues.local_code
    where source = any(${sources}::text[]) and state in ('mapped', 'no-match')
    order by source, list, code, name_key`)

/** The last decision about a source's codes; the translator reads again when it has moved on. */
export const lastDecision = async (db: Queries, sources: readonly string[]): Promise<string> =>
  (
    await db.one<{ last: string | null }>(sql`
      select max(decision) as last from catalogues.local_code
      where source = any(${sources}::text[]) and decision is not null`)
  ).last ?? '0'
