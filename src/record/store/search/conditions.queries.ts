import { sql } from '#foundation/db'
import type { Condition, SearchParam, SearchValue } from '#vocabulary/search'
import { answeredByPatientColumn, tokens } from '#vocabulary/search'
import { hashToken } from '../hash-token.ts'
import { mainCodeOf } from '../main-columns.ts'
import { type Place, placeOf } from '../place.ts'
import { codeOf, has, hashed, missing } from './columns.queries.ts'
import { instantSql, mainDate, otherDate } from './date-conditions.queries.ts'
import { codeWithQuantity, near, number, quantity } from './number-conditions.queries.ts'
import {
  all,
  any,
  byHashes,
  type KeySet,
  keySql,
  lookAgain,
  not,
  type Predicate,
} from './predicate.queries.ts'
import { string } from './string-conditions.queries.ts'

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

function token(param: SearchParam, value: Extract<SearchValue, { kind: 'token' }>): Predicate {
  const { system, code } = value
  // `system|` names no code: every row that has the parameter is looked at.
  if (code === undefined) return { sql: has(param), isExact: false }
  const ofAny = hashed(param, tokens.anyCoding(param.code, code))
  const found =
    system === undefined || system === ''
      ? { ...ofAny, isExact: system === undefined }
      : hashed(param, tokens.coding(param.code, system, code))
  if (param.code !== mainCodeOf(param.base)) return found
  return { ...found, codes: [{ ...codeOf(param.base, code), token: found.hashes?.[0]?.[0] }] }
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

/** The code part is indexed without its system; a row found by it is looked at again when a system was asked for. */
function composite(param: SearchParam, parts: readonly SearchValue[]): Predicate {
  const [first, second] = parts
  if (first?.kind !== 'token' || first.code === undefined || !second || parts.length !== 2)
    return { sql: has(param), isExact: false }
  if (second.kind === 'quantity') return codeWithQuantity(param, { ...first, code: first.code }, second)
  if (second.kind !== 'token' || second.code === undefined) return { sql: has(param), isExact: false }
  const token = tokens.composite(
    param.code,
    tokens.compositePart(first.code),
    tokens.compositePart(second.code),
  )
  return {
    ...hashed(param, token),
    isExact: first.system === undefined && second.system === undefined,
  }
}
