import { isA, typeDef } from '#vocabulary/definitions'
import { type Arithmetic, calculate } from './arithmetic.ts'
import { memberReader } from './children.ts'
import { CompileFault } from './compile-fault.ts'
import { compileTest, testOf } from './compile-test.ts'
import type { Compiler } from './compiler.types.ts'
import { compareNodes, distinct, equalNodes, equivalentCollections } from './equality.ts'
import type { Expression } from './expression.types.ts'
import { functions } from './functions.ts'
import { momentOf, timeOf } from './moment.ts'
import { FhirPathError } from './path.types.ts'
import { isolated, type Step, spend } from './scope.ts'
import { one } from './singleton.ts'
import { isType, typeTest } from './types.ts'
import {
  aDate,
  aDateTime,
  aDecimal,
  anInteger,
  aQuantity,
  aString,
  aTime,
  booleanOf,
  kindOf,
  type Node,
  type Nodes,
  no,
  nothing,
  type SystemQuantity,
  yes,
} from './value.ts'
import { isStandardVariable, variableStep } from './variables.ts'

export function compilerFor(variables: readonly string[] | undefined): Compiler {
  const compiler: Compiler = {
    variables: variables && new Set(variables),
    compile: (expression) => compileExpression(expression, compiler),
    test: (expression) => testOf(expression, compiler),
  }
  return compiler
}

const focus: Step = (scope) => scope.focus

function compileExpression(e: Expression, c: Compiler): Step {
  if (e.kind === 'binary' || e.kind === 'call') {
    const test = compileTest(e, c)
    if (test) return (scope) => booleanOf(test(scope))
  }
  switch (e.kind) {
    case 'empty':
      return () => nothing
    case 'literal':
    case 'quantity': {
      const value: Nodes = [literal(e)]
      return () => value
    }
    case 'variable':
      if (c.variables && !c.variables.has(e.name) && !isStandardVariable(e.name)) {
        throw new CompileFault(`biến %${e.name} chưa được khai báo`)
      }
      return variableStep(e.name)
    case 'this':
      return focus
    case 'position':
      return (scope) => [anInteger(scope.position)]
    case 'total':
      return (scope) => scope.total
    case 'member':
      return member(e.name, e.of, c)
    case 'call':
      return call(e, c)
    case 'index':
      return indexer(c.compile(e.of), c.compile(e.index))
    case 'sign':
      return sign(e.operator, c.compile(e.of))
    case 'type': {
      const test = typeTest(e.type)
      if (!test) throw new CompileFault(`không có kiểu ${e.type.name}`)
      const of = c.compile(e.of)
      if (e.operator === 'is') return (scope) => isType(of(scope), test)
      return (scope) => of(scope).filter(test)
    }
    default:
      return binary(e, c)
  }
}

function literal(e: Extract<Expression, { kind: 'literal' | 'quantity' }>): Node {
  if (e.kind === 'quantity') {
    const unit = e.isCalendar ? e.unit.replace(/s$/, '') : e.unit
    return aQuantity(Number(e.text), unit, e.text)
  }
  switch (e.type) {
    case 'Boolean':
      return e.text === 'true' ? yes[0]! : no[0]!
    case 'String':
      return aString(e.text)
    case 'Integer':
      return anInteger(Number(e.text))
    case 'Decimal':
      return aDecimal(Number(e.text), e.text)
    case 'Time':
      if (!timeOf(e.text)) throw new CompileFault(`không có giờ ${e.text}`)
      return aTime(e.text)
    default:
      if (!momentOf(e.text)) throw new CompileFault(`không có ngày ${e.text}`)
      return e.type === 'Date' ? aDate(e.text) : aDateTime(e.text)
  }
}

function member(name: string, of: Expression | null, c: Compiler): Step {
  // A path may begin with the type it starts from: `Patient.name`, `Resource.id`.
  if (of === null && /^[A-Z]/.test(name) && typeDef(name)) {
    return (scope) => scope.focus.filter((node) => isA(node.type, name))
  }
  const read = memberReader(name)
  const from = of ? c.compile(of) : focus
  return (scope) => {
    const input = from(scope)
    if (input.length === 0) return nothing
    const found: Node[] = []
    for (let i = 0; i < input.length; i++) read(input[i]!, found)
    spend(scope, found.length + 1)
    return found
  }
}

