import type { RowCheck, Values } from '../rule.types.ts'
import { partsOf, type Visit } from '../visit.ts'
import { isExactlyMore, isSurelyMore, term } from './exact.ts'
import { condition } from './when.ts'

/** Tells which fields of a row break the rule. */
export type RowFinder = (values: Values, visit: Visit, found: (field: string) => void) => void

type Of<K extends RowCheck['kind']> = Extract<RowCheck, { kind: K }>

const finders: { readonly [K in RowCheck['kind']]: (check: Of<K>) => RowFinder } = {
  required: (check) => (values, _visit, found) => {
    for (const field of check.fields) if (values[field] === undefined) found(field)
  },
  empty: (check) => (values, _visit, found) => {
    if (values[check.field] !== undefined) found(check.field)
  },
  pattern: (check) => eachValue(check.fields, check.list, (value) => check.pattern.test(value)),
  range,
  in: (check) => {
    const { codes, tidy } = check
    const list = typeof codes === 'function' ? codes : constant(new Set(codes))
    return eachValue([check.field], check.list, (value) => list().has(tidy ? tidy(value) : value))
  },
  product,
  sum,
  'at-most': atMost,
  time,
  equals: (check) => (values, visit, found) => {
    const value = values[check.field]
    const other = (check.as.of ? visit.summary : values)[check.as.field]
    if (value !== undefined && other !== undefined && value !== other) found(check.field)
  },
  refers: (check) => {
    const { table, field } = check.to
    return (values, visit, found) => {
      const value = values[check.field]
      if (value === undefined) return
      const there = visit.valuesOf(table, field)
      const known = check.list ? partsOf(value).every((part) => there.has(part)) : there.has(value)
      if (!known) found(check.field)
    }
  },
  'row-code': (check) => (values, visit, found) => {
    if (check.broken(values, visit)) found(check.field)
  },
}

/** The check of a rule as a function over one row. */
export function rowFinder(check: RowCheck): RowFinder {
  // The table above has one function for each kind; the compiler cannot follow the pair.
  const find = (finders[check.kind] as (check: RowCheck) => RowFinder)(check)
  if (!check.when) return find
  const applies = condition(check.when)
  return (values, visit, found) => {
    if (applies(values, visit)) find(values, visit, found)
  }
}

const constant =
  <T>(value: T) =>
  () =>
    value

function eachValue(
  fields: readonly string[],
  list: true | undefined,
  fits: (value: string, visit: Visit) => boolean,
): RowFinder {
  return (values, visit, found) => {
    for (const field of fields) {
      const value = values[field]
      if (value === undefined) continue
      if (list && value.includes(';')) {
        if (!partsOf(value).every((part) => fits(part, visit))) found(field)
      } else if (!fits(value, visit)) found(field)
    }
  }
}

function range({ fields, min, max, above, list }: Of<'range'>): RowFinder {
  return eachValue(fields, list, (text, visit) => {
    const value = visit.number(text)
    return !(
      value < (min ?? Number.NEGATIVE_INFINITY) ||
      value > (max ?? Number.POSITIVE_INFINITY) ||
      value <= (above ?? Number.NEGATIVE_INFINITY)
    )
  })
}

function atMost({ field, other, tolerance }: Of<'at-most'>): RowFinder {
  return (values, visit, found) => {
    const [value, limit] = [visit.number(values[field]), visit.number(values[other])]
    if (!(value > limit)) return
    const more =
      isSurelyMore(value - limit, Math.abs(value) + Math.abs(limit), tolerance) ??
      isExactlyMore([term(values[field]!), term(values[other]!, true)], tolerance)
    if (more) found(field)
  }
}

function product({ field, of, percent = [], tolerance }: Of<'product'>): RowFinder {
  const factors = [...of, ...percent]
  return (values, visit, found) => {
    const value = visit.number(values[field])
    let expected = 1
    for (const name of factors) expected *= visit.number(values[name])
    expected /= 100 ** percent.length
    const difference = value - expected
    if (Number.isNaN(difference)) return
    let more = isSurelyMore(difference, Math.abs(value) + Math.abs(expected), tolerance)
    if (more === null) {
      const times = {
        factors: factors.map((name) => values[name]!),
        percents: percent.length,
        negative: true,
      }
      more = isExactlyMore([term(values[field]!), times], tolerance)
    }
    if (more) found(field)
  }
}

function sum({ field, plus, minus = [], tolerance }: Of<'sum'>): RowFinder {
  const parts = [...plus, ...minus]
  return (values, visit, found) => {
    const value = visit.number(values[field])
    let difference = value
    let size = Math.abs(value)
    for (let n = 0; n < parts.length; n++) {
      const part = visit.number(values[parts[n]!])
      difference += n < plus.length ? -part : part
      size += Math.abs(part)
    }
    if (Number.isNaN(difference)) return
    let more = isSurelyMore(difference, size, tolerance)
    if (more === null) {
      const terms = parts.map((name, n) => term(values[name]!, n < plus.length))
      more = isExactlyMore([term(values[field]!), ...terms], tolerance)
    }
    if (more) found(field)
  }
}

const isTime = /^\d{8}(?:\d{4})?$/

function time({ field, must, than, day, list }: Of<'time'>): RowFinder {
  const early = must === 'not-before'
  return (values, visit, found) => {
    const value = values[field]
    if (value === undefined) return
    const limit = than === 'now' ? visit.now : (than.of ? visit.summary : values)[than.field]
    if (limit === undefined || !isTime.test(limit)) return
    if (!list || !value.includes(';')) {
      if (isOut(value, limit, early, day === true)) found(field)
    } else if (partsOf(value).some((part) => isOut(part, limit, early, day === true))) found(field)
  }
}

/** A day and a time can only be compared as days. */
function isOut(value: string, limit: string, early: boolean, day: boolean): boolean {
  if (!isTime.test(value)) return false
  if (!day && value.length === 12 && limit.length === 12) return early ? value < limit : value > limit
  const [a, b] = [value.slice(0, 8), limit.slice(0, 8)]
  return early ? a < b : a > b
}
