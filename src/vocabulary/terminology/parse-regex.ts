import { fail, ok, type Result } from '#foundation/result'

/** Does a character (its code point) fit? */
export type CharTest = (at: number) => boolean

export type RegexNode =
  | { readonly kind: 'char'; readonly test: CharTest }
  | { readonly kind: 'seq' | 'alt'; readonly of: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly of: RegexNode; readonly min: number; readonly max: number }

const longestPattern = 500
const deepestGroup = 20
const mostRepeats = 1000

class Refusal extends Error {}

/** XML Schema's expressions, as far as value sets use them. The failure is a reason in Vietnamese. */
export function parseRegex(pattern: string): Result<RegexNode, string> {
  if (pattern.length > longestPattern) return fail(`dài quá ${longestPattern} ký tự.`)
  const reader = new Reader(pattern)
  try {
    const tree = reader.alternatives(0)
    if (!reader.isAtEnd) return fail('thừa dấu đóng ngoặc.')
    return ok(tree)
  } catch (error) {
    if (error instanceof Refusal) return fail(error.message)
    throw error
  }
}

class Reader {
  private readonly chars: string[]
  private place = 0

  constructor(pattern: string) {
    // Whole texts are matched anyway; anchors at the ends change nothing.
    this.chars = [...pattern.replace(/^\^/, '').replace(/(?<!\\)\$$/, '')]
  }

  get isAtEnd(): boolean {
    return this.place >= this.chars.length
  }

  private take(): string {
    const char = this.chars[this.place++]
    if (char === undefined) throw new Refusal('kết thúc giữa chừng.')
    return char
  }

  private accept(char: string): boolean {
    if (this.chars[this.place] !== char) return false
    this.place += 1
    return true
  }

  alternatives(depth: number): RegexNode {
    if (depth > deepestGroup) throw new Refusal('lồng quá nhiều ngoặc.')
    const ways = [this.sequence(depth)]
    while (this.accept('|')) ways.push(this.sequence(depth))
    return ways.length === 1 ? ways[0]! : { kind: 'alt', of: ways }
  }

  private sequence(depth: number): RegexNode {
    const parts: RegexNode[] = []
    while (!this.isAtEnd && this.chars[this.place] !== '|' && this.chars[this.place] !== ')') {
      parts.push(this.repeated(this.atom(depth)))
    }
    return { kind: 'seq', of: parts }
  }

  private atom(depth: number): RegexNode {
    const char = this.take()
    switch (char) {
      case '(': {
        if (this.accept('?') && !this.accept(':')) throw new Refusal('không dùng được nhóm đặc biệt (?…).')
        const inner = this.alternatives(depth + 1)
        if (!this.accept(')')) throw new Refusal('thiếu dấu đóng ngoặc.')
        return inner
      }
      case '[':
        return { kind: 'char', test: this.charClass() }
      case '.':
        return { kind: 'char', test: (at) => at !== 10 && at !== 13 }
      case '\\':
        return { kind: 'char', test: this.escaped() }
      case '*':
      case '+':
      case '?':
      case '{':
      case '^':
      case '$':
        throw new Refusal(`dấu ${char} đứng sai chỗ.`)
      default:
        return { kind: 'char', test: is(char) }
    }
  }

  private repeated(of: RegexNode): RegexNode {
    let node = of
    for (let times = 0; ; times++) {
      const [min, max] = this.bounds()
      if (min < 0) return node
      // `a**` says nothing more than `a*`, and thousands of them would be deep.
      if (times > 2) throw new Refusal('lặp của lặp quá nhiều lần.')
      node = { kind: 'repeat', of: node, min, max }
    }
  }

  private bounds(): [min: number, max: number] {
    if (this.accept('*')) return [0, Number.POSITIVE_INFINITY]
    if (this.accept('+')) return [1, Number.POSITIVE_INFINITY]
    if (this.accept('?')) return [0, 1]
    if (!this.accept('{')) return [-1, -1]
    const min = this.number()
    const max = this.accept(',')
      ? this.chars[this.place] === '}'
        ? Number.POSITIVE_INFINITY
        : this.number()
      : min
    if (!this.accept('}') || max < min) throw new Refusal('số lần lặp viết sai.')
    return [min, max]
  }

  private number(): number {
    let digits = ''
    while (/^[0-9]$/.test(this.chars[this.place] ?? '')) digits += this.take()
    if (digits === '' || Number(digits) > mostRepeats) throw new Refusal('số lần lặp viết sai hoặc quá lớn.')
    return Number(digits)
  }

  private charClass(): CharTest {
    const isNegated = this.accept('^')
    const tests: CharTest[] = []
    for (let isFirst = true; !this.accept(']') || isFirst; isFirst = false) {
      const char = isFirst && this.chars[this.place - 1] === ']' ? ']' : this.take()
      if (char === '\\') tests.push(this.escaped())
      else tests.push(this.rangeFrom(char))
    }
    return isNegated
      ? (at) => !tests.some((test) => test(at))
      : tests.length === 1
        ? tests[0]!
        : (at) => tests.some((test) => test(at))
  }

  private rangeFrom(char: string): CharTest {
    if (this.chars[this.place] !== '-' || this.chars[this.place + 1] === ']') return is(char)
    this.place += 1
    const first = char.codePointAt(0)!
    let end = this.take()
    if (end === '\\') end = this.take()
    const last = end.codePointAt(0)!
    if (last < first) throw new Refusal('khoảng ký tự viết ngược.')
    return (at) => at >= first && at <= last
  }

  private escaped(): CharTest {
    const char = this.take()
    const known = escapes[char]
    if (known) return known
    if (/^[\p{L}\p{N}]$/u.test(char)) throw new Refusal(`không dùng được \\${char}.`)
    return is(char)
  }
}

const is = (char: string): CharTest => {
  const only = char.codePointAt(0)
  return (at) => at === only
}
const isDigit: CharTest = (at) => at >= 48 && at <= 57
const isSpace: CharTest = (at) => at === 32 || (at >= 9 && at <= 13) || at === 160
const isWord: CharTest = (at) => isDigit(at) || (at >= 65 && at <= 90) || (at >= 97 && at <= 122) || at === 95

const escapes: Record<string, CharTest> = {
  d: isDigit,
  D: (at) => !isDigit(at),
  s: isSpace,
  S: (at) => !isSpace(at),
  w: isWord,
  W: (at) => !isWord(at),
  t: is('\t'),
  n: is('\n'),
  r: is('\r'),
}
