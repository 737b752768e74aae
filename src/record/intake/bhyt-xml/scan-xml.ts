import { kindOfTag } from './tag-names.ts'
import type { NodeSpan, XmlNode } from './xml-tree.ts'
import { xmlLimits } from './xml-tree.ts'

/**
 * A tolerant, linear scanner for XML that a strict parser refuses: a `<` starts a tag only when the dictionary knows the
 * name. Used to repair, to point at fields in broken files, and to break one long line for reading.
 */
export type Token =
  | {
      readonly kind: 'open'
      readonly start: number
      readonly end: number
      readonly name: string
      readonly attributes: string
      readonly closed: boolean
    }
  | { readonly kind: 'close'; readonly start: number; readonly end: number; readonly name: string }
  | { readonly kind: 'text' | 'cdata' | 'skip'; readonly start: number; readonly end: number }

// Every repetition is bounded or cannot cross a `<`: the pattern cannot be made to scan the same text twice.
const tag =
  /<(\/?)([A-Za-z_][\w.:-]{0,99})((?:\s{1,200}[A-Za-z_][\w.:-]{0,99}\s{0,20}=\s{0,20}(?:"[^"<]{0,20000}"|'[^'<]{0,20000}')){0,40})\s{0,200}(\/?)>/y
const blocks = [
  ['<!--', '-->', 'skip'],
  ['<![CDATA[', ']]>', 'cdata'],
  ['<?', '?>', 'skip'],
] as const

export function* scanXml(text: string): Generator<Token> {
  const endless = new Set<string>()
  let textStart = 0
  let at = text.indexOf('<')
  while (at >= 0) {
    const token = tokenAt(text, at, endless)
    if (token) {
      if (at > textStart) yield { kind: 'text', start: textStart, end: at }
      yield token
      textStart = token.end
    }
    at = text.indexOf('<', token ? token.end : at + 1)
  }
  if (textStart < text.length) yield { kind: 'text', start: textStart, end: text.length }
}

function tokenAt(text: string, start: number, endless: Set<string>): Token | null {
  const next = text[start + 1]
  if (next === '!' || next === '?') {
    for (const [open, close, kind] of blocks) {
      if (!text.startsWith(open, start) || endless.has(close)) continue
      const end = text.indexOf(close, start + open.length)
      if (end >= 0) return { kind, start, end: end + close.length }
      endless.add(close) // none after here means none after any later start: do not look again
    }
    return null
  }
  tag.lastIndex = start
  const m = tag.exec(text)
  if (!m || kindOfTag(m[2]!) === null) return null
  const end = start + m[0].length
  if (m[1] === '/') return m[3] === '' && m[4] === '' ? { kind: 'close', start, end, name: m[2]! } : null
  return { kind: 'open', start, end, name: m[2]!, attributes: m[3]!, closed: m[4] === '/' }
}

const notEntity = /&(?!(?:amp|lt|gt|quot|apos|#[1-9]\d{0,6}|#x[0-9A-Fa-f]{1,6});)/g
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g

export interface Repaired {
  readonly text: string
  readonly unescaped: boolean
  readonly control: boolean
}

/** Escapes what was meant as text (`<2 giờ`, `A & B`) and drops characters XML cannot hold. */
export function repairXml(broken: string): Repaired {
  const text = broken.replace(control, '')
  const pieces: string[] = []
  let unescaped = false
  for (const token of scanXml(text)) {
    const raw = text.slice(token.start, token.end)
    if (token.kind !== 'text') {
      // A declaration in the middle of a document is as broken as a stray `<`; comments say nothing to us.
      if (token.kind !== 'skip') pieces.push(token.kind === 'open' ? raw.replace(notEntity, '&amp;') : raw)
      continue
    }
    const escaped = raw.replace(notEntity, '&amp;').replaceAll('<', '&lt;').replaceAll(']]>', ']]&gt;')
    if (escaped !== raw) unescaped = true
    pieces.push(escaped)
  }
  return { text: pieces.join(''), unescaped, control: text.length !== broken.length }
}

/** The element tree with positions, of XML however broken: unclosed fields end where the next tag begins. */
export function scanTree(text: string): XmlNode {
  const root: XmlNode = {
    name: '#document',
    attributes: null,
    text: '',
    children: null,
    span: span(0, text.length, 0, text.length),
  }
  const stack: XmlNode[] = [root]
  let elements = 0
  const finish = (node: XmlNode, innerEnd: number, end: number) => {
    node.span!.innerEnd = innerEnd
    node.span!.end = end
  }
  for (const token of scanXml(text)) {
    const top = stack.at(-1)!
    if (token.kind === 'text') top.text += text.slice(token.start, token.end)
    else if (token.kind === 'cdata') top.text += text.slice(token.start + 9, token.end - 3)
    else if (token.kind === 'open') {
      if (++elements > xmlLimits.elements) break
      if (kindOfTag(top.name) === 'field') {
        finish(top, token.start, token.start)
        stack.pop()
      }
      const node: XmlNode = {
        name: token.name,
        attributes: null,
        text: '',
        children: null,
        span: span(token.start, token.end, token.end, token.end),
      }
      if (token.attributes !== '') withAttributes(node, token.attributes, token.start + 1 + token.name.length)
      const parent = stack.at(-1)!
      if (parent.children) parent.children.push(node)
      else parent.children = [node]
      if (!token.closed && stack.length <= xmlLimits.depth) stack.push(node)
    } else if (token.kind === 'close') {
      let depth = stack.length - 1
      while (depth > 0 && stack[depth]!.name !== token.name) depth--
      if (depth === 0) continue
      while (stack.length > depth + 1) finish(stack.pop()!, token.start, token.start)
      finish(stack.pop()!, token.start, token.end)
    }
  }
  while (stack.length > 1) finish(stack.pop()!, text.length, text.length)
  return root
}

const span = (start: number, end: number, innerStart: number, innerEnd: number): NodeSpan => ({
  start,
  end,
  innerStart,
  innerEnd,
})

function withAttributes(node: XmlNode, source: string, offset: number): void {
  const values: Record<string, string> = {}
  const spans: Record<string, { start: number; end: number }> = {}
  for (const m of source.matchAll(
    /([A-Za-z_][\w.:-]{0,99})\s{0,20}=\s{0,20}(?:"([^"<]{0,20000})"|'([^'<]{0,20000})')/g,
  )) {
    const value = m[2] ?? m[3] ?? ''
    const end = offset + m.index + m[0].length - 1
    values[m[1]!] = value
    spans[m[1]!] = { start: end - value.length, end }
  }
  Object.assign(node, { attributes: values })
  Object.assign(node.span!, { attributes: spans })
}

/** Breaks a document written on one line between its elements; text with line breaks of its own is left as sent. */
export function breakLines(text: string): string {
  if (text.length < 200 || /[^\r\n]\r?\n\s{0,50}</.test(text.slice(0, 2000))) return text
  const pieces: string[] = []
  let previous: Token['kind'] | null = null
  for (const token of scanXml(text)) {
    const betweenTags = token.kind === 'open' || (token.kind === 'close' && previous === 'close')
    if (betweenTags && previous !== null && previous !== 'text' && previous !== 'cdata') pieces.push('\n')
    pieces.push(text.slice(token.start, token.end))
    previous = token.kind === 'open' && token.closed ? 'close' : token.kind
  }
  return pieces.join('')
}