function call(e: Extract<Expression, { kind: 'call' }>, c: Compiler): Step {
  const definition = functions.get(e.name)
  if (!definition) throw new CompileFault(`không có hàm ${e.name}()`)
  const { length } = e.args
  if (length < definition.least || length > definition.most) {
    throw new CompileFault(
      `hàm ${e.name}() nhận ${definition.least}–${definition.most} tham số, không phải ${length}`,
    )
  }
  const apply = definition.make(e.args, c)
  if (!e.of) return (scope) => apply(scope.focus, scope)
  const of = c.compile(e.of)
  return (scope) => apply(of(scope), scope)
}

function indexer(of: Step, index: Step): Step {
  return (scope) => {
    const input = of(scope)
    const at = one(index(scope))
    if (!at) return nothing
    if (kindOf(at) !== 'number') throw new FhirPathError('chỉ số phải là số nguyên')
    const found = input[at.value as number]
    return found ? [found] : nothing
  }
}

function sign(operator: '+' | '-', of: Step): Step {
  return (scope) => {
    const node = one(of(scope))
    if (!node) return nothing
    const kind = kindOf(node)
    if (kind !== 'number' && kind !== 'quantity') throw new FhirPathError(`dấu ${operator} chỉ đứng trước số`)
    if (operator === '+') return [node]
    if (kind === 'quantity') {
      const { value, unit } = node.value as SystemQuantity
      return [aQuantity(-value, unit)]
    }
    const text =
      node.text === undefined ? undefined : node.text.startsWith('-') ? node.text.slice(1) : `-${node.text}`
    const isDecimal = node.type === 'decimal' || node.type === 'System.Decimal'
    return [isDecimal ? aDecimal(-(node.value as number), text) : anInteger(-(node.value as number))]
  }
}

function binary(e: Extract<Expression, { kind: 'binary' }>, c: Compiler): Step {
  const left = isolated(c.compile(e.left))
  const right = isolated(c.compile(e.right))
  const operator = e.operator
  switch (operator) {
    case '~':
      return (scope) => booleanOf(equivalentCollections(left(scope), right(scope)))
    case '!~':
      return (scope) => booleanOf(!equivalentCollections(left(scope), right(scope)))
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(operator, left, right)
    case '|': {
      const step: Step = (scope) => {
        const both = [...left(scope), ...right(scope)]
        spend(scope, both.length)
        return distinct(both)
      }
      return foldedUnion(e) ? once(step) : step
    }
    case 'in':
      return (scope) => membership(left(scope), right(scope))
    case 'contains':
      return (scope) => membership(right(scope), left(scope))
    default:
      return (scope) => calculate(operator as Arithmetic, left(scope), right(scope))
  }
}

/** `('a' | 'b')` is the same every time. */
function foldedUnion(e: Expression): boolean {
  if (e.kind === 'literal') return true
  return e.kind === 'binary' && e.operator === '|' && foldedUnion(e.left) && foldedUnion(e.right)
}

function once(step: Step): Step {
  let value: Nodes | undefined
  return (scope) => {
    value ??= step(scope)
    return value
  }
}

function membership(item: Nodes, among: Nodes): Nodes {
  const node = one(item)
  if (!node) return nothing
  for (let i = 0; i < among.length; i++) if (equalNodes(node, among[i]!)) return yes
  return no
}

function comparison(operator: '<' | '<=' | '>' | '>=', left: Step, right: Step): Step {
  const wants =
    operator === '<'
      ? (order: number) => order < 0
      : operator === '<='
        ? (order: number) => order <= 0
        : operator === '>'
          ? (order: number) => order > 0
          : (order: number) => order >= 0
  return (scope) => {
    const a = one(left(scope))
    const b = one(right(scope))
    if (!a || !b) return nothing
    const order = compareNodes(a, b)
    return order === undefined ? nothing : booleanOf(wants(order))
  }
}
