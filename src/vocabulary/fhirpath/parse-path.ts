import { fail, ok, type Result } from '#foundation/result'
import type { BinaryOperator, Expression, LiteralType, TypeName } from './expression.types.ts'
import { fhirPathProblems } from './fhirpath.problems.ts'
import { SyntaxFault, type Token, tokensOf } from './tokens.ts'

const maxLength = 32_768
/** Of nesting, and of operators in a row: every level is a level of the compiler's recursion, too. */
const maxDepth = 400

class TooDeep extends Error {}

/** Reads an expression; the problem names the position of what was not understood. */
export function parseFhirPath(text: string): Result<Expression> {
  if (text.length > maxLength) return fail(fhirPathProblems.tooLong(maxLength))
  try {
    const parser = new Parser(tokensOf(text))
    const expression = parser.binary(0)
    parser.expectEnd()
    return ok(expression)
  } catch (error) {
    if (error instanceof SyntaxFault) return fail(fhirPathProblems.syntax(error.at, error.found))
    if (error instanceof TooDeep) return fail(fhirPathProblems.tooLong(maxDepth))
    throw error
  }
}

/** N1 2.0 section 8.2: the later, the tighter; `is` and `as` stand between `|` and `+`. */
const levels: readonly (readonly string[])[] = [
  ['implies'],
  ['or', 'xor'],
  ['and'],
  ['in', 'contains'],
  ['=', '~', '!=', '!~'],
  ['<', '<=', '>', '>='],
  ['|'],
  ['is', 'as'],
  ['+', '-', '&'],
  ['*', '/', 'div', 'mod'],
]
const levelOf = new Map(levels.flatMap((operators, level) => operators.map((each) => [each, level])))
const reserved = new Set(['implies', 'or', 'xor', 'and', 'div', 'mod', 'true', 'false'])
const calendarUnit = /^(?:year|month|week|day|hour|minute|second|millisecond)s?$/

class Parser {
  readonly tokens: readonly Token[]
  at = 0
  depth = 0

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }

  get token(): Token {
    return this.tokens[this.at]!
  }

  fault(token = this.token): SyntaxFault {
    return new SyntaxFault(token.at, token.text)
  }

  isSymbol(text: string): boolean {
    return this.token.kind === 'symbol' && this.token.text === text
  }

  expect(symbol: string): void {
    if (!this.isSymbol(symbol)) throw this.fault()
    this.at++
  }

  expectEnd(): void {
    if (this.token.kind !== 'end') throw this.fault()
  }

  deeper<T>(parse: () => T): T {
    if (++this.depth > maxDepth) throw new TooDeep()
    const value = parse()
    this.depth--
    return value
  }

  /** Operators of this level and tighter ones, left to right. */
  binary(level: number): Expression {
    return this.deeper(() => {
      let left = this.sign()
      for (let chain = 0; ; chain++) {
        if (chain > maxDepth) throw new TooDeep()
        const { kind, text } = this.token
        const own = kind === 'symbol' || kind === 'name' ? levelOf.get(text) : undefined
        if (own === undefined || own < level) return left
        this.at++
        left =
          text === 'is' || text === 'as'
            ? { kind: 'type', operator: text, of: left, type: this.typeName() }
            : { kind: 'binary', operator: text as BinaryOperator, left, right: this.binary(own + 1) }
      }
    })
  }

  sign(): Expression {
    if (!this.isSymbol('-') && !this.isSymbol('+')) return this.chain()
    const operator = this.token.text as '+' | '-'
    this.at++
    return this.deeper(() => ({ kind: 'sign', operator, of: this.sign() }))
  }

  /** A term with its invocations and indexers. */
  chain(): Expression {
    let left = this.term()
    for (let length = 0; ; length++) {
      if (length > maxDepth) throw new TooDeep()
      if (this.isSymbol('.')) {
        this.at++
        left = this.invocation(left)
      } else if (this.isSymbol('[')) {
        this.at++
        left = { kind: 'index', of: left, index: this.binary(0) }
        this.expect(']')
      } else return left
    }
  }

  term(): Expression {
    const token = this.token
    switch (token.kind) {
      case 'string':
        this.at++
        return { kind: 'literal', type: 'String', text: token.text }
      case 'number':
        this.at++
        return this.numberOrQuantity(token.text)
      case 'Date':
      case 'DateTime':
      case 'Time':
        this.at++
        return { kind: 'literal', type: token.kind satisfies LiteralType, text: token.text }
      case 'variable':
        this.at++
        return { kind: 'variable', name: token.text }
      case 'symbol':
        return this.grouped()
      case 'name':
        if (token.text === 'true' || token.text === 'false') {
          this.at++
          return { kind: 'literal', type: 'Boolean', text: token.text }
        }
        if (reserved.has(token.text)) throw this.fault()
        return this.invocation(null)
      default:
        return this.invocation(null)
    }
  }

  grouped(): Expression {
    if (this.isSymbol('{')) {
      this.at++
      this.expect('}')
      return { kind: 'empty' }
    }
    this.expect('(')
    const inner = this.binary(0)
    this.expect(')')
    return inner
  }

  numberOrQuantity(text: string): Expression {
    const { kind, text: unit } = this.token
    if (kind === 'string') {
      this.at++
      return { kind: 'quantity', text, unit, isCalendar: false }
    }
    if (kind === 'name' && calendarUnit.test(unit)) {
      this.at++
      return { kind: 'quantity', text, unit, isCalendar: true }
    }
    return { kind: 'literal', type: text.includes('.') ? 'Decimal' : 'Integer', text }
  }

  invocation(of: Expression | null): Expression {
    const token = this.token
    this.at++
    if (token.kind === 'special') {
      if (token.text === 'this') return { kind: 'this' }
      if (token.text === 'index') return { kind: 'position' }
      if (token.text === 'total') return { kind: 'total' }
      throw this.fault(token)
    }
    if (token.kind !== 'name' && token.kind !== 'quoted') throw this.fault(token)
    if (!this.isSymbol('(')) return { kind: 'member', of, name: token.text }
    this.at++
    const args: Expression[] = []
    if (!this.isSymbol(')')) {
      args.push(this.binary(0))
      while (this.isSymbol(',')) {
        this.at++
        args.push(this.binary(0))
      }
    }
    this.expect(')')
    return { kind: 'call', of, name: token.text, args }
  }

  typeName(): TypeName {
    const first = this.identifier()
    if (!this.isSymbol('.') || (first !== 'FHIR' && first !== 'System'))
      return { namespace: null, name: first }
    this.at++
    return { namespace: first, name: this.identifier() }
  }

  identifier(): string {
    const { kind, text } = this.token
    if (kind !== 'name' && kind !== 'quoted') throw this.fault()
    this.at++
    return text
  }
}
