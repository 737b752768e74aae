import { SaxesParser } from 'saxes'
import type { ProblemCode } from './problem-sentences.ts'

/** An element as the tables need it: text gathered, no namespaces, no order between text and children. */
export interface XmlNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>> | null
  text: string
  children: XmlNode[] | null
  /** Where it stands in the text it was read from; only the tolerant scanner knows. */
  span?: NodeSpan
}
export interface NodeSpan {
  /** The element with its tags. */
  start: number
  end: number
  /** What is between the tags. */
  innerStart: number
  innerEnd: number
  readonly attributes?: Readonly<Record<string, { readonly start: number; readonly end: number }>>
}

export const xmlLimits = { depth: 64, elements: 400_000 }

export type ParsedXml =
  | { readonly ok: true; readonly root: XmlNode }
  | {
      readonly ok: false
      readonly code: ProblemCode /** The last element opened before it went wrong. */
      readonly inside: string | null
    }

class Refused extends Error {
  readonly code: ProblemCode
  constructor(code: ProblemCode) {
    super(code)
    this.code = code
  }
}

/** Parses one well-formed document, strictly. Refuses declarations, depth and masses; never throws. */
export function parseXml(text: string): ParsedXml {
  const stack: XmlNode[] = []
  let root: XmlNode | null = null
  let current: XmlNode | null = null
  let elements = 0
  let lastOpened: string | null = null
  // Without positions and namespaces saxes is about twice as fast, and bad namespace URIs (§10.10) do no harm.
  const parser = new SaxesParser({ xmlns: false, position: false })
  parser.on('error', () => {
    throw new Refused('BHYT_XML_BROKEN')
  })
  parser.on('doctype', () => {
    throw new Refused('BHYT_DOCTYPE')
  })
  parser.on('opentag', (tag) => {
    if (stack.length >= xmlLimits.depth) throw new Refused('BHYT_TOO_DEEP')
    if (++elements > xmlLimits.elements) throw new Refused('BHYT_TOO_MANY_ELEMENTS')
    lastOpened = tag.name
    const node: XmlNode = {
      name: tag.name,
      attributes: hasAny(tag.attributes) ? tag.attributes : null,
      text: '',
      children: null,
    }
    if (current) {
      if (current.text !== '') current.text += '\n' // <br/> inside a note is a line break
      if (current.children) current.children.push(node)
      else current.children = [node]
      stack.push(current)
    } else root = node
    current = node
  })
  parser.on('closetag', () => {
    current = stack.pop() ?? null
  })
  const onText = (piece: string) => {
    if (current) current.text += piece
  }
  parser.on('text', onText)
  parser.on('cdata', onText)
  try {
    parser.write(text).close()
  } catch (error) {
    // saxes throws only through the handler above, but a parser is the last place to trust that.
    const code = error instanceof Refused ? error.code : 'BHYT_XML_BROKEN'
    return { ok: false, code, inside: lastOpened }
  }
  return root ? { ok: true, root } : { ok: false, code: 'BHYT_XML_BROKEN', inside: null }
}

function hasAny(object: object): boolean {
  for (const _ in object) return true
  return false
}

/** All text of an element and what is inside it. */
export function textOf(node: XmlNode): string {
  if (!node.children) return node.text
  return [node.text, ...node.children.map(textOf)].filter((t) => t.trim() !== '').join('\n')
}
