/** The FHIR surface over a store in memory, with the operations under test. */

import type { TestContext } from 'node:test'
import fastify from 'fastify'
import type { FhirResource } from 'fhir/r4'
import { fail } from '#foundation/result'
import { type Actor, type FhirStore, openFhirGate } from '#gate/access'
import type { IdentityGate } from '#gate/identity'
import { terminology } from '#vocabulary/terminology'
import type { OperationRoute } from '../call.types.ts'
import { fhirRoutes } from '../fhir.routes.ts'
import { openMemoryStore } from '../testing.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
export type Anything = any

export interface Told {
  readonly status: number
  readonly contentType: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  json(): Anything
}

interface Given {
  readonly actor?: Actor | null
  /** The store with some of its methods changed. */
  readonly store?: (store: FhirStore) => FhirStore
  readonly identity?: IdentityGate
}

export const base = 'http://localhost:8000/fhir/R4'
export const now = new Date('2026-03-10T02:00:00Z')

export async function openServer(t: TestContext, operations: readonly OperationRoute[], given: Given = {}) {
  const store = asStrict(openMemoryStore())
  const app = fastify()
  t.after(() => app.close())
  await app.register(
    fhirRoutes({
      gate: openFhirGate(given.store?.(store) ?? store),
      actorOf: () => (given.actor === undefined ? { kind: 'loopback' } : given.actor),
      clock: { now: () => now },
      version: '1.2.3',
      terminology: terminology(),
      operations,
      ...(given.identity ? { identity: given.identity } : {}),
    }),
  )
  const ask = async (
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    method: 'GET' | 'POST' | 'PUT' | 'DELETE' = body === undefined ? 'GET' : 'POST',
  ): Promise<Told> => {
    const answer = await app.inject({
      method,
      url: path.startsWith('http') ? path.slice('http://localhost:8000'.length) : `/fhir/R4/${path}`,
      headers: {
        host: 'localhost:8000',
        ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return {
      status: answer.statusCode,
      contentType: String(answer.headers['content-type']),
      headers: answer.headers,
      text: answer.body,
      json: () => JSON.parse(answer.body),
    }
  }
  /** Stores a resource under its own id. */
  const put = async (resource: FhirResource | string) => {
    const value = typeof resource === 'string' ? JSON.parse(resource) : resource
    const told = await ask(`${value.resourceType}/${value.id}`, resource, {}, 'PUT')
    if (told.status > 201) throw new Error(told.text)
  }
  return { app, store, ask, put }
}

export type Server = Awaited<ReturnType<typeof openServer>>

/** As the database answers for a patient who is not there, or no more. */
const asStrict = (store: FhirStore): FhirStore => ({
  ...store,
  async everything(id, options) {
    const patient = await store.read('Patient', id)
    const missing = { code: 'STORE_MISSING', kind: 'not-found', message: 'Không có người bệnh này.' } as const
    if (!patient) return fail(missing)
    return patient.deleted
      ? fail({ ...missing, code: 'STORE_GONE', status: 410 })
      : store.everything(id, options)
  },
})

/** The text of an OperationOutcome, for what a test expects to be told. */
export const saidBy = (told: Told): string =>
  told
    .json()
    .issue.map((issue: { details: { text: string } }) => issue.details.text)
    .join(' ')
