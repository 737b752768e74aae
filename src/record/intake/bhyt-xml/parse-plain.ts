import { type XmlNode, xmlLimits } from './xml-tree.ts'

/**
 * What nine of ten senders write: elements without attributes, text, the five entities, CDATA. Reads just that, many
 * times faster than a whole XML parser, and answers null for everything else, however small the difference: then the
 * strict parser looks, and says what is wrong. `parse-plain.test.ts` holds the two together.
 */
export function parsePlain(sent: string): XmlNode | null {
  const text = withLineFeeds(sent)
  if (notPlain.test(text)) return null
  let at = declaration.exec(text)?.[0].length ?? 0
  const entities = text.includes('&')
  const stack: XmlNode[] = []
  let root: XmlNode | null = null
  let current: XmlNode | null = null
  let elements = 0
  for (;;) {
    const tag = text.indexOf('<', at)
    const piece = text.slice(at, tag < 0 ? text.length : tag)
    if (piece !== '') {
      if (current) {
        const read = plainText(piece, entities)
        if (read === null) return null
        current.text = current.text === '' ? read : current.text + read
      } else if (!blank.test(piece)) return null
    }
    if (tag < 0) return current === null ? root : null
    const first = text.charCodeAt(tag + 1)
    if (first === slash) {
      const end = text.indexOf('>', tag)
      if (!current || end < 0 || !isClosedBy(text, tag + 2, end, current.name)) return null
      current = stack.pop() ?? null
      at = end + 1
    } else if (first === exclamation) {
      const end = text.startsWith('<![CDATA[', tag) ? text.indexOf(']]>', tag + 9) : -1
      if (!current || end < 0) return null
      current.text += text.slice(tag + 9, end)
      at = end + 3
    } else {
      const end = text.indexOf('>', tag)
      if (end < 0 || (root !== null && current === null)) return null
      const empty = text.charCodeAt(end - 1) === slash
      const name = knownName(text.slice(tag + 1, empty ? end - 1 : end))
      if (name === null || ++elements > xmlLimits.elements || stack.length >= xmlLimits.depth) return null
      const node: XmlNode = { name, attributes: null, text: '', children: null }
      if (current) {
        if (current.text !== '') current.text += '\n'
        if (current.children) current.children.push(node)
        else current.children = [node]
      } else root = node
      if (!empty) {
        if (current) stack.push(current)
        current = node
      }
      at = end + 1
    }
  }
}

const slash = 0x2f
const exclamation = 0x21
const blank = /^[ \t\n]*$/
/** Ends of lines as XML hands them on (XML 1.0, 2.11). */
export const withLineFeeds = (text: string): string =>
  text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
/** Signs that only the strict parser may judge; characters beyond the first plane come in pairs. */
export const notPlain = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff\ufeff\ufffe\uffff]/
export const declaration =
  /^<\?xml version="1\.0"(?: encoding="[A-Za-z][\w.-]*")?(?: standalone="(?:yes|no)")? ?\?>/

function isClosedBy(text: string, start: number, end: number, name: string): boolean {
  return end - start === name.length && text.startsWith(name, start)
}

/** Names of tags, checked once; they come from outside, so the memory of them is bounded. */
const names = new Map<string, string>()

function knownName(name: string): string | null {
  const known = names.get(name)
  if (known !== undefined) return known
  if (!/^[A-Za-z_][\w.-]{0,99}$/.test(name)) return null
  if (names.size < 5_000) names.set(name, name)
  return name
}

const letters: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&apos;': "'",
}
const otherReference = /&(?!(?:lt|gt|amp|quot|apos);)/

/** Text between tags; null when it is not plain. */
export function plainText(piece: string, entities: boolean): string | null {
  if (piece.includes(']]>')) return null
  if (!entities || !piece.includes('&')) return piece
  if (otherReference.test(piece)) return null
  return piece.replace(/&(?:lt|gt|amp|quot|apos);/g, (reference) => letters[reference]!)
}
