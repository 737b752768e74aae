/** The tokens of a JSON Pointer (RFC 6901); null when it is none. */
export function parsePointer(text: unknown): string[] | null {
  if (typeof text !== 'string' || /~(?![01])/.test(text)) return null
  if (text === '') return []
  if (!text.startsWith('/')) return null
  return text
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** An index of an array as pointers write them: digits, no leading zeros. Null for anything else. */
export const parseIndex = (token: string): number | null =>
  /^(?:0|[1-9][0-9]{0,14})$/.test(token) ? Number(token) : null
