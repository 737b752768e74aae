import { paramOf, storedAs } from '../load-params.ts'
import type { Condition, SearchParam, SearchQuery } from '../search.types.ts'

/** Conditions on parameters that others answer, as conditions on those: `combo-code` is `code` or `component-code`. */
export function asStored(condition: Condition): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { ...condition, of: condition.of.map(asStored) }
    case 'not':
      return { ...condition, of: asStored(condition.of) }
    case 'has':
      return {
        ...condition,
        ...{ param: storedAs(condition.param)[0]!, inner: condition.inner.map(asStored) },
      }
    case 'chain': {
      const targets = condition.targets.map(({ type, inner }) => ({ type, inner: inner.map(asStored) }))
      return spread({ ...condition, targets }, condition.param, false)
    }
    case 'param': {
      const isNone = condition.modifier === 'not' || condition.modifier === 'not-in'
      return spread(condition, condition.param, isNone)
    }
    case 'missing':
      return spread(condition, condition.param, condition.missing)
    case 'look':
      return spread(condition, condition.param, false)
    default:
      return condition
  }
}

function spread<C extends Condition>(condition: C, param: SearchParam, isAnd: boolean): Condition {
  if (param.answeredBy.length === 0) return condition
  const of = storedAs(param).map((each) => ({ ...condition, param: each }))
  return of.length === 1 ? of[0]! : { kind: isAnd ? 'and' : 'or', of }
}

const rebased = new WeakMap<Condition, Map<string, Condition>>()

/**
 * The conditions of a query for one of its types. A search of several types is read with the parameters of the first;
 * each type has its own bits, numbers and columns. The same objects each time, so that answers can be kept by condition.
 */
export function whereFor(query: Pick<SearchQuery, 'types' | 'where'>, type: string): readonly Condition[] {
  if (query.types.length <= 1) return query.where
  return query.where.map((condition) => {
    const known = rebased.get(condition) ?? new Map<string, Condition>()
    rebased.set(condition, known)
    const made = known.get(type) ?? asStored(rebase(condition, type))
    known.set(type, made)
    return made
  })
}

function rebase(condition: Condition, type: string): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { ...condition, of: condition.of.map((each) => rebase(each, type)) }
    case 'not':
      return { ...condition, of: rebase(condition.of, type) }
    case 'compartment':
      return { ...condition, params: condition.params.filter((param) => param.base === type) }
    case 'param':
    case 'missing':
    case 'look':
    case 'chain':
      return { ...condition, param: paramOf(type, condition.param.code) ?? condition.param }
    default:
      return condition
  }
}
