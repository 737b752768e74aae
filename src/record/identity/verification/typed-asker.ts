import type { FastifyRequest } from 'fastify'
import { isFacilityCode } from '#vocabulary/identifier-aliases'
import { typedClerk } from '../review/typed-clerk.ts'
import type { Asker } from './verification.types.ts'

/**
 * Who says to sit there, and at which facility: the headers `x-mach-clerk` (percent-encoded) and `x-mach-facility`. Nobody checks
 * them until there is sign-in (ADR 0008).
 */
export function typedAsker(request: Pick<FastifyRequest, 'headers'>): Asker | null {
  const by = typedClerk(request)
  const facility = request.headers['x-mach-facility']
  return by !== null && typeof facility === 'string' && isFacilityCode(facility) ? { facility, by } : null
}
