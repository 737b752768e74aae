import { SaxesParser } from 'saxes'
import { escapeText } from './escape.ts'
import { xmlNamespaces } from './xml.problems.ts'

/** A narrative as it may stand inside a document: as it is when that is well-formed, else its characters as text. */
export function narrativeXml(div: string): string {
  const text = div.trim()
  const hasNamespace = inspect(text)
  if (hasNamespace === null) return `<div xmlns="${xmlNamespaces.xhtml}">${escapeText(text)}</div>`
  return hasNamespace ? text : `<div xmlns="${xmlNamespaces.xhtml}"${text.slice('<div'.length)}`
}

/** Does the div name its namespace? Null when it is not one well-formed div. */
function inspect(text: string): boolean | null {
  if (!text.startsWith('<div')) return null
  const parser = new SaxesParser({ xmlns: true, position: false })
  let depth = 0
  let hasNamespace: boolean | null = null
  let isSound = true
  parser.on('error', () => {
    isSound = false
  })
  parser.on('doctype', () => {
    isSound = false
  })
  parser.on('opentag', (tag) => {
    if (depth === 0) {
      if (tag.name !== 'div') isSound = false
      hasNamespace = tag.attributes.xmlns !== undefined
    }
    depth += 1
  })
  parser.on('closetag', () => {
    depth -= 1
  })
  parser.write(text).close()
  return isSound ? hasNamespace : null
}
