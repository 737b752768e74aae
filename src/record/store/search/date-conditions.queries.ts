import { type Sql, sql } from '#foundation/db'
import type { SearchParam, SearchValue } from '#vocabulary/search'
import { has, sideOnly, typeOf } from './columns.queries.ts'
import type { Predicate } from './predicate.queries.ts'

type DateValue = Extract<SearchValue, { kind: 'date' }>

/** FHIR R4 3.1.1.4.5 on ranges: `start` and `end` inclusive, the asked range [lo, hi). */
function rangeSql(start: Sql, end: Sql, { prefix, lo, hi }: DateValue): Sql {
  const from = sql`${lo}::timestamptz`
  const to = sql`${hi}::timestamptz`
  const within = sql`(${start} >= ${from} and ${end} < ${to})`
  switch (prefix) {
    case 'eq':
      return within
    case 'ne':
      return sql`(${within}) is not true`
    case 'gt':
      return sql`${end} >= ${to}`
    case 'lt':
      return sql`${start} < ${from}`
    case 'ge':
      return sql`(${end} >= ${to} or ${within})`
    case 'le':
      return sql`(${start} < ${from} or ${within})`
    case 'sa':
      return sql`${start} >= ${to}`
    case 'eb':
      return sql`${end} < ${from}`
    case 'ap':
      return sql`true`
  }
}

export const instantSql = (at: Sql, value: DateValue): Sql => rangeSql(at, at, value)

/** What the range says of the beginning alone, for the index of the order: a thing that ends before an hour began before it. */
function boundOf({ prefix, lo, hi }: DateValue): Sql | null {
  if (prefix === 'eq') return sql`r.dt >= ${lo}::timestamptz and r.dt < ${hi}::timestamptz`
  if (prefix === 'le') return sql`r.dt < ${hi}::timestamptz`
  if (prefix === 'lt' || prefix === 'eb') return sql`r.dt < ${lo}::timestamptz`
  return prefix === 'sa' ? sql`r.dt >= ${hi}::timestamptz` : null
}

/** What the range says of the end. */
const endsFromOf = ({ prefix, lo, hi }: DateValue): Sql | null =>
  prefix === 'ge' ? sql`${lo}::timestamptz` : prefix === 'gt' ? sql`${hi}::timestamptz` : null

/** A date that stands in the row. */
export function mainDate(param: SearchParam, value: DateValue): Predicate {
  const range = rangeSql(sql`r.dt`, sql`r.dt_hi`, value)
  const bound = boundOf(value)
  const endsFrom = endsFromOf(value)
  return {
    sql: sql`(${has(param)} and ${range})`,
    isExact: value.prefix !== 'ap',
    ...(bound ? { bound } : {}),
    ...(endsFrom ? { endsFrom } : {}),
  }
}

/** A date that stands in the side table. */
export function otherDate(param: SearchParam, value: DateValue): Predicate {
  const side = sql`select shard, id, ver from store.dts where type = ${typeOf(param)} and param = ${param.number}
    and ${rangeSql(sql`lo`, sql`hi`, value)}`
  return { ...sideOnly(side), isExact: value.prefix !== 'ap' }
}
