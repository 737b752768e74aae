import { isPair } from './scan.ts'

export interface Fault {
  readonly kind: 'syntax' | 'cutShort' | 'tooDeep' | 'duplicateKey' | 'loneSurrogate' | 'numberTooLarge'
  readonly at: number
}

const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const escaped = '"\\/bfnrt'
const hex = /[0-9a-fA-F]{4}/y

/**
 * Where a text that was refused is wrong first. Not on the way of texts that are right, so it is written to be plain and
 * to allocate little: no value is built, only the keys of objects that are open.
 */
export function findFault(text: string, maxDepth: number): Fault | null {
  let fault: Fault | null = null
  const wrong = (kind: Fault['kind'], at: number): number => {
    fault ??= {
      kind: kind === 'syntax' && at >= text.length ? 'cutShort' : kind,
      at: Math.min(at, text.length),
    }
    return -1
  }
  const blank = (at: number): number => {
    for (let c = text.charCodeAt(at); c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09; )
      c = text.charCodeAt(++at)
    return at
  }

  /** Each of these reads one thing at an offset and gives the offset after it; -1 when it is wrong. */
  const readValue = (at: number, depth: number): number => {
    const c = text[at]
    if (c === '{' || c === '[') {
      if (depth >= maxDepth) return wrong('tooDeep', at)
      return c === '{' ? readObject(at + 1, depth + 1) : readArray(at + 1, depth + 1)
    }
    if (c === '"') return readString(at + 1)
    for (const word of ['true', 'false', 'null']) if (text.startsWith(word, at)) return at + word.length
    return readNumber(at)
  }
  const readNumber = (at: number): number => {
    number.lastIndex = at
    const raw = number.exec(text)?.[0]
    if (raw === undefined) return wrong('syntax', at)
    return Number.isFinite(Number(raw)) ? at + raw.length : wrong('numberTooLarge', at)
  }
  const readString = (from: number): number => {
    for (let at = from; at < text.length; at++) {
      const c = text.charCodeAt(at)
      if (c === 0x22) return at + 1
      if (c < 0x20) return wrong('syntax', at)
      if (c === 0x5c) at = readEscape(at + 1)
      else if (c >= 0xd800 && c <= 0xdfff)
        at = text.codePointAt(at)! > 0xffff ? at + 1 : wrong('loneSurrogate', at)
      if (at < 0) return -1
    }
    return wrong('cutShort', text.length)
  }
  /** Gives the offset of the escape's last character. */
  const readEscape = (at: number): number => {
    if (at < text.length && escaped.includes(text[at]!)) return at
    hex.lastIndex = at + 1
    if (text[at] !== 'u' || !hex.test(text)) return wrong('syntax', at)
    const unit = Number.parseInt(text.slice(at + 1, at + 5), 16)
    if (unit < 0xd800 || unit > 0xdfff) return at + 4
    if (!isPair(text, at + 1)) return wrong('loneSurrogate', at - 1)
    hex.lastIndex = at + 7
    return hex.test(text) ? at + 10 : wrong('syntax', at + 7)
  }
  const readArray = (from: number, depth: number): number => {
    let at = blank(from)
    if (text[at] === ']') return at + 1
    for (;;) {
      at = readValue(at, depth)
      if (at < 0) return at
      at = blank(at)
      if (text[at] === ']') return at + 1
      if (text[at] !== ',') return wrong('syntax', at)
      at = blank(at + 1)
    }
  }
  const readObject = (from: number, depth: number): number => {
    const keys = new Set<string>()
    let at = blank(from)
    if (text[at] === '}') return at + 1
    for (;;) {
      if (text[at] !== '"') return wrong('syntax', at)
      const end = readString(at + 1)
      if (end < 0) return end
      const key = keyOf(text.slice(at, end))
      if (keys.has(key)) return wrong('duplicateKey', at)
      keys.add(key)
      at = blank(end)
      if (text[at] !== ':') return wrong('syntax', at)
      at = readValue(blank(at + 1), depth)
      if (at < 0) return at
      at = blank(at)
      if (text[at] === '}') return at + 1
      if (text[at] !== ',') return wrong('syntax', at)
      at = blank(at + 1)
    }
  }

  const end = readValue(blank(0), 0)
  if (end >= 0 && blank(end) < text.length) wrong('syntax', blank(end))
  return fault
}

const keyOf = (quoted: string): string =>
  quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1)
