import { type Sql, sql } from '#foundation/db'
import type { Condition, SearchParam, SearchValue } from '#vocabulary/search'
import { answeredByPatientColumn, foldText, tokens } from '#vocabulary/search'
import { hashToken } from '../hash-token.ts'
import { furtherCode, isMainNumber, mainCodeOf, numbersOf } from '../main-columns.ts'
import { type Place, placeOf } from '../place.ts'
import { typeNumber } from '../resource-type.ts'
import { codeHash, indexedText, longestText } from '../row-to-write.ts'
import {
  all,
  any,
  byHashes,
  indexedTokenSql,
  type KeySet,
  keySql,
  lookAgain,
  never,
  not,
  type Predicate,
  tokenSql,
} from './predicate.queries.ts'

/** Conditions that name other resources, answered beforehand (joins.ts): the rows they come down to. */
export interface Joined {
  readonly keys?: KeySet
  /** The same as references. */
  readonly refs?: readonly { type: string; id: string }[]
  /** Any of these references, as tokens of a parameter. */
  readonly references?: {
    readonly param: SearchParam
    readonly refs: readonly { type: string; id: string }[]
  }
}

/** For sets that an index names, or for rows that are looked at one after the other. */
export type Mode = 'set' | 'walk'

export type Joins = ReadonlyMap<Condition, Joined>

/** A condition about resources of `type` as SQL. `places` knows where foreign ids lie. */
export function predicateOf(
  type: string,
  condition: Condition,
  joins: Joins,
  places: (type: string, id: string) => Place,
  mode: Mode,
): Predicate {
  switch (condition.kind) {
    case 'and':
      return all(condition.of.map((each) => predicateOf(type, each, joins, places, mode)))
    case 'or':
      return any(condition.of.map((each) => predicateOf(type, each, joins, places, mode)))
    case 'not':
      return not(predicateOf(type, condition.of, joins, places, mode))
    case 'id':
      return byKeys(condition.ids.map((id) => places(type, id)))
    case 'lastUpdated':
      return {
        sql: instantSql(sql`r.last_updated`, condition.value),
        isExact: condition.value.prefix !== 'ap',
      }
    case 'missing':
      return missing(condition.param, condition.missing)
    case 'chain':
    case 'has':
    case 'list': {
      const joined = joins.get(condition)
      if (joined?.keys) return byKeySet(joined.keys)
      if (joined?.references) return pointsAt(joined.references.param, joined.references.refs)
      return lookAgain
    }
    case 'text':
    case 'content':
      return lookAgain
    case 'look':
      return { sql: has(condition.param), isExact: false }
    case 'compartment': {
      const { type: owner, id, params } = condition
      const pointing = params.map((param) => pointsAt(param, [{ type: owner, id }]))
      // A compartment holds the resource it is named after.
      return any(type === owner ? [byKeys([places(owner, id)]), ...pointing] : pointing)
    }
    case 'param':
      return paramPredicate(condition, mode)
  }
}

const byKeySet = (keys: KeySet): Predicate => ({ sql: keySql(keys), isExact: true, keys })
const byKeys = (places: readonly Place[]): Predicate =>
  byKeySet({ shards: places.map((p) => p.shard), ids: places.map((p) => p.id) })

const has = (param: SearchParam): Sql => (param.bit < 0 ? sql`true` : missing(param, false).sql)

function missing(param: SearchParam, isMissing: boolean): Predicate {
  if (param.bit < 0) return lookAgain
  const bit = (1n << BigInt(param.bit)).toString()
  return {
    sql: isMissing ? sql`(r.present & ${bit}::bigint) = 0` : sql`(r.present & ${bit}::bigint) <> 0`,
    isExact: true,
  }
}

type ParamCondition = Extract<Condition, { kind: 'param' }>

function paramPredicate(condition: ParamCondition, mode: Mode): Predicate {
  const { param, modifier, values, codes } = condition
  if (codes) {
    const inside = byHashes(
      codes.map(({ system, code }) => hashToken(param.base, tokens.coding(param.code, system, code))),
      true,
    )
    return modifier === 'not-in' ? not(inside) : inside
  }
  if (modifier === 'not') return not(any(values.map((value) => positive(param, null, value, mode))))
  return any(values.map((value) => positive(param, modifier, value, mode)))
}

