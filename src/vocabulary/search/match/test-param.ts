import type { Condition, Modifier, SearchParam, SearchValue } from '../search.types.ts'
import { compileWalk, type Json, type Place, placeOf } from '../values/walk.ts'
import { ending, type Probe, type ValueTest } from './probe.ts'
import {
  codeSetTest,
  codeTest,
  displayTest,
  referenceTest,
  typedIdentifierTest,
  uriTest,
} from './test-code.ts'
import { dateRangeTest, dateTest, measureTest, nearTest, overlapTest } from './test-range.ts'
import { endTest, stringTest } from './test-string.ts'

export type ResourceTest = (resource: Json, base: string | undefined) => boolean

/** Has a parameter any value that passes? `test` makes the question for a data type. */
function anyValue(param: SearchParam, test: (place: Place) => ValueTest): ResourceTest {
  const walks = param.walks.map((walk) => {
    const place = placeOf(walk)
    return compileWalk<Probe>(place.path, ending(test(place)))
  })
  return (resource, base) => {
    const probe: Probe = { found: false, base }
    for (const walk of walks) {
      walk(resource, resource, probe)
      if (probe.found) return true
    }
    return false
  }
}

export function paramTest(condition: Extract<Condition, { kind: 'param' }>): ResourceTest {
  const { param, modifier, values, codes } = condition
  const test = codes
    ? anyValue(param, ({ type }) => codeSetTest(type, codes))
    : param.type === 'composite'
      ? compositeTest(param, values)
      : anyValue(param, ({ type }) => anyOf(values.map((value) => valueTest(param, type, value, modifier))))
  return modifier === 'not' || modifier === 'not-in' ? (resource, base) => !test(resource, base) : test
}

const anyOf = (tests: readonly ValueTest[]): ValueTest =>
  tests.length === 1 ? tests[0]! : (value, base) => tests.some((test) => test(value, base))

/** Does one value of a data type answer one value that was asked? */
function valueTest(
  param: SearchParam,
  type: string,
  asked: SearchValue,
  modifier: Modifier | null,
): ValueTest {
  switch (asked.kind) {
    case 'token':
      return modifier === 'text' ? displayTest(type, asked) : codeTest(type, asked)
    case 'of-type':
      return type === 'Identifier' ? typedIdentifierTest(asked) : () => false
    case 'reference':
      return referenceTest(type, asked, modifier, param.targets)
    case 'uri':
      return uriTest(asked.uri, modifier, type === 'canonical')
    case 'string':
      return stringTest(type, asked, modifier)
    case 'date':
      return dateTest(type, dateRangeTest(asked))
    case 'number':
    case 'quantity':
      return measureTest(type, asked)
    case 'near':
      return nearTest(asked)
    case 'composite':
      return () => false
  }
}

/** All parts must hold of values in one and the same element (FHIR R4 3.1.1.4.9). */
function compositeTest(param: SearchParam, values: readonly SearchValue[]): ResourceTest {
  const choices = values.flatMap((value) => (value.kind === 'composite' ? [value.parts] : []))
  const tests = choices.map((parts) => param.components.map((component, i) => partTest(component, parts[i]!)))
  const walks = param.walks.map((walk) =>
    compileWalk<Probe>(placeOf(walk).path, (node, root, probe) => {
      probe.found ||= tests.some((parts) => parts.every((part) => part(node, root, probe.base)))
    }),
  )
  return (resource, base) => {
    const probe: Probe = { found: false, base }
    for (const walk of walks) walk(resource, resource, probe)
    return probe.found
  }
}

function partTest(component: SearchParam, asked: SearchValue) {
  const walks = component.walks.map((walk) => {
    const { path, type } = placeOf(walk)
    return compileWalk<Probe>(path, ending(valueTest(component, type, asked, null)))
  })
  return (node: unknown, root: Json, base: string | undefined): boolean => {
    const probe: Probe = { found: false, base }
    for (const walk of walks) walk(node, root, probe)
    return probe.found
  }
}

/** What only `_filter` asks. */
export function lookTest({ param, operator, value }: Extract<Condition, { kind: 'look' }>): ResourceTest {
  return anyValue(param, ({ type }) => {
    if (operator === 'ends') return value.kind === 'string' ? endTest(type, value) : () => false
    if (operator === 'overlaps')
      return value.kind === 'date' ? dateTest(type, overlapTest(value)) : () => false
    const same = valueTest(param, type, value.kind === 'string' ? { ...value, isWhole: true } : value, null)
    return (each, base) => !same(each, base)
  })
}
