import { isA, typeDef } from '#vocabulary/definitions'
import { childrenOf, type Element, isObject } from './element.ts'
import type { Criteria, Operand, Step } from './parse-path.ts'
import { patchProblems } from './patch.problems.ts'
import type { Work } from './work.ts'

/** The elements a path leads to, starting from a resource or, inside `where`, from an element. */
export function select(steps: readonly Step[], from: Element, work: Work): Element[] {
  let found = [from]
  steps.forEach((step, i) => {
    // `Patient.name`, `Resource.id`: the first name may be the type of what the path starts from.
    const isOwnType = i === 0 && step.kind === 'name' && typeDef(step.name) && isA(from.type, step.name)
    if (isOwnType) return
    found = take(step, found, work)
    work.spend(found.length + 1)
  })
  return found
}

function take(step: Step, from: Element[], work: Work): Element[] {
  switch (step.kind) {
    case 'this':
      return from
    case 'name':
      return children(from, step.name, work)
    case 'extension':
      return children(from, 'extension', work).filter(
        ({ value }) => isObject(value) && value.url === step.url,
      )
    case 'index':
      return from.slice(step.index, step.index + 1)
    case 'first':
      return from.slice(0, 1)
    case 'last':
      return from.slice(-1)
    case 'single':
      if (from.length > 1) work.refuse(patchProblems.severalFound)
      return from
    case 'ofType':
      return from.filter((element) => typeDef(element.type) && isA(element.type, step.type))
    case 'where':
      return from.filter((element) => holds(step.criteria!, element, work))
    case 'exists': {
      const { criteria } = step
      return truth(criteria ? from.some((each) => holds(criteria, each, work)) : from.length > 0)
    }
    case 'empty':
      return truth(from.length === 0)
    case 'not':
      return from.length === 1 ? truth(from[0]!.value === false) : []
  }
}

function children(from: readonly Element[], name: string, work: Work): Element[] {
  const found = from.flatMap((element) => childrenOf(element, name))
  work.spend(found.length)
  return found
}

const truth = (value: boolean): Element[] => [{ type: 'boolean', value, extra: null, place: null }]

function holds(criteria: Criteria, element: Element, work: Work): boolean {
  switch (criteria.kind) {
    case 'and':
      return criteria.of.every((each) => holds(each, element, work))
    case 'or':
      return criteria.of.some((each) => holds(each, element, work))
    case 'holds': {
      const values = valuesOf(criteria.operand, element, work)
      return values.length === 1 && values[0] === true
    }
    default: {
      const left = valuesOf(criteria.left, element, work)
      const right = valuesOf(criteria.right, element, work)
      // In FHIRPath comparing with nothing is nothing, which `where` takes for false.
      if (left.length === 0 || right.length === 0) return false
      const same = left.length === right.length && left.every((value, i) => value === right[i])
      return same === (criteria.kind === '=')
    }
  }
}

const valuesOf = (operand: Operand, element: Element, work: Work): unknown[] =>
  'literal' in operand
    ? [operand.literal]
    : select(operand.steps, element, work)
        .map((found) => found.value)
        .filter((value) => value !== undefined && value !== null)
