import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '#foundation/clock'
import { ok, type Result } from '#foundation/result'
import type { Actor, FhirGate } from '#gate/access'
import type { IdentityGate } from '#gate/identity'
import type { Terminology } from '#vocabulary/terminology'
import type { ProfileShelf } from '#vocabulary/validation'
import { basePath, baseUrlOf } from './base-url.ts'
import { takesAnyBytes } from './binary/give-bytes.ts'
import { readBinaryBody, takesBytes } from './binary/take-bytes.ts'
import type {
  Body,
  Call,
  Caller,
  Conditions,
  FhirLimits,
  Method,
  OperationRoute,
  Service,
} from './call.types.ts'
import { answerErrors } from './fhir-errors.ts'
import type { FhirProblem } from './fhir-problem.ts'
import { identityOperations } from './identity/identity-operations.ts'
import { withPersons } from './identity/person-shelf.ts'
import { interact } from './interact.ts'
import { answersAnyFormat } from './operations/operate.ts'
import { operationTable } from './operations/operation-table.ts'
import { ownOperations } from './operations/own-operations.ts'
import { readBody } from './read-body.ts'
import { jsonOutput, readOutput } from './read-format.ts'
import { queryOf, readPairs } from './read-pairs.ts'
import { readPrefer } from './read-prefer.ts'
import { readTarget, type Target } from './read-target.ts'
import { receiveBytes } from './receive-bytes.ts'
import { sendAnswer, sendProblem } from './send-answer.ts'

export interface FhirRoutesDeps {
  readonly gate: FhirGate
  readonly actorOf: (request: FastifyRequest) => Actor | null
  readonly clock: Clock
  readonly version: string
  readonly terminology: Terminology
  /** Stored profiles that resources are held to when they claim them; without it: only the product's own. */
  readonly profiles?: ProfileShelf
  /** Canonical URLs of the subscription topics that the CapabilityStatement names. */
  readonly topics?: readonly string[]
  /** The gate before the identity index; without it there is no $match and no $ihe-pix, and Person is a stored resource only. */
  readonly identity?: IdentityGate
  /** Operations of other files, beside $validate and those of terminology. */
  readonly operations?: readonly OperationRoute[]
  readonly limits?: Partial<FhirLimits>
}

const usualLimits: FhirLimits = {
  maxBytes: 64 * 1_048_576,
  maxEntries: 20_000,
  maxCount: 1_000,
  defaultCount: 50,
}

const methods: Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** The whole of FHIR R4 under /fhir/R4. The paths only count segments; `readTarget` says what they mean. */
export function fhirRoutes(deps: FhirRoutesDeps) {
  const { identity } = deps
  const service: Service = {
    gate: identity ? withPersons(deps.gate, identity, deps.clock) : deps.gate,
    operations: operationTable([
      ...ownOperations,
      ...(identity ? identityOperations(identity) : []),
      ...(deps.operations ?? []),
    ]),
    terminology: deps.terminology,
    profiles: deps.profiles ?? { definitionsOf: () => [] },
    topics: deps.topics ?? [],
    version: deps.version,
    limits: { ...usualLimits, ...deps.limits },
  }
  const callerOf = (request: FastifyRequest): Caller => ({
    service,
    actor: deps.actorOf(request),
    purpose: 'treatment',
    base: baseUrlOf(request),
    prefer: readPrefer(request.headers.prefer as string | undefined),
    at: deps.clock.now(),
  })
  return async (app: FastifyInstance) => {
    await app.register(
      async (scope) => {
        scope.removeAllContentTypeParsers()
        scope.addContentTypeParser('*', (_request: FastifyRequest, payload: FastifyRequest['raw']) =>
          receiveBytes(payload, service.limits.maxBytes),
        )
        answerErrors(scope)
        for (const url of ['/', '/:a', '/:a/:b', '/:a/:b/:c', '/:a/:b/:c/:d'])
          scope.route({
            method: methods,
            url,
            exposeHeadRoute: false,
            handler: (request, reply) => handle(callerOf(request), request, reply),
          })
      },
      { prefix: basePath },
    )
  }
}

async function handle(caller: Caller, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const pairs = readPairs(queryOf(request.raw.url ?? ''))
  if (!pairs.ok) return sendProblem(reply, pairs.problem)
  const output = readOutput(pairs.value, request.headers.accept)
  const format = output.ok ? output.value : jsonOutput
  const call = readCall(caller, request, pairs.value)
  if (!call.ok) return sendProblem(reply, call.problem, format)
  if (!output.ok && !answersAnyFormat(call.value) && !takesAnyBytes(call.value))
    return sendProblem(reply, output.problem)
  const answered = await interact(call.value)
  return answered.ok
    ? sendAnswer(reply, answered.value, format, caller.base)
    : sendProblem(reply, answered.problem, format)
}

function readCall(caller: Caller, request: FastifyRequest, pairs: Call['pairs']): Result<Call, FhirProblem> {
  const { a, b, c, d } = request.params as { a?: string; b?: string; c?: string; d?: string }
  const target = readTarget(
    [a, b, c, d].filter((segment) => segment !== undefined && segment !== '') as string[],
  )
  if (!target.ok) return target
  const method = request.method as Method
  const body = bodyOf(request, method, target.value)
  if (!body.ok) return body
  return ok({
    caller,
    method,
    target: target.value,
    pairs,
    conditions: conditionsOf(request),
    accept: request.headers.accept ?? '*/*',
    body: body.value,
  })
}

function bodyOf(request: FastifyRequest, method: Method, target: Target): Result<Body | null, FhirProblem> {
  const bytes = request.body as Buffer | undefined
  if (!bytes || bytes.length === 0) return ok(null)
  // The bytes of a large transaction are let go as soon as they are text.
  request.body = undefined
  return takesBytes(method, target)
    ? readBinaryBody(bytes, request.headers, target)
    : readBody(bytes, request.headers['content-type'])
}

const unconditional: Conditions = {}

function conditionsOf({ headers }: FastifyRequest): Conditions {
  const ifMatch = headers['if-match']
  const ifNoneMatch = headers['if-none-match']
  const ifModifiedSince = headers['if-modified-since']
  const ifNoneExist = headers['if-none-exist']
  if (
    ifMatch === undefined &&
    ifNoneMatch === undefined &&
    ifModifiedSince === undefined &&
    ifNoneExist === undefined
  )
    return unconditional
  return { ifMatch, ifNoneMatch, ifModifiedSince, ifNoneExist: ifNoneExist as string | undefined }
}
