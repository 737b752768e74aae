export type TokenKind =
  | 'name'
  | 'quoted'
  | 'string'
  | 'number'
  | 'Date'
  | 'DateTime'
  | 'Time'
  | 'variable'
  | 'special'
  | 'symbol'
  | 'end'

export interface Token {
  readonly kind: TokenKind
  /** Unescaped. */
  readonly text: string
  /** Counts from 1. */
  readonly at: number
}

/** Thrown and caught inside this room only: a parser deep in its recursion has no better way out. */
export class SyntaxFault extends Error {
  readonly at: number
  readonly found: string
  constructor(at: number, found: string) {
    super('syntax')
    this.at = at
    this.found = found
  }
}

// N1 2.0 grammar. Sticky expressions, each of them without a choice to come back to.
const space = /(?:[ \t\r\n]|\/\/[^\r\n]*|\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\/)+/y
const name = /[A-Za-z_][A-Za-z0-9_]*/y
const number = /[0-9]+(?:\.[0-9]+)?/y
const date = /@[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?/y
const clock = /T[0-9]{2}(?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?/y
const zone = /Z|[+-][0-9]{2}:[0-9]{2}/y
const symbols = ['<=', '>=', '!=', '!~', ...'+-*/&|<>=~()[]{}.,']

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? ''
    at += found.length
    return found
  }
  const push = (kind: TokenKind, value: string, from: number) =>
    tokens.push({ kind, text: value, at: from + 1 })
  const quoted = (): string => {
    const [value, end] = readQuoted(text, at)
    at = end
    return value
  }

  for (take(space); at < text.length; take(space)) {
    const from = at
    const c = text[at]!
    if (c === "'") push('string', quoted(), from)
    else if (c === '`') push('quoted', quoted(), from)
    else if (c === '@') {
      if (text[at + 1] === 'T') {
        at++
        const time = take(clock)
        if (!time) throw new SyntaxFault(from + 1, text.slice(from, from + 12))
        push('Time', time.slice(1), from)
        continue
      }
      const day = take(date)
      if (!day) throw new SyntaxFault(from + 1, text.slice(from, from + 12))
      const time = take(clock)
      if (time) push('DateTime', day.slice(1) + time + take(zone), from)
      else if (text[at] === 'T') {
        at++
        push('DateTime', day.slice(1), from)
      } else push('Date', day.slice(1), from)
    } else if (c === '%') {
      at++
      const next = text[at]
      const variable = next === '`' || next === "'" ? quoted() : take(name)
      if (!variable) throw new SyntaxFault(from + 1, c)
      push('variable', variable, from)
    } else if (c === '$') {
      at++
      push('special', take(name), from)
    } else if (c >= '0' && c <= '9') push('number', take(number), from)
    else {
      const word = take(name)
      if (word) push('name', word, from)
      else {
        const symbol = symbols.find((each) => text.startsWith(each, at))
        if (!symbol) throw new SyntaxFault(from + 1, c)
        at += symbol.length
        push('symbol', symbol, from)
      }
    }
  }
  tokens.push({ kind: 'end', text: '', at: text.length + 1 })
  return tokens
}

const escapes: Record<string, string> = { f: '\f', n: '\n', r: '\r', t: '\t' }

function readQuoted(text: string, start: number): [value: string, end: number] {
  const mark = text[start]
  let value = ''
  let at = start + 1
  while (at < text.length) {
    const c = text[at]!
    if (c === mark) return [value, at + 1]
    if (c !== '\\') {
      value += c
      at++
      continue
    }
    const next = text[at + 1] ?? ''
    if (next === 'u') {
      const code = text.slice(at + 2, at + 6)
      if (!/^[0-9A-Fa-f]{4}$/.test(code)) throw new SyntaxFault(at + 1, text.slice(at, at + 6))
      value += String.fromCharCode(Number.parseInt(code, 16))
      at += 6
    } else {
      // An unknown escape stands for the character itself; the specification's own expressions use `\/` and `\.`.
      value += escapes[next] ?? next
      at += 2
    }
  }
  throw new SyntaxFault(start + 1, text.slice(start, start + 12))
}
