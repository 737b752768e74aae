import { compileAutomaton } from './regex-automaton.ts'

/** Finds out whether a text matches, in a time that no text and no expression can stretch. */
export type Matcher = (text: string) => boolean

/** Beyond this many ways through a text the automaton is surely faster than backtracking. */
const maxWays = 10_000_000

/**
 * JavaScript's own engine where its worst case is small, otherwise our automaton, which is linear. Backtracking tries
 * every way through a text: an unbounded repetition has as many as the text is long, an alternative two, and whatever
 * stands inside a repetition as many as there are powers of that. null: not a regular expression.
 */
export function compileMatcher(pattern: string, whole: boolean): Matcher | null {
  if (pattern.length > maxPattern) return null
  const native = nativeOf(pattern, whole)
  if (!native) return null
  const limit = longestText(pattern)
  // Made only when a text asks for it: nearly none does.
  let automaton: Matcher | null | undefined
  return (text) => {
    if (text.length <= limit) return native.test(text)
    automaton ??= compileAutomaton(pattern, whole)
    if (!automaton) throw new UnsafePattern()
    return automaton(text)
  }
}

/** For replacing, which needs to know where: no automaton, so the text must be short enough for the pattern. */
export function compileReplacer(pattern: string): ((text: string, by: string) => string) | null {
  if (pattern.length > maxPattern) return null
  const native = nativeOf(pattern, false, 'g')
  if (!native) return null
  const limit = longestText(pattern)
  return (text, by) => {
    if (text.length > limit) throw new UnsafePattern()
    // FHIRPath writes ${name} where JavaScript writes $<name>.
    return text.replace(native, by.replace(/\$\{([A-Za-z]\w*)\}/g, '$<$1>'))
  }
}

const maxPattern = 2000

export class UnsafePattern extends Error {}

function nativeOf(pattern: string, whole: boolean, flags = ''): RegExp | null {
  const source = whole ? `^(?:${pattern})$` : pattern
  try {
    return new RegExp(source, `${flags}su`)
  } catch {
    // Expressions of the specification escape characters that need none, which only the older syntax lets pass.
    try {
      return new RegExp(source, `${flags}s`)
    } catch {
      return null
    }
  }
}

/** The longest text for which backtracking stays within `maxWays`; 0 when even a short one may not. */
function longestText(pattern: string): number {
  const shape = shapeOf(pattern)
  if (!shape || shape.ways > maxWays) return 0
  if (shape.unbounded === 0) return Number.POSITIVE_INFINITY
  // One more for the place where the match may begin.
  return Math.floor((maxWays / shape.ways) ** (1 / (shape.unbounded + 1)))
}

interface Shape {
  unbounded: number
  /** Ways through, unbounded repetitions left out. */
  ways: number
}

/** null: something that can go several ways is repeated, or a back reference or look-around makes it hard to tell. */
function shapeOf(pattern: string): Shape | null {
  const shape: Shape = { unbounded: 0, ways: 1 }
  /** Of each open group: can what it holds go several ways? */
  const open: boolean[] = []
  let closed = false
  const varies = () => {
    if (open.length > 0) open[open.length - 1] = true
  }
  for (let i = 0; i < pattern.length; i++) {
    const wasClosed = closed
    closed = false
    switch (pattern[i]) {
      case '\\':
        if (/[1-9k]/.test(pattern[++i] ?? '')) return null
        break
      case '[':
        i = endOfClass(pattern, i)
        break
      case '(':
        if (/^\(\?(?:[=!]|<[=!])/.test(pattern.slice(i, i + 4))) return null
        if (pattern[i + 1] === '?') i++
        open.push(false)
        break
      case ')':
        closed = open.pop() ?? false
        if (closed) varies()
        break
      case '|':
        shape.ways *= 2
        varies()
        break
      case '?':
        shape.ways *= 2
        varies()
        break
      case '*':
      case '+':
      case '{': {
        const [least, most, length] = boundsAt(pattern, i)
        i += length - 1
        if (pattern[i + 1] === '?') i++
        if (most > 1 && wasClosed) return null
        if (most === Number.POSITIVE_INFINITY) shape.unbounded++
        else shape.ways *= most - least + 1
        if (most !== least) varies()
      }
    }
  }
  return shape
}

function boundsAt(pattern: string, at: number): [least: number, most: number, length: number] {
  if (pattern[at] !== '{') return [pattern[at] === '+' ? 1 : 0, Number.POSITIVE_INFINITY, 1]
  const found = /^\{(\d+)(,?)(\d*)\}/.exec(pattern.slice(at, at + 40))
  if (!found) return [1, 1, 1]
  const least = Number(found[1])
  const most = found[2] ? Number(found[3] || Number.POSITIVE_INFINITY) : least
  return [least, most, found[0].length]
}

function endOfClass(pattern: string, start: number): number {
  for (let i = start + 1; i < pattern.length; i++) {
    if (pattern[i] === '\\') i++
    else if (pattern[i] === ']') return i
  }
  return pattern.length
}
