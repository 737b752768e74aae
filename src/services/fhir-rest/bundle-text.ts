import type { ResourceVersion } from '#gate/access'
import { etagOf } from './read-conditions.ts'

export interface Link {
  readonly relation: 'self' | 'first' | 'previous' | 'next'
  readonly url: string
}

/** Shows a stored resource's text: as it is, or a part of it. */
export type Show = (json: string) => string
export const showWhole: Show = (json) => json

/** Bundles are joined from stored text: no resource is parsed on its way out. */
export const bundleText = (
  type: 'searchset' | 'history' | 'batch-response' | 'transaction-response',
  head: { readonly at: Date; readonly total?: number | null; readonly links?: readonly Link[] },
  entries: readonly string[],
): string => {
  const total = head.total === undefined || head.total === null ? '' : `,"total":${head.total}`
  const links = head.links ? `,"link":${JSON.stringify(head.links)}` : ''
  // An empty array is no JSON of FHIR (R4, json 2.6.2.2).
  const list = entries.length === 0 ? '' : `,"entry":[${entries.join(',')}]`
  return `{"resourceType":"Bundle","meta":{"lastUpdated":"${head.at.toISOString()}"},"type":"${type}"${total}${links}${list}}`
}

export const searchEntry = (
  base: string,
  found: ResourceVersion,
  mode: 'match' | 'include',
  show: Show,
): string =>
  `{"fullUrl":"${base}/${found.type}/${found.id}","resource":${show(found.json)},"search":{"mode":"${mode}"}}`

/** Warnings travel among the matches (FHIR R4, search 3.1.1.2.2). */
export const outcomeEntry = (outcome: string): string => `{"resource":${outcome},"search":{"mode":"outcome"}}`

export function historyEntry(
  base: string,
  made: ResourceVersion & { readonly method: 'POST' | 'PUT' | 'DELETE' },
  show: Show,
): string {
  const { type, id, method } = made
  const url = method === 'POST' ? type : `${type}/${id}`
  const status = method === 'POST' ? '201 Created' : method === 'PUT' ? '200 OK' : '204 No Content'
  const resource = made.deleted ? '' : `"resource":${show(made.json)},`
  return `{"fullUrl":"${base}/${type}/${id}",${resource}"request":{"method":"${method}","url":"${url}"},"response":{"status":"${status}",${stamp(made)}}}`
}

const stamp = (made: { version: number; lastUpdated: Date }) =>
  `"etag":${JSON.stringify(etagOf(made.version))},"lastModified":"${made.lastUpdated.toISOString()}"`