function positive(
  param: SearchParam,
  modifier: ParamCondition['modifier'],
  value: SearchValue,
  mode: Mode,
): Predicate {
  const found = byIndex(param, modifier, value)
  // Beside a walk a side table would be read whole for each page: look at the rows themselves instead.
  if (mode !== 'walk' || !found.side) return found
  return { sql: has(param), isExact: false, ...(found.codes ? { codes: found.codes } : {}) }
}

function byIndex(param: SearchParam, modifier: ParamCondition['modifier'], value: SearchValue): Predicate {
  switch (value.kind) {
    case 'token':
      return modifier === 'text' ? lookAgain : token(param, value)
    case 'of-type':
      return hashed(param, tokens.ofType(param.code, value.system, value.code, value.value))
    case 'reference':
      return modifier === 'above' || modifier === 'below' ? lookAgain : reference(param, value)
    case 'uri':
      return modifier === null ? hashed(param, tokens.uri(param.code, value.uri)) : lookAgain
    case 'string':
      return string(param, modifier, value)
    case 'date':
      return param.isMainDate ? mainDate(param, value) : otherDate(param, value)
    case 'number':
      return number(param, value)
    case 'quantity':
      return quantity(param, value)
    case 'near':
      return near(param, value)
    case 'composite':
      return composite(param, value.parts)
  }
}

const hashed = (param: SearchParam, token: string): Predicate =>
  byHashes([hashToken(param.base, token)], true)

function token(param: SearchParam, value: Extract<SearchValue, { kind: 'token' }>): Predicate {
  const { system, code } = value
  // `system|` names no code: every row that has the parameter is looked at.
  if (code === undefined) return { sql: has(param), isExact: false }
  const ofAny = hashed(param, tokens.anyCoding(param.code, code))
  const found =
    system === undefined || system === ''
      ? { ...ofAny, isExact: system === undefined }
      : hashed(param, tokens.coding(param.code, system, code))
  return param.code === mainCodeOf(param.base) ? { ...found, codes: [codeOf(param.base, code)] } : found
}

function codeOf(type: string, code: string) {
  const token = tokens.anyCoding(mainCodeOf(type), code)
  return { first: hashToken(type, token), further: hashToken(type, furtherCode(token)) }
}

function reference(param: SearchParam, value: Extract<SearchValue, { kind: 'reference' }>): Predicate {
  const { identifier, url, type, id } = value
  if (identifier) {
    if (identifier.code === undefined) return { sql: has(param), isExact: false }
    const token = tokens.referenceIdentifier(param.code, identifier.system ?? '', identifier.code)
    return identifier.system ? hashed(param, token) : { sql: has(param), isExact: false }
  }
  if (url !== undefined) return hashed(param, tokens.reference(param.code, url))
  if (id === undefined) return { sql: has(param), isExact: false }
  if (type !== undefined) return pointsAt(param, [{ type, id }])
  if (param.targets.length === 0) return { sql: has(param), isExact: false }
  return pointsAt(
    param,
    param.targets.map((target) => ({ type: target, id })),
  )
}

/** Rows whose parameter points at any of these: by the patient column where it answers, by tokens otherwise. */
export function pointsAt(param: SearchParam, refs: readonly { type: string; id: string }[]): Predicate {
  const byColumn = answeredByPatientColumn(param)
  const patients = byColumn ? refs.filter((ref) => ref.type === 'Patient') : []
  const others = byColumn ? refs.filter((ref) => ref.type !== 'Patient') : refs
  const parts: Predicate[] = []
  if (patients.length > 0) parts.push(ofPatients(patients.map((ref) => placeOf('Patient', ref.id))))
  if (others.length > 0)
    parts.push(
      byHashes(
        others.map((ref) => hashToken(param.base, tokens.reference(param.code, `${ref.type}/${ref.id}`))),
        true,
      ),
    )
  return any(parts)
}

function ofPatients(places: readonly Place[]): Predicate {
  const patients = { shards: places.map((p) => p.shard), ids: places.map((p) => p.id) }
  return { sql: sql`r.patient = any(${`{${patients.ids.join(',')}}`}::uuid[])`, isExact: true, patients }
}

