import type { ResourceVersion } from '#gate/access'
import type { Answer } from '../answer.types.ts'
import type { Call } from '../call.types.ts'
import { bestRange } from '../media-range.ts'
import { isFhirMedia } from '../read-format.ts'
import { bareMediaType, isMediaType } from './media-type.ts'

interface Binary {
  readonly contentType: string
  readonly securityContext?: { readonly reference?: string }
  readonly data?: string
}

/** `application/json` and the like may mean the content or the resource. */
const generic: ReadonlySet<string> = new Set(['application/json', 'text/json', 'application/xml', 'text/xml'])

/** What a read of a Binary asks for: its bytes, the resource (null), or the bytes if they are of this media type. */
function wanted({ method, target, accept, pairs }: Call): string | null {
  const isRead = method === 'GET' || method === 'HEAD'
  if (!isRead || (target.kind !== 'instance' && target.kind !== 'version') || target.type !== 'Binary')
    return null
  // An entry of a Bundle has room for a resource only, and so has whoever names a format or wants a part.
  if (accept === undefined || pairs.some(([name]) => shaping.has(name))) return null
  return (
    bestRange(accept, (name, parameters) =>
      isFhirMedia([name, ...parameters].join(';')) ? '' : generic.has(name) ? name : '*',
    ) || null
  )
}

const shaping: ReadonlySet<string> = new Set(['_format', '_summary', '_elements'])

/** Does the client take whatever the Binary holds? Then no format of FHIR needs to be acceptable. */
export const takesAnyBytes = (call: Call): boolean => wanted(call) === '*'

/**
 * A Binary as what it holds, for whoever does not ask for FHIR (R4, binary 2.36.4); null: give the resource. A stranger
 * may have written it: what a browser would run is shut in (`sandbox`), or it would run as a page of this server.
 */
export function bytesOf(call: Call, { json, version, lastUpdated }: ResourceVersion): Answer | null {
  const asked = wanted(call)
  if (asked === null) return null
  const { contentType, securityContext, data = '' } = JSON.parse(json) as Binary
  if (asked !== '*' && asked !== bareMediaType(contentType)) return null
  const context = securityContext?.reference
  return {
    ...{ status: 200, body: '', version, lastUpdated },
    headers: {
      vary: 'accept',
      'content-security-policy': "default-src 'none'; sandbox",
      ...(context && /^[\x21-\x7e]+$/.test(context) ? { 'x-security-context': context } : {}),
    },
    bytes: {
      contentType: isMediaType(contentType) ? contentType : 'application/octet-stream',
      content: Buffer.from(data, 'base64'),
    },
  }
}
