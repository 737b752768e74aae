import { type Arithmetic, calculate } from '../arithmetic.ts'
import { CompileFault } from '../compile-fault.ts'
import type { FunctionTable } from '../compiler.types.ts'
import { compareNodes } from '../equality.ts'
import { FhirPathError } from '../path.types.ts'
import { type Apply, eachItem, isolated, type Scope, spend, withFocus } from '../scope.ts'
import { one } from '../singleton.ts'
import { describedType, isType, typeNameOf, typeTest } from '../types.ts'
import { aDate, aDateTime, anInteger, aTime, Node, type Nodes, nothing } from '../value.ts'
import { isStandardVariable } from '../variables.ts'
import { plain } from './define.ts'

/** The evaluation's clock stands in Viet Nam (N1 2.0 section 5.9.1: the zone of the evaluation). */
const zone = '+07:00'
const nowOf = (scope: Scope): string => {
  scope.run.now ??= new Date()
  return new Date(scope.run.now.getTime() + 7 * 3_600_000).toISOString().slice(0, 23)
}

function textOf(nodes: Nodes): string {
  const value = one(nodes)?.value
  if (typeof value !== 'string') throw new FhirPathError('cần một chuỗi')
  return value
}

/** The sum of all, or the least or greatest of them. */
const folded =
  (operator: Arithmetic | '<' | '>'): Apply =>
  (input, scope) => {
    spend(scope, input.length)
    let total: Nodes = input.slice(0, 1)
    for (const node of input.slice(1)) {
      if (operator === '<' || operator === '>') {
        const order = compareNodes(node, total[0]!)
        if (order === undefined) return nothing
        if (operator === '<' ? order < 0 : order > 0) total = [node]
      } else total = calculate(operator, total, [node])
      if (total.length === 0) return nothing
    }
    return total
  }
const sum = folded('+')

/** N1 2.0 sections 5.9, 6.3, 6.4 and 7, and `defineVariable`, `sum`, `min`, `max`, `avg` of the draft after it. */
export const utility: FunctionTable = {
  iif: {
    least: 2,
    most: 3,
    make: (args, compiler) => {
      const [criterion, ...branches] = args
      const test = compiler.test(criterion!)
      const [whenTrue, otherwise] = branches.map((each) => compiler.compile(each))
      return (input, scope) =>
        withFocus(input, scope, (inner) => {
          if (test(inner)) return whenTrue!(inner)
          return otherwise ? otherwise(inner) : nothing
        })
    },
  },
  trace: {
    least: 1,
    most: 2,
    make: ([label, projection], compiler) => {
      const name = compiler.compile(label!)
      const step = projection && isolated(compiler.compile(projection))
      return (input, scope) => {
        const { trace } = scope.run.env
        if (trace) {
          const seen: Node[] = []
          if (step) eachItem(input, scope, step, (result) => void seen.push(...result))
          trace(textOf(name(scope)), step ? seen : input)
        }
        return input
      }
    },
  },
  aggregate: {
    least: 1,
    most: 2,
    make: ([aggregator, initial], compiler) => {
      const step = compiler.compile(aggregator!)
      const start = initial && compiler.compile(initial)
      return (input, scope) => {
        const { total } = scope
        scope.total = start ? start(scope) : nothing
        eachItem(input, scope, step, (result) => {
          scope.total = result
          spend(scope, result.length)
        })
        const result = scope.total
        scope.total = total
        return result
      }
    },
  },
  sum: plain(sum),
  min: plain(folded('<')),
  max: plain(folded('>')),
  avg: plain((input, scope) => {
    if (input.length === 0) return nothing
    return calculate('/', sum(input, scope), [anInteger(input.length)])
  }),
  defineVariable: {
    least: 1,
    most: 2,
    make: ([label, expression], compiler) => {
      if (label?.kind !== 'literal' || label.type !== 'String') {
        throw new CompileFault('defineVariable() cần tên biến viết sẵn')
      }
      const name = label.text
      if (isStandardVariable(name)) throw new CompileFault(`biến %${name} đã có nghĩa riêng`)
      const promised = compiler.variables as Set<string> | undefined
      promised?.add(name)
      const step = expression && compiler.compile(expression)
      return (input, scope) => {
        for (let at = scope.defined; at; at = at.next) {
          if (at.name === name) throw new FhirPathError(`biến %${name} khai báo hai lần`)
        }
        const values = step ? withFocus(input, scope, step) : input
        scope.defined = { name, values, next: scope.defined }
        return input
      }
    },
  },
  now: plain((_, scope) => [aDateTime(nowOf(scope) + zone)]),
  today: plain((_, scope) => [aDate(nowOf(scope).slice(0, 10))]),
  timeOfDay: plain((_, scope) => [aTime(nowOf(scope).slice(11, 23))]),
  is: {
    least: 1,
    most: 1,
    make: ([argument]) => {
      const name = typeNameOf(argument!)
      const test = name && typeTest(name)
      if (!test) throw new CompileFault('is() cần tên một kiểu')
      return (input) => isType(input, test)
    },
  },
  /** Also of several values: the search parameters and dom-3 of R4 use it so. */
  as: {
    least: 1,
    most: 1,
    make: ([argument]) => {
      const name = typeNameOf(argument!)
      const test = name && typeTest(name)
      if (!test) throw new CompileFault('as() cần tên một kiểu')
      return (input) => (input.length === 0 ? nothing : input.filter(test))
    },
  },
  type: plain((input) =>
    input.map(
      (node) =>
        new Node(describedType(node.type), 'System.ClassInfo', undefined, undefined, '', -1, undefined),
    ),
  ),
}
