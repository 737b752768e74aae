import { cappedText, maxText } from '../arithmetic.ts'
import type { FunctionDefinition, FunctionTable } from '../compiler.types.ts'
import { escapeHtml, unescapeHtml } from '../html-entities.ts'
import { FhirPathError } from '../path.types.ts'
import { compileMatcher, compileReplacer, UnsafePattern } from '../regex.ts'
import { one } from '../singleton.ts'
import { anInteger, aString, booleanOf, kindOf, type Node, type Nodes, nothing } from '../value.ts'
import { plain, withValues } from './define.ts'

/** The only text; undefined for nothing. Dates of a resource count as the text they are in JSON. */
function textIn(nodes: Nodes): string | undefined {
  const node = one(nodes)
  if (!node || node.value === undefined) return undefined
  if (typeof node.value !== 'string' || (isMade(node) && kindOf(node) !== 'string')) {
    throw new FhirPathError('cần một chuỗi')
  }
  return node.value
}

const isMade = (node: Node) => node.type.startsWith('System.')

function numberIn(nodes: Nodes | undefined): number | undefined {
  const node = nodes && one(nodes)
  if (!node) return undefined
  if (kindOf(node) !== 'number') throw new FhirPathError('cần một số nguyên')
  return node.value as number
}

const ofText = (apply: (text: string) => Nodes): FunctionDefinition =>
  plain((input) => {
    const text = textIn(input)
    return text === undefined ? nothing : apply(text)
  })

/** Of a text and one argument that is a text, too. */
const ofTwoTexts = (apply: (text: string, other: string) => Nodes): FunctionDefinition =>
  withValues(1, 1, (input, [argument]) => {
    const text = textIn(input)
    const other = textIn(argument!)
    return text === undefined || other === undefined ? nothing : apply(text, other)
  })

const text = (value: string): Nodes => [aString(value)]

/** Patterns are nearly always literals: compile each once, and keep no more than an expression can write. */
function remembered<T>(make: (pattern: string) => T | null): (pattern: string) => T {
  const known = new Map<string, T>()
  return (pattern) => {
    const found = known.get(pattern)
    if (found !== undefined) return found
    const made = make(pattern)
    if (made === null) throw new FhirPathError('biểu thức chính quy không dùng được')
    if (known.size < 200) known.set(pattern, made)
    return made
  }
}

const partly = remembered((pattern) => compileMatcher(pattern, false))
const wholly = remembered((pattern) => compileMatcher(pattern, true))
const replacer = remembered(compileReplacer)

/** The time of a match is bounded in regex.ts. */
export function matchesPattern(value: string, pattern: string, isWhole = false): boolean {
  return guarded(() => (isWhole ? wholly : partly)(pattern)(value))
}

function guarded<T>(run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof UnsafePattern) throw new FhirPathError('biểu thức chính quy quá tốn thời gian')
    throw error
  }
}

const encodings: Readonly<Record<string, BufferEncoding>> = {
  base64: 'base64',
  urlbase64: 'base64url',
  hex: 'hex',
}

function encoding(name: string): BufferEncoding {
  if (!Object.hasOwn(encodings, name)) throw new FhirPathError('chỉ có base64, urlbase64 và hex')
  return encodings[name]!
}

/** Node leaves out the padding of base64url, FHIRPath does not. */
const padded = (value: string) => value + '='.repeat((4 - (value.length % 4)) % 4)

function escaped(value: string, target: string): string {
  if (target === 'html') return escapeHtml(value)
  if (target === 'json') return JSON.stringify(value).slice(1, -1)
  throw new FhirPathError('chỉ có html và json')
}

function unescaped(value: string, target: string): string {
  if (target === 'html') return unescapeHtml(value)
  if (target !== 'json') throw new FhirPathError('chỉ có html và json')
  return value.replace(/\\(?:u([0-9A-Fa-f]{4})|(.))/gs, (_, code, c) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : (jsonEscapes[c] ?? c),
  )
}

const jsonEscapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/** N1 2.0 section 5.6. */
export const texts: FunctionTable = {
  indexOf: ofTwoTexts((value, part) => [anInteger(value.indexOf(part))]),
  lastIndexOf: ofTwoTexts((value, part) => [anInteger(value.lastIndexOf(part))]),
  substring: withValues(1, 2, (input, [from, count]) => {
    const value = textIn(input)
    const start = numberIn(from)
    if (value === undefined || start === undefined || start < 0 || start >= value.length) return nothing
    const length = numberIn(count)
    return text(length === undefined ? value.slice(start) : value.slice(start, start + Math.max(0, length)))
  }),
  startsWith: ofTwoTexts((value, part) => booleanOf(value.startsWith(part))),
  endsWith: ofTwoTexts((value, part) => booleanOf(value.endsWith(part))),
  contains: ofTwoTexts((value, part) => booleanOf(value.includes(part))),
  upper: ofText((value) => text(value.toUpperCase())),
  lower: ofText((value) => text(value.toLowerCase())),
  trim: ofText((value) => text(value.trim())),
  length: ofText((value) => [anInteger(value.length)]),
  toChars: ofText((value) => Array.from(value, aString)),
  replace: withValues(2, 2, (input, [from, to]) => {
    const value = textIn(input)
    const pattern = textIn(from!)
    const by = textIn(to!)
    if (value === undefined || pattern === undefined || by === undefined) return nothing
    // Known before it is made: a long text by a long text would not fit into memory.
    const hits = pattern === '' ? value.length + 1 : value.split(pattern).length - 1
    if (value.length + hits * by.length > maxText) throw new FhirPathError('chuỗi kết quả quá dài')
    return text(value.replaceAll(pattern, () => by))
  }),
  matches: ofTwoTexts((value, pattern) => booleanOf(matchesPattern(value, pattern))),
  matchesFull: ofTwoTexts((value, pattern) => booleanOf(matchesPattern(value, pattern, true))),
  replaceMatches: withValues(2, 2, (input, [from, to]) => {
    const value = textIn(input)
    const pattern = textIn(from!)
    const by = textIn(to!)
    if (value === undefined || pattern === undefined || by === undefined) return nothing
    if (pattern === '') return text(value)
    return text(cappedText(guarded(() => replacer(pattern)(value, by))))
  }),
  split: ofTwoTexts((value, separator) => value.split(separator).map(aString)),
  join: withValues(0, 1, (input, [separator]) => {
    const between = separator ? textIn(separator) : ''
    const parts = input.map((each) => {
      const value = textIn([each])
      return value === undefined ? '' : value
    })
    return text(cappedText(parts.join(between ?? '')))
  }),
  encode: ofTwoTexts((value, format) => {
    const result = Buffer.from(value, 'utf8').toString(encoding(format))
    return text(format === 'urlbase64' ? padded(result) : result)
  }),
  decode: ofTwoTexts((value, format) => text(Buffer.from(value, encoding(format)).toString('utf8'))),
  escape: ofTwoTexts((value, target) => text(escaped(value, target))),
  unescape: ofTwoTexts((value, target) => text(unescaped(value, target))),
}
