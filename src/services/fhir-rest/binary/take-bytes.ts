import type { IncomingHttpHeaders } from 'node:http'
import { Digits, exactJson } from '#foundation/json'
import { fail, ok, type Result } from '#foundation/result'
import type { Body, Method } from '../call.types.ts'
import { badHeader, fhirProblems } from '../fhir.problems.ts'
import type { FhirProblem } from '../fhir-problem.ts'
import { readBody } from '../read-body.ts'
import { isFhirMedia } from '../read-format.ts'
import type { Target } from '../read-target.ts'
import { isMediaType } from './media-type.ts'

/** May this call bring bytes that are no resource? */
export const takesBytes = (method: Method, target: Target): boolean =>
  (target.kind === 'type' || target.kind === 'instance') &&
  target.type === 'Binary' &&
  (method === 'POST' || method === 'PUT')

/**
 * What is written to Binary is taken as it stands and becomes the content of one, unless it is a Binary already (FHIR
 * R4, binary 2.36.4). Broken JSON or XML that claims to be FHIR is told: nobody meant to keep that.
 */
export function readBinaryBody(
  bytes: Uint8Array,
  headers: IncomingHttpHeaders,
  target: Target,
): Result<Body, FhirProblem> {
  const asked = headers['content-type']
  const read = readBody(bytes, asked)
  if (read.ok ? isBinary(read.value) : isFhirMedia(asked)) return read
  // What says nothing of itself is bytes (RFC 9110, 8.3).
  const contentType = (asked ?? 'application/octet-stream').trim().replace(/\s+/g, ' ')
  if (!isMediaType(contentType)) return fail(fhirProblems.mediaType)
  const context = headers['x-security-context']
  if (context !== undefined && !isReference(context)) return fail(badHeader('X-Security-Context'))
  const resource = {
    resourceType: 'Binary',
    ...(target.kind === 'instance' ? { id: target.id } : {}),
    contentType,
    ...(context === undefined ? {} : { securityContext: { reference: context } }),
    data: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'),
  }
  return ok({ kind: 'json', media: 'json', json: exactJson(resource, new Digits()) })
}

const isBinary = (body: Body): boolean =>
  body.kind === 'json' && (body.json.value as { resourceType?: unknown } | null)?.resourceType === 'Binary'

const isReference = (value: string | string[]): value is string =>
  typeof value === 'string' && /^[\x21-\x7e]{1,2000}$/.test(value)
