import type { FastifyRequest } from 'fastify'

/**
 * Who says to sit there: the name in the header `x-mach-clerk`, percent-encoded. Nobody checks it until there is sign-in, so two
 * readers are two people only as far as people are honest (ADR 0008).
 */
export function typedClerk(request: Pick<FastifyRequest, 'headers'>): string | null {
  const header = request.headers['x-mach-clerk']
  if (typeof header !== 'string' || header.length > 600) return null
  try {
    const name = decodeURIComponent(header).normalize('NFC').replace(/\s+/g, ' ').trim()
    return /^[\p{L}\p{N}][\p{L}\p{N} .\-_@]{1,59}$/u.test(name) ? name : null
  } catch {
    return null
  }
}
