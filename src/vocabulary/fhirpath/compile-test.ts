import { memberProbe, memberText } from './children.ts'
import type { Compiler, Test } from './compiler.types.ts'
import { equalCollections } from './equality.ts'
import type { Expression } from './expression.types.ts'
import { isolated } from './scope.ts'
import { truth } from './singleton.ts'
import { aString, type Nodes } from './value.ts'

type Binary = Extract<Expression, { kind: 'binary' }>
type Call = Extract<Expression, { kind: 'call' }>

/**
 * A condition, compiled to answer yes, no or nothing (undefined) without making collections of them: what rules and
 * `where` are made of. null: the expression is no condition that we know a shorter way for.
 */
export function compileTest(e: Expression, c: Compiler): Test | null {
  if (e.kind === 'literal' && e.type === 'Boolean') {
    const value = e.text === 'true'
    return () => value
  }
  if (e.kind === 'binary') return binaryTest(e, c)
  if (e.kind !== 'call' || e.args.length > 0) return null
  switch (e.name) {
    case 'exists':
      return existsTest(e, c)
    case 'empty': {
      const exists = existsTest(e, c)
      return exists && ((scope) => !exists(scope))
    }
    case 'not': {
      if (!e.of) return null
      const test = c.test(e.of)
      return (scope) => {
        const value = test(scope)
        return value === undefined ? undefined : !value
      }
    }
    default:
      return null
  }
}

/** Any expression as a condition, by singleton evaluation where there is no shorter way. */
export function testOf(e: Expression, c: Compiler): Test {
  const test = compileTest(e, c)
  if (test) return test
  const step = isolated(c.compile(e))
  return (scope) => truth(step(scope))
}

function existsTest({ of }: Call, c: Compiler): Test | null {
  if (of?.kind !== 'member') return null
  // `Patient.exists()` asks for the type, not for an element.
  if (of.of === null && /^[A-Z]/.test(of.name)) return null
  const probe = memberProbe(of.name)
  const from = of.of && isolated(c.compile(of.of))
  return (scope) => {
    const nodes = from ? from(scope) : scope.focus
    for (let i = 0; i < nodes.length; i++) if (probe(nodes[i]!)) return true
    return false
  }
}

function binaryTest(e: Binary, c: Compiler): Test | null {
  switch (e.operator) {
    case 'and': {
      const [left, right] = [c.test(e.left), c.test(e.right)]
      return (scope) => {
        const a = left(scope)
        if (a === false) return false
        const b = right(scope)
        return b === false ? false : a && b
      }
    }
    case 'or': {
      const [left, right] = [c.test(e.left), c.test(e.right)]
      return (scope) => {
        const a = left(scope)
        if (a) return true
        const b = right(scope)
        return b ? true : a === false && b === false ? false : undefined
      }
    }
    case 'implies': {
      const [left, right] = [c.test(e.left), c.test(e.right)]
      return (scope) => {
        const a = left(scope)
        if (a === false) return true
        const b = right(scope)
        return b ? true : a ? b : undefined
      }
    }
    case 'xor': {
      const [left, right] = [c.test(e.left), c.test(e.right)]
      return (scope) => {
        const a = left(scope)
        const b = right(scope)
        return a === undefined || b === undefined ? undefined : a !== b
      }
    }
    case '=':
    case '!=': {
      const equal = equalTest(e, c)
      if (e.operator === '=') return equal
      return (scope) => {
        const value = equal(scope)
        return value === undefined ? undefined : !value
      }
    }
    default:
      return null
  }
}

/** `system = 'http://…'` on a text is a comparison of two strings. */
function equalTest({ left, right }: Binary, c: Compiler): Test {
  const a = isolated(c.compile(left))
  const b = isolated(c.compile(right))
  if (right.kind === 'literal' && right.type === 'String' && left.kind === 'member' && left.of === null) {
    const wanted = right.text
    const literal: Nodes = [aString(wanted)]
    const read = memberText(left.name)
    return (scope) => {
      const { focus } = scope
      const found = focus.length === 1 ? read(focus[0]!) : undefined
      return found === undefined ? equalCollections(a(scope), literal) : found === wanted
    }
  }
  return (scope) => equalCollections(a(scope), b(scope))
}
