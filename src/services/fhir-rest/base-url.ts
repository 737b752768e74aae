import type { FastifyRequest } from 'fastify'

export const basePath = '/fhir/R4'

const plainHost = /^[\w.-]+(:\d+)?$|^\[[\da-fA-F:.]+\](:\d+)?$/
let last: { readonly host: string; readonly base: string } | undefined

/** How the client knows this server: links and locations must lead back the way it came. */
export function baseUrlOf(request: FastifyRequest): string {
  const host = request.host
  if (last?.host === host) return last.base
  // It goes into JSON as it stands: what is no host name is not repeated.
  const base = `${request.protocol}://${plainHost.test(host) ? host : 'localhost'}${basePath}`
  last = { host, base }
  return base
}
