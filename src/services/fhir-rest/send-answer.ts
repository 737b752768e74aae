import type { FastifyReply } from 'fastify'
import { parseExact } from '#foundation/json'
import { writeXml } from '#vocabulary/fhir-xml'
import type { Answer } from './answer.types.ts'
import { type FhirProblem, problemText, statusOfProblem } from './fhir-problem.ts'
import { prettyJson } from './pretty-json.ts'
import { etagOf } from './read-conditions.ts'
import { jsonOutput, type Output } from './read-format.ts'

const contentTypes = {
  json: 'application/fhir+json; charset=utf-8',
  xml: 'application/fhir+xml; charset=utf-8',
} as const

/** Writes an answer on HTTP: status, headers, and the text as it is unless another format was asked for. */
export function sendAnswer(reply: FastifyReply, answer: Answer, output: Output, base: string): FastifyReply {
  const { status, version, lastUpdated, location, headers, stream, bytes } = answer
  reply.code(status)
  if (version !== undefined) reply.header('etag', etagOf(version))
  if (lastUpdated) reply.header('last-modified', lastUpdated.toUTCString())
  if (location) reply.header(status === 201 ? 'location' : 'content-location', `${base}/${location}`)
  if (headers) reply.headers(headers)
  if (stream) return reply.type(stream.contentType).send(stream.from)
  if (bytes) return sendBytes(reply.type(bytes.contentType), bytes.content)
  if (answer.body === '') return reply.send()
  return sendText(reply, written(answer.body, output), output)
}

/** Every failure is an OperationOutcome. */
export function sendProblem(reply: FastifyReply, problem: FhirProblem, output: Output = jsonOutput) {
  if (problem.kind === 'busy' || problem.kind === 'unavailable') reply.header('retry-after', '5')
  if (problem.headers) reply.headers(problem.headers)
  return sendText(reply.code(statusOfProblem(problem)), written(problemText(problem), output), output)
}

function sendText(reply: FastifyReply, text: string, { format }: Output): FastifyReply {
  // As bytes at once: the text is joined of many pieces, and would be measured and written piece by piece otherwise.
  return sendBytes(reply.type(contentTypes[format]), Buffer.from(text))
}

const sendBytes = (reply: FastifyReply, bytes: Uint8Array): FastifyReply =>
  reply.request.method === 'HEAD' ? reply.header('content-length', bytes.length).send() : reply.send(bytes)

function written(body: string, { format, pretty }: Output): string {
  if (format === 'xml') return writeXml(exact(body), { pretty })
  return pretty ? prettyJson(body) : body
}

/** Bundles nest deeper than what is taken in: a resource of the greatest depth within an entry. */
function exact(body: string) {
  const parsed = parseExact(body, { maxDepth: 1_000 })
  if (!parsed.ok) throw new Error('an answer is not JSON')
  return parsed.value
}
