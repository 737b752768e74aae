/** Thompson's construction: all states at once, so the time is length of text × length of pattern, whatever they are. */
type Test = (code: number) => boolean
type State =
  | { readonly kind: 'test'; readonly test: Test; readonly next: number }
  | { readonly kind: 'split'; readonly a: number; readonly b: number }
  | { readonly kind: 'start' | 'end' | 'edge' | 'noEdge'; readonly next: number }
  | { readonly kind: 'match' }

const maxStates = 4000

class Unsupported extends Error {}

/** null when it is too large, or has what an automaton has not: look-around, back references, properties. */
export function compileAutomaton(pattern: string, whole: boolean): ((text: string) => boolean) | null {
  try {
    const reader = new Reader(pattern)
    const part = reader.choice()
    if (reader.at !== pattern.length) return null
    const builder = new Builder()
    const start = builder.build(part, builder.add({ kind: 'match' }))
    return (text) => runStates(builder.states, start, text, whole)
  } catch (error) {
    if (error instanceof Unsupported) return null
    throw error
  }
}

function runStates(states: readonly State[], start: number, text: string, whole: boolean): boolean {
  let current: number[] = []
  let next: number[] = []
  const mark = new Int32Array(states.length).fill(-1)
  const stack: number[] = []
  let matched = false
  const enter = (state: number, at: number, into: number[]) => {
    stack.push(state)
    while (stack.length > 0) {
      const index = stack.pop()!
      if (mark[index] === at) continue
      mark[index] = at
      const each = states[index]!
      if (each.kind === 'split') stack.push(each.a, each.b)
      else if (each.kind === 'match') {
        if (!whole || at === text.length) matched = true
      } else if (each.kind === 'test') into.push(index)
      else if (holds(each.kind, text, at)) stack.push(each.next)
    }
  }
  for (let at = 0; at <= text.length; at++) {
    if (!whole || at === 0) enter(start, at, current)
    if (matched) return true
    if (at === text.length || (whole && current.length === 0)) return false
    const code = text.charCodeAt(at)
    for (const index of current) {
      const state = states[index] as Extract<State, { kind: 'test' }>
      if (state.test(code)) enter(state.next, at + 1, next)
    }
    if (matched) return true
    const spare = current
    current = next
    next = spare
    next.length = 0
  }
  return false
}

const isWord = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122)

function holds(kind: 'start' | 'end' | 'edge' | 'noEdge', text: string, at: number): boolean {
  if (kind === 'start') return at === 0
  if (kind === 'end') return at === text.length
  const edge =
    (at > 0 && isWord(text.charCodeAt(at - 1))) !== (at < text.length && isWord(text.charCodeAt(at)))
  return edge === (kind === 'edge')
}

const spaces = /\s/
const classes: Readonly<Record<string, Test>> = {
  d: (code) => code >= 48 && code <= 57,
  D: (code) => code < 48 || code > 57,
  w: isWord,
  W: (code) => !isWord(code),
  s: (code) => spaces.test(String.fromCharCode(code)),
  S: (code) => !spaces.test(String.fromCharCode(code)),
}
const controls: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, '0': 0 }

type Part =
  | { readonly kind: 'test'; readonly test: Test }
  | { readonly kind: 'start' | 'end' | 'edge' | 'noEdge' }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Part[] }
  | { readonly kind: 'repeat'; readonly part: Part; readonly least: number; readonly most: number }

/** Built from the end backwards: every part is told which state comes after it. */
class Builder {
  readonly states: State[] = []
  steps = 0

  add(state: State): number {
    if (this.states.length >= maxStates) throw new Unsupported()
    return this.states.push(state) - 1
  }

  build(part: Part, after: number): number {
    if (++this.steps > 10 * maxStates) throw new Unsupported()
    switch (part.kind) {
      case 'test':
        return this.add({ kind: 'test', test: part.test, next: after })
      case 'sequence':
        return part.parts.reduceRight((next, each) => this.build(each, next), after)
      case 'choice':
        return part.parts
          .map((each) => this.build(each, after))
          .reduce((a, b) => this.add({ kind: 'split', a, b }))
      case 'repeat':
        return this.repeat(part, after)
      default:
        return this.add({ kind: part.kind, next: after })
    }
  }

  repeat({ part, least, most }: Extract<Part, { kind: 'repeat' }>, after: number): number {
    let next = after
    if (most === Number.POSITIVE_INFINITY) {
      const loop = { kind: 'split' as const, a: after, b: after }
      next = this.add(loop)
      loop.b = this.build(part, next)
    } else {
      for (let i = least; i < most; i++) {
        next = this.add({ kind: 'split', a: after, b: this.build(part, next) })
      }
    }
    for (let i = 0; i < least; i++) next = this.build(part, next)
    return next
  }
}

