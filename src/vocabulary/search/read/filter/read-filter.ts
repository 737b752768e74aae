import { isSearchType, paramOf } from '../../load-params.ts'
import { searchProblems } from '../../search.problems.ts'
import type { Condition, SearchParam, SearchValue } from '../../search.types.ts'
import { readCoded } from '../read-coded.ts'
import { readCondition } from '../read-condition.ts'
import { readValue, string } from '../read-value.ts'
import { isFinal, mostDepth, type Outcome, type Reading, refused, understood } from '../reading.ts'
import { FilterFault, type FilterNode, FilterParser, type PathStep } from './parse-filter.ts'

type Comparison = Extract<FilterNode, { kind: 'compare' }>

/** `_filter`: a part that is not understood cannot be left out of a whole, so everything unknown is a problem. */
export function readFilter(reading: Reading, type: string, text: string): Outcome {
  try {
    return conditionOf(reading, type, new FilterParser(text.trim()).parse(), 0)
  } catch (error) {
    if (error instanceof FilterFault) return refused(searchProblems.filter(error.at))
    throw error
  }
}

function conditionOf(reading: Reading, type: string, node: FilterNode, depth: number): Outcome {
  if (node.kind === 'not') {
    const inner = conditionOf(reading, type, node.of, depth)
    return inner.kind === 'condition' ? understood({ kind: 'not', of: inner.condition }) : inner
  }
  if (node.kind === 'compare') return comparison(reading, type, node, depth)
  const left = conditionOf(reading, type, node.left, depth)
  if (left.kind !== 'condition') return left
  const right = conditionOf(reading, type, node.right, depth)
  if (right.kind !== 'condition') return right
  const { condition } = left
  // `a and b and c` is one list, not a tower.
  const of = condition.kind === node.kind ? [...condition.of, right.condition] : [condition, right.condition]
  return understood({ kind: node.kind, of })
}

function comparison(reading: Reading, type: string, node: Comparison, depth: number): Outcome {
  const full = reading.count()
  if (full) return refused(full)
  const [step, ...rest] = node.path
  const [code = '', target] = step!.name.split(':')
  const param = paramOf(type, code)
  if (!param || (target !== undefined && !isSearchType(target)))
    return refused(searchProblems.filterParam(step!.name))
  if (rest.length > 0 || step!.filter)
    return through(reading, param, target, step!, { ...node, path: rest }, depth)
  return compare(reading, type, param, node)
}

/** `subject:Patient.name co "x"`, `subject[active eq true].name co "x"`: a chain, both must hold of one target. */
function through(
  reading: Reading,
  param: SearchParam,
  target: string | undefined,
  { filter, name }: PathStep,
  rest: Comparison,
  depth: number,
): Outcome {
  if (depth >= mostDepth) return refused(searchProblems.tooDeep('_filter', mostDepth))
  const types = target === undefined ? param.targets : [target]
  if (param.type !== 'reference' || rest.path.length === 0) return refused(searchProblems.filterParam(name))
  if (types.length === 0) return refused(searchProblems.chainType('_filter'))
  const targets = []
  let other: Outcome | undefined
  for (const type of types) {
    const inner: Condition[] = []
    let isWhole = true
    for (const node of filter ? [filter, rest] : [rest]) {
      const outcome = conditionOf(reading, type, node, depth + 1)
      if (outcome.kind === 'condition') inner.push(outcome.condition)
      else {
        if (isFinal(outcome)) return outcome
        other = outcome
        isWhole = false
      }
    }
    if (isWhole) targets.push({ type, inner })
  }
  return targets.length > 0 ? understood({ kind: 'chain', param, targets }) : other!
}

/** Comparisons that are prefixes of ordinary searches. */
const asPrefix: ReadonlySet<string> = new Set(['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'ap', 'sa', 'eb'])
const ordered: ReadonlySet<string> = new Set(['number', 'date', 'quantity'])
const coded = { in: 'in', ni: 'not-in', ss: 'above', sb: 'below' } as const

function compare(reading: Reading, type: string, param: SearchParam, node: Comparison): Outcome {
  const { operator, value } = node
  const wrong = refused(searchProblems.filterOperator(param.code, operator))
  if (operator === 'pr') {
    if (value !== 'true' && value !== 'false') return refused(searchProblems.value(param.code, 'missing'))
    return understood({ kind: 'missing', param, missing: value === 'false' })
  }
  // Columns and whole texts: as in an ordinary search.
  if (param.walks.length === 0 || param.code === '_id' || param.code === '_lastUpdated') {
    const isDate = param.code === '_lastUpdated' && asPrefix.has(operator)
    if (!isDate && operator !== 'eq') return wrong
    const text = isDate ? operator + value : value
    const outcome = readCondition(reading, {
      type,
      name: param.code,
      value: text,
      whole: param.code,
      depth: 0,
    })
    return outcome.kind === 'ignored' ? wrong : outcome
  }
  if (Object.hasOwn(coded, operator) && param.type === 'token') {
    const outcome = readCoded(
      reading,
      param,
      coded[operator as keyof typeof coded],
      [escaped(value)],
      '_filter',
    )
    return outcome.kind === 'ignored' ? wrong : outcome
  }
  if (operator === 're' && param.type !== 'reference') return wrong
  const isOrdered = ordered.has(param.type)
  const text = isOrdered && asPrefix.has(operator) ? operator + value : value
  const read = readCompared(reading, param, text)
  if (!read.ok) return refused(read.problem)
  const condition = conditionFor(param, operator, read.value, isOrdered)
  return condition ? understood(condition) : wrong
}

/** A token or unit keeps its `|`; signs that separate elsewhere mean nothing in a filter. */
const escaped = (text: string) => text.replace(/[\\,$]/g, '\\$&')

function readCompared(reading: Reading, param: SearchParam, text: string) {
  const { base } = reading.options
  if (param.type === 'string') return { ok: true as const, value: string(text) }
  return readValue(param, escaped(text), { name: param.code, modifier: null, base, now: reading.now })
}

function conditionFor(
  param: SearchParam,
  operator: string,
  value: SearchValue,
  isOrdered: boolean,
): Condition | null {
  const plain = (modifier: 'exact' | 'contains' | null, asked: SearchValue = value): Condition => ({
    ...{ kind: 'param', param, modifier, values: [asked] },
  })
  const look = (of: 'ends' | 'differs' | 'overlaps'): Condition => ({
    ...{ kind: 'look', param, operator: of, value },
  })
  if (isOrdered) {
    if (operator === 'po') return param.type === 'date' ? look('overlaps') : null
    return asPrefix.has(operator) ? plain(null) : null
  }
  if (value.kind === 'string') {
    if (operator === 'eq') return plain('exact', { ...value, isWhole: true })
    if (operator === 'co') return plain('contains')
    if (operator === 'sw') return plain(null)
    return operator === 'ew' ? look('ends') : operator === 'ne' ? look('differs') : null
  }
  if (operator === 'eq' || operator === 're') return plain(null)
  return operator === 'ne' ? look('differs') : null
}
