import { type Sql, sql } from '#foundation/db'

/** Keys of rows: what `_id`, `_list` and `_has` come down to. */
export interface KeySet {
  readonly shards: readonly number[]
  readonly ids: readonly string[]
}

/** A main code as hashes: in the column, as the token of a further coding, and as the token that was asked for. */
export interface Code {
  readonly first: string
  readonly further: string
  readonly token?: string
}

/** One condition as SQL over `r`, a row of store.resource. */
export interface Predicate {
  /** True of every row the condition holds of (and perhaps of others, when not exact); no index is used for it. */
  readonly sql: Sql
  /** False: rows must be looked at again by the matcher. */
  readonly isExact: boolean
  /** Of each of these lists at least one token hash is in every row it holds of, so that the GIN can find them. */
  readonly hashes?: readonly (readonly string[])[]
  /** Every resource it holds of has one of these as its first code, or the token of a further one. */
  readonly codes?: readonly Code[]
  /** What it says of r.dt alone: where along the order the rows stand. */
  readonly bound?: Sql
  /** No resource it holds of ends before this (r.dt_hi): those that are not long begin within a month before it. */
  readonly endsFrom?: Sql
  /** What it says of r.code and r.num: an index of their own finds the rows. */
  readonly value?: Sql
  /** Rows of a side table (alias s: shard, id, ver) that name every resource it holds of. */
  readonly side?: Sql
  /** What else must hold when the side table leads; as exact as the whole. */
  readonly beside?: Sql
  /** Every resource it holds of is one of these. */
  readonly keys?: KeySet
  /** Every resource it holds of belongs to one of these patients. */
  readonly patients?: KeySet
}

/** Nothing is said in SQL; the matcher decides. */
export const lookAgain: Predicate = { sql: sql`true`, isExact: false }
export const never: Predicate = { sql: sql`false`, isExact: true, keys: { shards: [], ids: [] } }

export const keySql = (keys: KeySet): Sql => sql`r.id = any(${`{${keys.ids.join(',')}}`}::uuid[])`

/**
 * For rows that are looked at one after the other. `= any` looks along the array where it lies, `@>` takes it apart first; and no
 * index is for it: the walk must not be turned into something else by the planner of PostgreSQL.
 */
export const tokenSql = (hashes: readonly string[]): Sql =>
  hashes.length <= 4
    ? or(hashes.map((hash) => sql`${hash}::bigint = any(r.tok)`))
    : sql`(r.tok && ${`{${hashes.join(',')}}`}::bigint[]) is true`

export const indexedTokenSql = (hashes: readonly string[]): Sql =>
  hashes.length === 1
    ? sql`r.tok @> ${`{${hashes[0]}}`}::bigint[]`
    : sql`r.tok && ${`{${hashes.join(',')}}`}::bigint[]`

export const byHashes = (hashes: readonly string[], isExact: boolean): Predicate => ({
  sql: tokenSql(hashes),
  isExact,
  hashes: [hashes],
})

/** Negation is only right when the inner one is exact. */
export const not = (inner: Predicate): Predicate =>
  inner.isExact ? { sql: sql`(${inner.sql}) is not true`, isExact: true } : lookAgain

export function all(of: readonly Predicate[]): Predicate {
  if (of.length === 1) return of[0]!
  const find = <K extends 'codes' | 'keys' | 'patients' | 'value' | 'endsFrom'>(name: K) =>
    of.find((each) => each[name] !== undefined)?.[name]
  const hashes = of.flatMap((each) => each.hashes ?? [])
  const leading = of.find((each) => each.side)
  const bounds = of.flatMap((each) => (each.bound ? [each.bound] : []))
  return {
    ...withoutUndefined({
      hashes: hashes.length > 0 ? hashes : undefined,
      codes: find('codes'),
      keys: find('keys'),
      patients: find('patients'),
      value: find('value'),
      endsFrom: find('endsFrom'),
      bound: bounds.length > 0 ? and(bounds) : undefined,
      side: leading?.side,
      beside: leading && and(of.map((each) => (each === leading ? (each.beside ?? sql`true`) : each.sql))),
    }),
    sql: and(of.map((each) => each.sql)),
    isExact: of.every((each) => each.isExact),
  }
}

const and = (parts: readonly Sql[]): Sql =>
  parts.length === 0 ? sql`true` : sql`(${sql.join(parts, sql` and `)})`

const or = (parts: readonly Sql[]): Sql =>
  parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` or `)})`

export function any(of: readonly Predicate[]): Predicate {
  if (of.length === 1) return of[0]!
  const every = of.length > 0
  const hashes =
    every && of.every((each) => each.hashes) ? [of.flatMap((each) => each.hashes![0]!)] : undefined
  const codes =
    every && of.every((each) => each.codes) ? distinct(of.flatMap((each) => each.codes!)) : undefined
  const isSide = every && of.every((each) => each.side && !each.beside)
  const isValue = every && of.every((each) => each.value)
  return {
    ...withoutUndefined({
      hashes,
      codes,
      value: isValue ? or(of.map((each) => each.value!)) : undefined,
      side: isSide
        ? sql.join(
            of.map((each) => each.side!),
            sql` union `,
          )
        : undefined,
    }),
    sql: or(of.map((each) => each.sql)),
    isExact: of.every((each) => each.isExact),
  }
}

const distinct = (codes: NonNullable<Predicate['codes']>): NonNullable<Predicate['codes']> => [
  ...new Map(codes.map((code) => [code.first, code])).values(),
]

const withoutUndefined = (given: Partial<Predicate>): Partial<Predicate> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
