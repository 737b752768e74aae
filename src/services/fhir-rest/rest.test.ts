import { after, before } from 'node:test'
import fastify, { type FastifyInstance } from 'fastify'
import { systemClock } from '#foundation/clock'
import { openFhirGate } from '#gate/access'
import { answerBadUrl, fhirRoutes } from '#services/fhir-rest'
import { terminology } from '#vocabulary/terminology'
import { openMemoryStore, restRules } from './testing.ts'

let app: FastifyInstance
before(async () => {
  app = fastify({ frameworkErrors: (...refused) => void answerBadUrl(...refused) })
  await app.register(
    fhirRoutes({
      gate: openFhirGate(openMemoryStore()),
      actorOf: () => ({ kind: 'loopback' }),
      clock: systemClock,
      version: '0.0.0',
      terminology: terminology(),
    }),
  )
})
after(() => app.close())

restRules(async (path, { method = 'GET', headers = {}, body } = {}) => {
  const isText = typeof body === 'string' || body instanceof Uint8Array
  const url = path.startsWith('http') ? new URL(path).pathname + new URL(path).search : `/fhir/R4/${path}`
  const answer = await app.inject({
    method: method as 'GET',
    url,
    headers: {
      host: 'localhost:8000',
      ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { payload: isText ? Buffer.from(body) : JSON.stringify(body) }),
  })
  return { status: answer.statusCode, headers: answer.headers as Record<string, string>, text: answer.body }
})
