import { foldText } from '../fold-text.ts'
import type { Json } from '../values/walk.ts'

/** The narrative without its tags. */
function narrativeOf(resource: Json): string {
  const { text } = resource
  const div = typeof text === 'object' && text !== null ? (text as Json).div : undefined
  return typeof div === 'string' ? foldText(withoutTags(div)) : ''
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

function withoutTags(html: string): string {
  let text = ''
  for (let at = 0; at < html.length; ) {
    const open = html.indexOf('<', at)
    const end = open < 0 ? html.length : open
    text += html.slice(at, end)
    if (open < 0) break
    text += ' '
    const close = html.indexOf('>', open)
    at = close < 0 ? html.length : close + 1
  }
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]{1,6}));/g, (all, decimal, hex, name) => {
    if (name) return entities[name as string] ?? all
    const point = decimal ? Number(decimal) : Number.parseInt(hex as string, 16)
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : ' '
  })
}

/** Every string in the resource, the narrative as text. Depth is bounded by the parser that made it. */
function contentOf(resource: Json): string {
  const parts: string[] = []
  const open: unknown[] = [resource]
  while (open.length > 0) {
    const value = open.pop()
    if (typeof value === 'string') parts.push(value.includes('<') ? withoutTags(value) : value)
    else if (typeof value === 'object' && value !== null)
      for (const each of Object.values(value)) open.push(each)
  }
  return foldText(parts.join(' '))
}

/** `_text` and `_content`: every word begins a word of the text. */
export function wordsTest(kind: 'text' | 'content', words: readonly string[]): (resource: Json) => boolean {
  const textOf = kind === 'text' ? narrativeOf : contentOf
  return (resource) => {
    const text = ` ${textOf(resource)}`
    return words.every((word) => text.includes(` ${word}`))
  }
}
