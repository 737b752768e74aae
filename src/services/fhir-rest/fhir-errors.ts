import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { httpProblems, problemOfError } from '#foundation/http'
import { fhirProblems } from './fhir.problems.ts'
import { type FhirProblem, problemText } from './fhir-problem.ts'
import { BodyRefused } from './receive-bytes.ts'
import { sendProblem } from './send-answer.ts'

/** The web framework's own refusals, in FHIR's words. */
const inFhir: ReadonlyMap<string, FhirProblem> = new Map<string, FhirProblem>([
  [httpProblems.tooLarge.code, fhirProblems.tooLarge],
  [httpProblems.mediaType.code, fhirProblems.mediaType],
  [httpProblems.notFound.code, fhirProblems.noSuchPath],
])

function problemOf(error: unknown): FhirProblem {
  if (error instanceof BodyRefused) return error.problem
  const problem = problemOfError(error)
  return problem ? (inFhir.get(problem.code) ?? problem) : fhirProblems.unexpected
}

/** Whatever goes wrong under the base is told as an OperationOutcome: no route, a refused body, a surprise. */
export function answerErrors(scope: FastifyInstance): void {
  scope.setNotFoundHandler((_request, reply) => sendProblem(reply, fhirProblems.noSuchPath))
  scope.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error)
    if (problem.kind === 'unavailable') request.log.error({ err: error }, 'FHIR request failed')
    return sendProblem(reply, problem)
  })
  // This scope sends only text; an object is a refusal by a hook of the whole server: strangers are told in FHIR too.
  scope.addHook('preSerialization', async (_request, reply, payload) => {
    const { code, message } = (payload ?? {}) as { code?: unknown; message?: unknown }
    if (typeof code !== 'string' || typeof message !== 'string') return payload
    reply.type('application/fhir+json; charset=utf-8').serializer((text: unknown) => String(text))
    return problemText({ code, message, kind: reply.statusCode === 403 ? 'forbidden' : 'incorrect' })
  })
}

/** For the server's `frameworkErrors`: an address that cannot be decoded or is too long. false: not ours to answer. */
export function answerBadUrl(error: { code: string }, request: FastifyRequest, reply: FastifyReply): boolean {
  if (!request.raw.url?.startsWith('/fhir/')) return false
  sendProblem(reply, error.code === 'FST_ERR_BAD_URL' ? fhirProblems.badUrl : fhirProblems.noSuchPath)
  return true
}
