import { type Sql, sql } from '#foundation/db'
import { type SearchParam, type SearchValue, tokens } from '#vocabulary/search'
import { hashToken } from '../hash-token.ts'
import { isMainNumber, mainCodeOf, numbersOf } from '../main-columns.ts'
import { codeHash } from '../row-to-write.ts'
import { codeOf, sideOnly, typeOf } from './columns.queries.ts'
import { indexedTokenSql, type Predicate, tokenSql } from './predicate.queries.ts'

type NumberValue = Extract<SearchValue, { kind: 'number' | 'quantity' }>

interface Ends {
  readonly lo: Sql
  readonly hi: Sql
}
const beside: Ends = { lo: sql`lo`, hi: sql`hi` }
const inRow: Ends = { lo: sql`r.num`, hi: sql`r.num_hi` }

/** A number asked as 5.40 covers [5.395, 5.405); the comparing prefixes take the number itself. */
function numberSql({ prefix, value, lo, hi }: NumberValue, of: Ends): Sql {
  const at = sql`${value}::float8`
  const within = sql`(${of.lo} >= ${lo}::float8 and ${of.hi} < ${hi}::float8)`
  switch (prefix) {
    case 'eq':
      return within
    case 'ne':
      return sql`not ${within}`
    case 'gt':
      return sql`${of.hi} > ${at}`
    case 'lt':
      return sql`${of.lo} < ${at}`
    case 'ge':
      return sql`${of.hi} >= ${at}`
    case 'le':
      return sql`${of.lo} <= ${at}`
    case 'sa':
      return sql`${of.lo} > ${at}`
    case 'eb':
      return sql`${of.hi} < ${at}`
    case 'ap':
      return sql`true`
  }
}

const eitherOf = (arms: readonly Sql[]): Sql =>
  sql`(${sql.join(
    arms.map((arm) => sql`(${arm})`),
    sql` or `,
  )})`

/** The same as ranges of `num`, which the index is by; what reaches further (`> 100`) has a small index of its own. */
function armsOf(asked: NumberValue): Sql[] {
  const { prefix, value, lo, hi } = asked
  const at = sql`${value}::float8`
  switch (prefix) {
    case 'eq':
      return [sql`r.num >= ${lo}::float8 and r.num < ${hi}::float8 and r.num_hi < ${hi}::float8`]
    case 'gt':
      return [sql`r.num > ${at}`, sql`r.num < r.num_hi and r.num_hi > ${at}`]
    case 'ge':
      return [sql`r.num >= ${at}`, sql`r.num < r.num_hi and r.num_hi >= ${at}`]
    case 'lt':
      return [sql`r.num < ${at}`]
    case 'le':
      return [sql`r.num <= ${at}`]
    case 'sa':
      return [sql`r.num > ${at}`]
    case 'eb':
      return [sql`r.num < ${at} and r.num_hi < ${at}`]
    case 'ne':
    case 'ap':
      return [sql`r.num is not null and ${numberSql(asked, inRow)}`]
  }
}

const numSide = (param: SearchParam, code: string | null, range: Sql): Sql =>
  sql`select shard, id, ver from store.num where type = ${typeOf(param)} and param = any(${numbersOf(param)}::smallint[])
    ${code === null ? sql.empty : sql`and code = ${code}::bigint`} and ${range}`

/** A number, in the side table. */
export const number = (param: SearchParam, value: NumberValue): Predicate => ({
  ...sideOnly(numSide(param, null, numberSql(value, beside))),
  isExact: value.prefix !== 'ap',
})

/** A quantity: in the row when it is what an observation found, else in the side table. */
export function quantity(param: SearchParam, value: Extract<SearchValue, { kind: 'quantity' }>): Predicate {
  const { system, code } = value
  const isBare = code === undefined && !system
  if (isMainNumber(param)) {
    const range = sql`(r.num is not null and ${numberSql(value, inRow)})`
    return { sql: range, value: eitherOf(armsOf(value)), isExact: value.prefix !== 'ap' && isBare }
  }
  // Rows that stand beside a code do not say the unit.
  const isNamed = Boolean(system && code) && numbersOf(param).length === 1
  const unit = isNamed ? codeHash(param.base, `${system}|${code}`) : null
  return {
    ...sideOnly(numSide(param, unit, numberSql(value, beside))),
    isExact: value.prefix !== 'ap' && (isNamed || isBare),
  }
}

/** Latitude in lo, longitude in hi: a box of degrees around the point, then the matcher's circle. */
export function near(param: SearchParam, value: Extract<SearchValue, { kind: 'near' }>): Predicate {
  const latitude = value.metres / 110_000
  const longitude = latitude / Math.max(0.01, Math.cos((value.latitude * Math.PI) / 180))
  const side = numSide(
    param,
    null,
    sql`lo between ${value.latitude - latitude}::float8 and ${value.latitude + latitude}::float8
      and hi between ${value.longitude - longitude}::float8 and ${value.longitude + longitude}::float8`,
  )
  return { ...sideOnly(side), isExact: false }
}

/** A code with a quantity, found together in one element. */
export function codeWithQuantity(
  param: SearchParam,
  first: { readonly system?: string; readonly code: string },
  second: Extract<SearchValue, { kind: 'quantity' }>,
): Predicate {
  const isPlain = second.prefix !== 'ap' && second.code === undefined && !second.system
  if (isMainNumber(param)) return codeWithNumber(param, first, second, isPlain)
  const code = codeHash(param.base, tokens.compositePart(first.code))
  return {
    ...sideOnly(numSide(param, code, numberSql(second, beside))),
    isExact: isPlain && first.system === undefined,
  }
}

/** The row's own code and number; a system that was asked for is in its tokens. */
function codeWithNumber(
  { base }: SearchParam,
  { system, code }: { readonly system?: string; readonly code: string },
  value: NumberValue,
  isPlain: boolean,
): Predicate {
  const of = codeOf(base, code)
  const isFirst = sql`r.code = ${of.first}::bigint`
  const ofSystem = system
    ? sql` and ${tokenSql([hashToken(base, tokens.coding(mainCodeOf(base), system, code))])}`
    : sql.empty
  const range = sql`r.num is not null and ${numberSql(value, inRow)}`
  return {
    sql: sql`(${range} and (${isFirst} or ${tokenSql([of.further])})${ofSystem})`,
    value: eitherOf([
      ...armsOf(value).map((arm) => sql`${isFirst} and ${arm}`),
      sql`${indexedTokenSql([of.further])} and ${range}`,
    ]),
    // An empty system asks for codes without one.
    isExact: isPlain && system !== '',
    codes: [of],
  }
}
