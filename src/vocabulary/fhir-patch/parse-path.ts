/** A step from some elements to others. */
export type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'where' | 'exists'; readonly criteria: Criteria | null }
  | { readonly kind: 'ofType'; readonly type: string }
  | { readonly kind: 'extension'; readonly url: string }
  | { readonly kind: 'first' | 'last' | 'single' | 'empty' | 'not' | 'this' }

export type Operand = { readonly steps: readonly Step[] } | { readonly literal: string | number | boolean }
export type Criteria =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Criteria[] }
  | { readonly kind: '=' | '!='; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'holds'; readonly operand: Operand }

/** Thrown while parsing: no FHIRPath at all, or more of it than patches need. */
export class PathError extends Error {
  readonly isUnsupported: boolean
  constructor(isUnsupported: boolean) {
    super('path')
    this.isUnsupported = isUnsupported
  }
}

const longest = 2000
const token =
  /\s*(?:([A-Za-z_][A-Za-z0-9_]*|`(?:[^`\\]|\\.)+`)|('(?:[^'\\]|\\.)*')|(-?[0-9]+(?:\.[0-9]+)?)|(@[0-9T:.Z+-]+)|(\$this|%resource|!=|[.,()[\]=]))/y
const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', f: '\f' }

interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'date' | 'sign' | 'end'
  readonly text: string
}

/** The steps of a path; throws `PathError`. */
export function parsePath(text: string): Step[] {
  const parser = new PathParser(tokensOf(text))
  const steps = parser.path()
  parser.expect('end', '')
  return steps
}

function tokensOf(text: string): Token[] {
  if (text.length > longest) throw new PathError(true)
  const source = text.trimEnd()
  const tokens: Token[] = []
  token.lastIndex = 0
  for (let at = 0; at < source.length; at = token.lastIndex) {
    token.lastIndex = at
    const found = token.exec(source)
    // Signs FHIRPath has and patches do not need are no mistake of the sender.
    if (!found) throw new PathError(/^\s*[|+\-*/<>~&%$,{}]/.test(source.slice(at)))
    const [, name, string, number, date, sign] = found
    if (name !== undefined) tokens.push({ kind: 'name', text: name.startsWith('`') ? unquote(name) : name })
    else if (string !== undefined) tokens.push({ kind: 'string', text: unquote(string) })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number })
    else if (date !== undefined) tokens.push({ kind: 'date', text: date.replace(/^@T?/, '') })
    else tokens.push({ kind: 'sign', text: sign! })
  }
  return tokens
}

const unquote = (quoted: string): string =>
  quoted
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, hex?: string, c?: string) =>
      hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (escapes[c!] ?? c!),
    )

const end: Token = { kind: 'end', text: '' }

class PathParser {
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get #next(): Token {
    return this.#tokens[this.#at] ?? end
  }

  #is(kind: Token['kind'], text: string): boolean {
    return this.#next.kind === kind && this.#next.text === text
  }

  #accept(kind: Token['kind'], text: string): boolean {
    const is = this.#is(kind, text)
    if (is) this.#at += 1
    return is
  }

  expect(kind: Token['kind'], text: string): void {
    if (!this.#accept(kind, text)) throw new PathError(this.#next.kind === 'name')
  }

  #take(kind: Token['kind']): string {
    if (this.#next.kind !== kind) throw new PathError(false)
    const { text } = this.#next
    this.#at += 1
    return text
  }

  path(): Step[] {
    const steps: Step[] = []
    if (this.#accept('sign', '$this') || this.#accept('sign', '%resource')) steps.push({ kind: 'this' })
    else steps.push(this.#step())
    for (;;) {
      if (this.#accept('sign', '.')) steps.push(this.#step())
      else if (this.#accept('sign', '[')) {
        const index = Number(this.#take('number'))
        if (!Number.isSafeInteger(index) || index < 0) throw new PathError(false)
        steps.push({ kind: 'index', index })
        this.expect('sign', ']')
      } else return steps
    }
  }

  #step(): Step {
    const name = this.#take('name')
    if (!this.#accept('sign', '(')) return { kind: 'name', name }
    const step = this.#call(name)
    this.expect('sign', ')')
    return step
  }

  #call(name: string): Step {
    switch (name) {
      case 'where':
        return { kind: 'where', criteria: this.#criteria() }
      case 'exists':
        return { kind: 'exists', criteria: this.#is('sign', ')') ? null : this.#criteria() }
      case 'first':
      case 'last':
      case 'single':
      case 'empty':
      case 'not':
        return { kind: name }
      case 'extension':
        return { kind: 'extension', url: this.#take('string') }
      case 'ofType':
      case 'as': {
        const first = this.#take('name')
        return { kind: 'ofType', type: this.#accept('sign', '.') ? this.#take('name') : first }
      }
      default:
        throw new PathError(true)
    }
  }

  #criteria(): Criteria {
    this.#depth += 1
    if (this.#depth > 10) throw new PathError(true)
    const alternatives = [this.#conjunction()]
    while (this.#accept('name', 'or')) alternatives.push(this.#conjunction())
    this.#depth -= 1
    return alternatives.length === 1 ? alternatives[0]! : { kind: 'or', of: alternatives }
  }

  #conjunction(): Criteria {
    const parts = [this.#comparison()]
    while (this.#accept('name', 'and')) parts.push(this.#comparison())
    return parts.length === 1 ? parts[0]! : { kind: 'and', of: parts }
  }

  #comparison(): Criteria {
    if (this.#accept('sign', '(')) {
      const inner = this.#criteria()
      this.expect('sign', ')')
      return inner
    }
    const left = this.#operand()
    for (const kind of ['=', '!='] as const)
      if (this.#accept('sign', kind)) return { kind, left, right: this.#operand() }
    return { kind: 'holds', operand: left }
  }

  #operand(): Operand {
    const { kind, text } = this.#next
    if (kind === 'name' && (text === 'true' || text === 'false')) {
      this.#at += 1
      return { literal: text === 'true' }
    }
    if (kind === 'number') return { literal: Number(this.#take('number')) }
    if (kind === 'string' || kind === 'date') return { literal: this.#take(kind) }
    return { steps: this.path() }
  }
}
