import type { ResourceVersion } from '#gate/access'

/** What stands at the head of a document. */
export interface DocumentHead {
  /** The UUID that names this document among all (bdl-9). */
  readonly uuid: string
  readonly at: Date
  readonly profile?: string
}

export interface DocumentEntry {
  readonly fullUrl: string
  /** A resource as JSON text. */
  readonly json: string
}

/** A Bundle of type document, joined from text; its first entry is the Composition (FHIR R4, documents 3.3.1). */
export function documentText({ uuid, at, profile }: DocumentHead, entries: readonly DocumentEntry[]): string {
  const time = at.toISOString()
  const claims = profile === undefined ? '' : `,"profile":["${profile}"]`
  const list = entries.map(({ fullUrl, json }) => `{"fullUrl":"${fullUrl}","resource":${json}}`).join(',')
  return `{"resourceType":"Bundle","meta":{"lastUpdated":"${time}"${claims}},"identifier":{"system":"urn:ietf:rfc:3986","value":"urn:uuid:${uuid}"},"type":"document","timestamp":"${time}","entry":[${list}]}`
}

/** A stored resource in a document: under its address here, so that relative references find it (R4, bundle 2.36.4.1). */
export const storedEntry = (base: string, { type, id, json }: ResourceVersion): DocumentEntry => ({
  fullUrl: `${base}/${type}/${id}`,
  json,
})