const maxDepth = 100

class Reader {
  readonly pattern: string
  at = 0
  depth = 0

  constructor(pattern: string) {
    this.pattern = pattern
  }

  choice(): Part {
    if (++this.depth > maxDepth) throw new Unsupported()
    const parts = [this.sequence()]
    while (this.pattern[this.at] === '|') {
      this.at++
      parts.push(this.sequence())
    }
    this.depth--
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts }
  }

  sequence(): Part {
    const parts: Part[] = []
    while (this.at < this.pattern.length && this.pattern[this.at] !== '|' && this.pattern[this.at] !== ')') {
      const part = this.atom()
      const [least, most] = this.bounds()
      parts.push(least === 1 && most === 1 ? part : { kind: 'repeat', part, least, most })
    }
    return { kind: 'sequence', parts }
  }

  bounds(): [least: number, most: number] {
    const found = /^(?:[*+?]|\{(\d{1,4})(,?)(\d{0,4})\})\??/.exec(this.pattern.slice(this.at, this.at + 14))
    if (!found) return [1, 1]
    this.at += found[0].length
    switch (found[0][0]) {
      case '*':
        return [0, Number.POSITIVE_INFINITY]
      case '+':
        return [1, Number.POSITIVE_INFINITY]
      case '?':
        return [0, 1]
      default: {
        const least = Number(found[1])
        return [least, found[2] ? (found[3] ? Number(found[3]) : Number.POSITIVE_INFINITY) : least]
      }
    }
  }

  atom(): Part {
    const c = this.pattern[this.at++]
    switch (c) {
      case '(':
        return this.group()
      case '[':
        return { kind: 'test', test: this.charClass() }
      case '.':
        return { kind: 'test', test: () => true }
      case '^':
        return { kind: 'start' }
      case '$':
        return { kind: 'end' }
      case '\\': {
        const escaped = this.pattern[this.at]
        if (escaped !== 'b' && escaped !== 'B') return { kind: 'test', test: this.escape() }
        this.at++
        return { kind: escaped === 'b' ? 'edge' : 'noEdge' }
      }
      case '*':
      case '+':
      case '?':
      case undefined:
        throw new Unsupported()
      default: {
        const code = c.charCodeAt(0)
        return { kind: 'test', test: (each) => each === code }
      }
    }
  }

  group(): Part {
    if (this.pattern[this.at] === '?') {
      const named = /^\?(?::|<[A-Za-z]\w*>)/.exec(this.pattern.slice(this.at, this.at + 80))
      if (!named) throw new Unsupported()
      this.at += named[0].length
    }
    const part = this.choice()
    if (this.pattern[this.at] !== ')') throw new Unsupported()
    this.at++
    return part
  }

  /** After the backslash. */
  escape(): Test {
    const c = this.pattern[this.at++]
    if (c === undefined || /[1-9kpPcux]/.test(c)) throw new Unsupported()
    if (Object.hasOwn(classes, c)) return classes[c]!
    const code = Object.hasOwn(controls, c) ? controls[c]! : c.charCodeAt(0)
    return (each) => each === code
  }

  charClass(): Test {
    const isNot = this.pattern[this.at] === '^'
    if (isNot) this.at++
    const tests: Test[] = []
    for (;;) {
      const c = this.pattern[this.at]
      if (c === undefined) throw new Unsupported()
      this.at++
      if (c === ']') break
      const low = c === '\\' ? this.classEscape(tests) : c.charCodeAt(0)
      if (low === undefined) continue
      const isRange = this.pattern[this.at] === '-' && this.pattern[this.at + 1] !== ']'
      if (!isRange) {
        tests.push((code) => code === low)
        continue
      }
      this.at++
      const end = this.pattern[this.at++]
      const high = end === '\\' ? this.classEscape(tests) : end?.charCodeAt(0)
      if (high === undefined) throw new Unsupported()
      tests.push((code) => code >= low && code <= high)
    }
    return (code) => tests.some((test) => test(code)) !== isNot
  }

  /** The character, or undefined when it was a whole class like `\d`. */
  classEscape(tests: Test[]): number | undefined {
    const c = this.pattern[this.at]
    if (c !== undefined && !Object.hasOwn(classes, c) && !/[1-9kpPcux]/.test(c)) {
      this.at++
      return c === 'b' ? 8 : Object.hasOwn(controls, c) ? controls[c]! : c.charCodeAt(0)
    }
    tests.push(this.escape())
    return undefined
  }
}
