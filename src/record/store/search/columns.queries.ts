import { type Sql, sql } from '#foundation/db'
import { type SearchParam, tokens } from '#vocabulary/search'
import { hashToken } from '../hash-token.ts'
import { furtherCode, mainCodeOf } from '../main-columns.ts'
import { typeNumber } from '../resource-type.ts'
import { byHashes, lookAgain, type Predicate } from './predicate.queries.ts'

/** Rows that have a value for the parameter, and perhaps others. */
export const has = (param: SearchParam): Sql => (param.bit < 0 ? sql`true` : missing(param, false).sql)

export function missing(param: SearchParam, isMissing: boolean): Predicate {
  if (param.bit < 0) return lookAgain
  const bit = (1n << BigInt(param.bit)).toString()
  return {
    sql: isMissing ? sql`(r.present & ${bit}::bigint) = 0` : sql`(r.present & ${bit}::bigint) <> 0`,
    isExact: true,
  }
}

/** Rows that hold a token. */
export const hashed = (param: SearchParam, token: string): Predicate =>
  byHashes([hashToken(param.base, token)], true)

/** The hashes of a main code, of any system: as the first coding, as a further one. */
export function codeOf(type: string, code: string) {
  const token = tokens.anyCoding(mainCodeOf(type), code)
  return { first: hashToken(type, token), further: hashToken(type, furtherCode(token)) }
}

export const typeOf = (param: SearchParam): number => typeNumber(param.base) ?? 0

/** A condition that a side table answers: rows `s` of shard, id and version. */
export const sideOnly = (side: Sql): Predicate => ({
  sql: sql`exists (select from (${side}) s where s.id = r.id and s.ver = r.ver)`,
  isExact: true,
  side,
})
