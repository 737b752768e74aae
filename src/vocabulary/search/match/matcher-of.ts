import { whereFor } from '../read/as-stored.ts'
import type { Condition, MatchEnvironment, Matcher, SearchQuery } from '../search.types.ts'
import { readDate } from '../values/dates.ts'
import type { Json } from '../values/walk.ts'
import { wordsTest } from './full-text.ts'
import { hasValue } from './has-value.ts'
import { lookTest, paramTest } from './test-param.ts'
import { dateRangeTest } from './test-range.ts'

type Test = (resource: Json, env: MatchEnvironment) => boolean

/**
 * A query as a function on parsed resources: true when it is of one of the types and every condition holds. Conditions that
 * name other resources are answered by `env.resolved`. Without an `env` the base is the one the query was read with.
 */
export function matcherOf(query: Pick<SearchQuery, 'types' | 'where'> & { readonly base?: string }): Matcher {
  const compiled = new Map<string, readonly Test[]>()
  const own: MatchEnvironment = query.base === undefined ? {} : { base: query.base }
  return (resource, env = own) => {
    const { resourceType } = resource
    if (typeof resourceType !== 'string' || !query.types.includes(resourceType)) return false
    let tests = compiled.get(resourceType)
    if (!tests) {
      tests = whereFor(query, resourceType).map(compile)
      compiled.set(resourceType, tests)
    }
    for (let i = 0; i < tests.length; i++) if (!tests[i]!(resource, env)) return false
    return true
  }
}

function compile(condition: Condition): Test {
  switch (condition.kind) {
    case 'and': {
      const of = condition.of.map(compile)
      return (resource, env) => of.every((test) => test(resource, env))
    }
    case 'or': {
      const of = condition.of.map(compile)
      return (resource, env) => of.some((test) => test(resource, env))
    }
    case 'not': {
      const of = compile(condition.of)
      return (resource, env) => !of(resource, env)
    }
    case 'param': {
      const test = paramTest(condition)
      return (resource, env) => test(resource, env.base)
    }
    case 'look': {
      const test = lookTest(condition)
      return (resource, env) => test(resource, env.base)
    }
    case 'missing': {
      const test = hasValue(condition.param)
      return (resource, env) => test(resource, env.base) !== condition.missing
    }
    case 'id':
      return (resource) => condition.ids.includes(resource.id as string)
    case 'lastUpdated':
      return lastUpdated(condition.value)
    case 'text':
    case 'content':
      return wordsTest(condition.kind, condition.words)
    case 'compartment':
      return compartment(condition)
    case 'chain':
    case 'has':
    case 'list':
      return resolved(condition)
  }
}

function lastUpdated(value: Extract<Condition, { kind: 'lastUpdated' }>['value']): Test {
  const test = dateRangeTest(value)
  return ({ meta }) => {
    const text = typeof meta === 'object' && meta !== null ? (meta as Json).lastUpdated : undefined
    const written = typeof text === 'string' ? readDate(text) : null
    return written !== null && test({ lo: written.at, hi: written.at })
  }
}

function compartment({ type, id, params }: Extract<Condition, { kind: 'compartment' }>): Test {
  const values = [{ kind: 'reference', type, id } as const]
  const tests = params.map((param) => ({
    base: param.base,
    test: paramTest({ kind: 'param', param, modifier: null, values }),
  }))
  return (resource, env) => {
    // A compartment holds the resource it is named after.
    if (resource.resourceType === type && resource.id === id) return true
    return tests.some(({ base, test }) => base === resource.resourceType && test(resource, env.base))
  }
}

const resolved =
  (condition: Condition): Test =>
  (resource, env) => {
    const answer = env.resolved?.get(condition)
    if (!answer) throw new Error(`search: nobody resolved a condition of kind ${condition.kind}`)
    return answer(resource as Record<string, unknown>)
  }
