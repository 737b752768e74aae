import { Readable } from 'node:stream'
import { fail, ok } from '#foundation/result'
import type { Answered } from '../../answer.types.ts'
import type { OperationCall, OperationRoute } from '../../call.types.ts'
import { fhirProblems } from '../../fhir.problems.ts'
import { readRequest } from './read-request.ts'

/** FHIR R4, graphql 3.1.7: over the whole store, or over one resource and what it points to. Reads only. */
export const graphqlOperation: OperationRoute = {
  name: 'graphql',
  definition: 'http://hl7.org/fhir/OperationDefinition/Resource-graphql',
  levels: ['system', 'instance'],
  types: '*',
  methods: ['GET', 'POST'],
  anyFormat: true,
  handle: graphql,
}

async function graphql(call: OperationCall): Promise<Answered> {
  const request = readRequest(call)
  if (!request.ok) return request
  const instance = await instanceOf(call)
  if (!instance.ok) return instance
  // Loaded on first use: few servers are ever asked, and the package takes its share of memory.
  const { runGraphql } = await import('./run-graphql.ts')
  const answer = await runGraphql(call.caller, request.value, instance.value)
  if (!answer.ok) return answer
  const { status, json } = answer.value
  const from = Readable.from([json], { objectMode: false })
  return ok({ status, body: '', stream: { contentType: 'application/json; charset=utf-8', from } })
}

async function instanceOf({ caller, type, id }: OperationCall) {
  if (type === undefined || id === undefined) return ok(null)
  const found = await caller.service.gate.read(caller.actor, caller.purpose, type, id)
  return found.ok && found.value.deleted ? fail(fhirProblems.gone) : found
}
