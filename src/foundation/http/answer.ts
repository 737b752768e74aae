import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { DatabaseUnavailable } from '#foundation/db'
import { fail, ok, type Problem, type Result } from '#foundation/result'
import { httpProblems } from './http.problems.ts'
import { statusOf } from './status.ts'

/** What a client sees of a problem. */
export interface ProblemBody {
  readonly code: string
  readonly message: string
  /** Names of the fields that are wrong; never their values. */
  readonly fields?: readonly string[]
}

export function problemBody(problem: Problem & { fields?: readonly string[] }): ProblemBody {
  return {
    code: problem.code,
    message: problem.message,
    ...(problem.fields && problem.fields.length > 0 ? { fields: problem.fields } : {}),
  }
}

/** Statuses HTTP has a word for and our kinds have not. */
const exactStatus = new Map<string, number>([
  [httpProblems.tooLarge.code, 413],
  [httpProblems.mediaType.code, 415],
])

/** Answers with a problem: status by its kind, `Retry-After` where trying again makes sense. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.kind === 'busy' || problem.kind === 'unavailable') reply.header('retry-after', '5')
  return reply.code(exactStatus.get(problem.code) ?? statusOf(problem.kind)).send(problemBody(problem))
}

/** A thrown thing an edge can explain; undefined means a surprise: answer 500 and wake somebody. */
export function problemOfError(error: unknown): Problem | undefined {
  if (error instanceof DatabaseUnavailable) return error.problem
  const status = (error as { statusCode?: unknown } | null)?.statusCode
  if (typeof status !== 'number' || status < 400 || status >= 500) return undefined
  if (status === 404) return httpProblems.notFound
  if (status === 403 || status === 401) return httpProblems.forbidden
  if (status === 413) return httpProblems.tooLarge
  if (status === 415) return httpProblems.mediaType
  if (status === 429) return httpProblems.busy
  return httpProblems.incorrect
}

export const sendNotFound = (reply: FastifyReply): FastifyReply => sendProblem(reply, httpProblems.notFound)

/** Gives a fastify app its last words: no route, a refused request, a lost database, a surprise. */
export function answerProblems(
  app: FastifyInstance,
  onNotFound: (request: FastifyRequest, reply: FastifyReply) => FastifyReply = (_request, reply) =>
    sendNotFound(reply),
): void {
  app.setNotFoundHandler(onNotFound)
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemOfError(error)
    if (!problem) {
      request.log.error({ err: error }, 'request failed')
      return reply.code(500).send(problemBody(httpProblems.internal))
    }
    if (problem.kind === 'unavailable') request.log.warn({ err: error }, 'request refused')
    return sendProblem(reply, problem)
  })
}

/** Parses a body, query or params at the edge; the problem names the wrong fields, never their values. */
export function parseWith<T>(
  schema: z.ZodType<T>,
  input: unknown,
): Result<T, Problem & { fields: readonly string[] }> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return ok(parsed.data)
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.map(String).join('.')))].filter(
    Boolean,
  )
  return fail({ ...httpProblems.incorrect, fields })
}
