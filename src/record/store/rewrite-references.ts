/** Elements that hold a URL which may be another entry's fullUrl (FHIR R4 2.46, transaction: references, urls, narrative). */
const urlElements = new Set([
  'url',
  'uri',
  'valueUri',
  'valueUrl',
  'valueUuid',
  'valueOid',
  'instantiatesUri',
])

/**
 * Replaces references in place. `replace` answers the new text, or undefined to leave it. Every `reference` is asked; other
 * URLs only when they are exactly an entry's fullUrl.
 */
export function rewriteReferences(
  value: unknown,
  replace: (reference: string) => string | undefined,
  fullUrls: ReadonlyMap<string, string>,
): void {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) rewriteReferences(value[i], replace, fullUrls)
    return
  }
  if (typeof value !== 'object' || value === null) return
  const object = value as Record<string, unknown>
  for (const name of Object.keys(object)) {
    const member = object[name]
    if (typeof member === 'string') {
      if (name === 'reference') object[name] = replace(member) ?? member
      else if (urlElements.has(name)) object[name] = fullUrls.get(member) ?? member
      else if (name === 'div') object[name] = inNarrative(member, fullUrls)
    } else if (typeof member === 'object') rewriteReferences(member, replace, fullUrls)
  }
}

const link = /(<(?:a|img)\s[^>]*?(?:href|src)=")([^"]*)(")/g

const inNarrative = (div: string, fullUrls: ReadonlyMap<string, string>): string =>
  div.includes('urn:')
    ? div.replace(link, (all, before: string, url: string, after: string) => {
        const target = fullUrls.get(url)
        return target === undefined ? all : before + target + after
      })
    : div

/** The FHIRPath of the first `reference` with this text, for a message; undefined when there is none. */
export function pathOfReference(value: unknown, reference: string, path: string): string | undefined {
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      const found = pathOfReference(item, reference, `${path}[${i}]`)
      if (found) return found
    }
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, member] of Object.entries(value)) {
    if (name === 'reference' && member === reference) return `${path}.reference`
    const found = pathOfReference(member, reference, `${path}.${name}`)
    if (found) return found
  }
  return undefined
}

/** Does it point at something by `Patient?identifier=…`? Such are answered inside a transaction. */
export function hasConditionalReference(value: unknown): boolean {
  let has = false
  const look = (reference: string): undefined => {
    has ||= reference.includes('?')
  }
  rewriteReferences(value, look, none)
  return has
}

const none: ReadonlyMap<string, string> = new Map()
