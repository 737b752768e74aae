import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CapabilityStatement } from 'fhir/r4'
import { z } from 'zod'
import { parseOrThrow, statusOf } from '#foundation/http'
import type { Problem } from '#foundation/result'
import type { Actor, Gate, StoredResource } from '#gate/access'
import { outcomeOf } from './outcome.ts'
import { indexedParams, parseSearch } from './parse-search.ts'

export interface FhirRoutesDeps {
  readonly gate: Gate
  readonly actorOf: (request: FastifyRequest) => Actor | null
  readonly version: string
}

const key = z.object({ type: z.string().regex(/^[A-Z][A-Za-z]+$/), id: z.string().max(64) })
const versionKey = key.extend({ version: z.coerce.number().int().min(1) })
const fhirJson = 'application/fhir+json; charset=utf-8'

/** Types that the road writes and this service therefore promises to search. */
const types = [
  'Patient',
  'Coverage',
  'Encounter',
  'Condition',
  'Procedure',
  'MedicationRequest',
  'MedicationAdministration',
  'Observation',
  'DiagnosticReport',
  'Composition',
  'ClinicalImpression',
  'ServiceRequest',
  'Appointment',
  'Claim',
  'Provenance',
  'Organization',
  'Location',
  'Practitioner',
] as const

/** FHIR R4 under /fhir/R4: metadata, read, vread, history of one resource, search. */
export function fhirRoutes(deps: FhirRoutesDeps) {
  return async (app: FastifyInstance) => {
    app.get('/fhir/R4/metadata', (_request, reply) =>
      reply.type(fhirJson).send(JSON.stringify(capability(deps.version))),
    )

    app.get('/fhir/R4/:type', async (request, reply) => {
      const { type } = parseOrThrow(key.pick({ type: true }), request.params)
      if (!(types as readonly string[]).includes(type)) return refuse(reply, noSuchType)
      const search = parseSearch(type, request.query as Record<string, unknown>)
      if (!search.ok) return refuse(reply, search.problem)
      const limit = search.value.limit ?? 50
      const found = await deps.gate.search(deps.actorOf(request), 'treatment', {
        ...search.value,
        limit: limit + 1,
      })
      if (!found.ok) return refuse(reply, found.problem)
      return reply.type(fhirJson).send(searchset(request, found.value, limit, search.value.offset ?? 0))
    })

    app.get('/fhir/R4/:type/:id', async (request, reply) => {
      const { type, id } = parseOrThrow(key, request.params)
      const found = await deps.gate.readResource(deps.actorOf(request), 'treatment', type, id)
      return found.ok ? sendOne(reply, found.value) : refuse(reply, found.problem)
    })

    app.get('/fhir/R4/:type/:id/_history', async (request, reply) => {
      const { type, id } = parseOrThrow(key, request.params)
      const found = await deps.gate.readVersions(deps.actorOf(request), 'treatment', type, id)
      return found.ok ? reply.type(fhirJson).send(historyOf(found.value)) : refuse(reply, found.problem)
    })

    app.get('/fhir/R4/:type/:id/_history/:version', async (request, reply) => {
      const { type, id, version } = parseOrThrow(versionKey, request.params)
      const found = await deps.gate.readVersions(deps.actorOf(request), 'treatment', type, id)
      if (!found.ok) return refuse(reply, found.problem)
      const one = found.value.find((v) => v.version === version)
      return one ? sendOne(reply, one) : refuse(reply, noSuchVersion)
    })
  }
}

const noSuchType: Problem = {
  code: 'FHIR_TYPE_UNSUPPORTED',
  kind: 'not-found',
  message: 'Kho không có loại tài nguyên này. Xem /fhir/R4/metadata để biết các loại có.',
}
const noSuchVersion: Problem = {
  code: 'FHIR_NO_SUCH_VERSION',
  kind: 'not-found',
  message: 'Không có phiên bản này.',
}

function sendOne(reply: FastifyReply, stored: StoredResource) {
  reply
    .header('etag', `W/"${stored.version}"`)
    .header('last-modified', stored.lastUpdated.toUTCString())
    .type(fhirJson)
  if (!stored.deleted) return reply.send(stored.json)
  const gone: Problem = {
    code: 'FHIR_GONE',
    kind: 'not-found',
    message: 'Tài nguyên này đã bị rút ở phiên bản mới nhất.',
  }
  return reply.code(410).send(JSON.stringify(outcomeOf(gone)))
}

const refuse = (reply: FastifyReply, problem: Problem) =>
  reply
    .code(problem.kind === 'unsupported' ? 400 : statusOf(problem.kind))
    .type(fhirJson)
    .send(JSON.stringify(outcomeOf(problem)))

/** Bundles are joined from stored text: no resource is parsed on its way out. */
function searchset(
  request: FastifyRequest,
  found: readonly StoredResource[],
  limit: number,
  offset: number,
): string {
  const shown = found.slice(0, limit)
  const links = [{ relation: 'self', url: request.url }]
  if (found.length > limit) {
    const next = new URL(request.url, 'http://x')
    next.searchParams.set('_offset', String(offset + limit))
    links.push({ relation: 'next', url: next.pathname + next.search })
  }
  const entries = shown.map(
    (r) => `{"fullUrl":"/fhir/R4/${r.type}/${r.id}","resource":${r.json},"search":{"mode":"match"}}`,
  )
  return `{"resourceType":"Bundle","type":"searchset","link":${JSON.stringify(links)},"entry":[${entries.join(',')}]}`
}

function historyOf(versions: readonly StoredResource[]): string {
  const entries = versions.map((v) => {
    const method = v.deleted ? 'DELETE' : v.version === 1 ? 'POST' : 'PUT'
    const request = `"request":{"method":"${method}","url":"${v.type}/${v.id}"}`
    const response = `"response":{"status":"${v.deleted ? '204' : v.version === 1 ? '201' : '200'}","etag":"W/\\"${v.version}\\"","lastModified":"${v.lastUpdated.toISOString()}"}`
    return `{"fullUrl":"/fhir/R4/${v.type}/${v.id}",${v.deleted ? '' : `"resource":${v.json},`}${request},${response}}`
  })
  return `{"resourceType":"Bundle","type":"history","total":${versions.length},"entry":[${entries.join(',')}]}`
}

function capability(version: string): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2026-11-21',
    kind: 'instance',
    software: { name: 'Mạch', version },
    implementation: { description: 'Kho dữ liệu dùng chung (đọc)' },
    fhirVersion: '4.0.1',
    format: ['json'],
    rest: [
      {
        mode: 'server',
        resource: types.map((type) => ({
          type,
          versioning: 'versioned',
          readHistory: true,
          interaction: [
            { code: 'read' },
            { code: 'vread' },
            { code: 'history-instance' },
            { code: 'search-type' },
          ],
          searchParam: [
            {
              name: 'date',
              type: 'date' as const,
              documentation: 'Ngày lâm sàng chính; eq, ge, gt, le, lt.',
            },
            ...indexedParams.map((name) => ({
              name,
              type: (['encounter', 'subject', 'target', 'patient'].includes(name)
                ? 'reference'
                : 'token') as 'token',
            })),
          ],
        })),
      },
    ],
  }
}