function string(
  param: SearchParam,
  modifier: ParamCondition['modifier'],
  value: Extract<SearchValue, { kind: 'string' }>,
): Predicate {
  const text = indexedText(foldText(value.text))
  // Nothing is left of it to look for.
  if (text === '') return never
  const side = modifier === 'contains' ? partSide(param, text) : beginningSide(param, text)
  // A cut text says nothing of its end.
  return { ...sideOnly(side), isExact: modifier !== 'exact' && !value.isWhole && text.length < longestText }
}

/** As a range of bytes, so that one plan serves every beginning; UTF-8 sorts as its code points do. */
function beginningSide(param: SearchParam, text: string): Sql {
  const behind = textBehind(text)
  return sql`select shard, id, ver from store.str where type = ${typeOf(param)} and param = ${param.number}
    and text ~>=~ ${text} ${behind === null ? sql.empty : sql`and text ~<~ ${behind}`}`
}

/** The least text that comes behind all that begin with this one; null when there is none. */
export function textBehind(text: string): string | null {
  const points = [...text]
  while (points.length > 0) {
    const last = points.pop()!.codePointAt(0)!
    // Halves of pairs are no characters.
    if (last < 0x10_ff_ff)
      return points.join('') + String.fromCodePoint(last === 0xd7_ff ? 0xe0_00 : last + 1)
  }
  return null
}

/** Three letters make a trigram: the index of parts finds them. Fewer it would read from end to end, so it is kept out. */
function partSide(param: SearchParam, text: string): Sql {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const found = longestWord(text) >= 3 ? sql`text` : sql`(text || '')`
  return sql`select shard, id, ver from store.str where type = ${typeOf(param)} and param = ${param.number}
    and ${found} like ${pattern}`
}

/** pg_trgm makes no trigrams across what is neither letter nor digit. */
const longestWord = (text: string): number =>
  Math.max(...text.split(/[^\p{L}\p{N}]+/u).map((word) => word.length))

const typeOf = (param: SearchParam): number => typeNumber(param.base) ?? 0

const sideOnly = (side: Sql): Predicate => ({
  sql: sql`exists (select from (${side}) s where s.id = r.id and s.ver = r.ver)`,
  isExact: true,
  side,
})

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

const instantSql = (at: Sql, value: DateValue): Sql => rangeSql(at, at, value)

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

function mainDate(param: SearchParam, value: DateValue): Predicate {
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

function otherDate(param: SearchParam, value: DateValue): Predicate {
  const side = sql`select shard, id, ver from store.dts where type = ${typeOf(param)} and param = ${param.number}
    and ${rangeSql(sql`lo`, sql`hi`, value)}`
  return { ...sideOnly(side), isExact: value.prefix !== 'ap' }
}

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

const number = (param: SearchParam, value: NumberValue): Predicate => ({
  ...sideOnly(numSide(param, null, numberSql(value, beside))),
  isExact: value.prefix !== 'ap',
})

function quantity(param: SearchParam, value: Extract<SearchValue, { kind: 'quantity' }>): Predicate {
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
function near(param: SearchParam, value: Extract<SearchValue, { kind: 'near' }>): Predicate {
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

/** The code part is indexed without its system; a row found by it is looked at again when a system was asked for. */
function composite(param: SearchParam, parts: readonly SearchValue[]): Predicate {
  const [first, second] = parts
  if (first?.kind !== 'token' || first.code === undefined || !second || parts.length !== 2)
    return { sql: has(param), isExact: false }
  const key = tokens.compositePart(first.code)
  if (second.kind === 'quantity') {
    const isPlain = second.prefix !== 'ap' && second.code === undefined && !second.system
    if (isMainNumber(param)) return codeWithNumber(param, { ...first, code: first.code }, second, isPlain)
    const side = numSide(param, codeHash(param.base, key), numberSql(second, beside))
    return { ...sideOnly(side), isExact: isPlain && first.system === undefined }
  }
  if (second.kind !== 'token' || second.code === undefined) return { sql: has(param), isExact: false }
  const token = tokens.composite(param.code, key, tokens.compositePart(second.code))
  return {
    ...hashed(param, token),
    isExact: first.system === undefined && second.system === undefined,
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
