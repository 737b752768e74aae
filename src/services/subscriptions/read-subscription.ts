import { fail, ok, type Problem, type Result } from '#foundation/result'
import { isAllowed } from './allow-endpoint.ts'
import { subscriptionProblems as problems } from './subscriptions.problems.ts'
import { topicOf } from './topics.ts'
import type { Content, Wanted } from './wanted.types.ts'

type Members = Readonly<Record<string, unknown>>
type Read<T> = Result<T, Problem>

const backport = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/'
const contents: ReadonlySet<string> = new Set(['empty', 'id-only', 'full-resource'])
const jsonPayload = /^application\/(fhir\+)?json(;.*)?$/
const mostFilters = 50

/** Reads what a Subscription asks for: R4, and the R4 shape of the backport IG (1.1, "Subscriptions in R4"). */
export function readSubscription(resource: Members, hosts: readonly string[]): Read<Wanted> {
  const channel = membersOf(resource.channel)
  const criteria = typeof resource.criteria === 'string' ? resource.criteria.trim() : ''
  const isTopic = /^(https?|urn):/.test(criteria)
  if (isTopic && !topicOf(criteria)) return fail(problems.noSuchTopic)
  if (!isTopic && !/^[A-Z][A-Za-z]+(\?|$)/.test(criteria)) return fail(problems.noCriteria)
  const { type } = channel
  if (type !== 'rest-hook' && type !== 'websocket') return fail(problems.channel)
  if (type === 'websocket' && !isTopic) return fail(problems.classicSocket)
  const endpoint = typeof channel.endpoint === 'string' ? channel.endpoint : ''
  if (type === 'rest-hook' && !isAllowed(endpoint, hosts)) return fail(problems.endpoint)
  const content = contentOf(channel, isTopic)
  if (!content.ok) return content
  const headers = headersOf(channel.header)
  if (!headers.ok) return headers
  const filters = extensionsOf(resource._criteria, 'backport-filter-criteria').map((e) =>
    String(e.valueString ?? ''),
  )
  return ok({
    topic: isTopic ? criteria : null,
    criteria: isTopic ? '' : criteria,
    filters: filters.slice(0, mostFilters),
    channel: type,
    endpoint,
    headers: headers.value,
    content: content.value,
    heartbeatSeconds: numberOf(channel, 'backport-heartbeat-period', 'valueUnsignedInt', 1, 86_400),
    timeoutSeconds: numberOf(channel, 'backport-timeout', 'valueUnsignedInt', 1, 60),
    maxCount: numberOf(channel, 'backport-max-count', 'valuePositiveInt', 1, 1_000),
    end: endOf(resource.end),
  })
}

const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null ? (value as Members) : {}

const extensionsOf = (holder: unknown, name: string): Members[] => {
  const { extension } = membersOf(holder)
  return Array.isArray(extension) ? extension.map(membersOf).filter((e) => e.url === backport + name) : []
}

/** A number out of bounds counts as the bound: the subscriber's wish as far as it goes. */
function numberOf(holder: Members, name: string, member: string, least: number, most: number): number | null {
  const value = extensionsOf(holder, name)[0]?.[member]
  return typeof value === 'number' && value > 0 ? Math.min(most, Math.max(least, Math.floor(value))) : null
}

function contentOf(channel: Members, isTopic: boolean): Read<Content> {
  const { payload } = channel
  const isJson = typeof payload === 'string' && jsonPayload.test(payload)
  if (payload !== undefined && !isJson) return fail(problems.payload)
  // Plain R4 (Subscription.channel.payload): no payload type, no payload.
  if (!isTopic) return ok(isJson ? 'full-resource' : 'empty')
  const said = extensionsOf(channel._payload, 'backport-payload-content')[0]?.valueCode
  if (said === undefined) return ok('empty')
  return contents.has(said as string) ? ok(said as Content) : fail(problems.payload)
}

const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/
const headerValue = /^[\t\x20-\x7e]{0,1000}$/
/** These say where the message ends, or to whom it goes. */
const ours =
  /^(host|content-length|content-type|transfer-encoding|connection|upgrade|te|trailer|expect|keep-alive|proxy-.*)$/i

function headersOf(given: unknown): Read<[string, string][]> {
  if (given === undefined) return ok([])
  if (!Array.isArray(given) || given.length > 20) return fail(problems.header)
  const headers: [string, string][] = []
  for (const line of given) {
    const colon = typeof line === 'string' ? line.indexOf(':') : -1
    if (colon < 1) return fail(problems.header)
    const name = line.slice(0, colon).trim()
    const value = line.slice(colon + 1).trim()
    if (!headerName.test(name) || !headerValue.test(value) || ours.test(name)) return fail(problems.header)
    headers.push([name, value])
  }
  return ok(headers)
}

function endOf(value: unknown): string | null {
  const at = typeof value === 'string' ? new Date(value) : null
  return at === null || Number.isNaN(at.getTime()) ? null : at.toISOString()
}
