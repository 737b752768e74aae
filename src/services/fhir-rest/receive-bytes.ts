import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { fhirProblems } from './fhir.problems.ts'
import type { FhirProblem } from './fhir-problem.ts'

/** A refusal while a request is still arriving; the error handler turns it into an outcome. */
export class BodyRefused extends Error {
  readonly problem: FhirProblem

  constructor(problem: FhirProblem) {
    super(problem.code)
    this.problem = problem
  }
}

const none = Buffer.alloc(0)

/** The whole body in memory once, unpacked; never more than the limit, whatever its headers claim. */
export async function receiveBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const declared = Number(request.headers['content-length'] ?? Number.NaN)
  if (declared === 0) return none
  if (declared > maxBytes) return refuse(request, fhirProblems.tooLarge)
  switch (request.headers['content-encoding']?.toLowerCase() ?? 'identity') {
    case 'identity':
    case '':
      return collect(request, request, maxBytes, declared)
    case 'gzip':
    case 'x-gzip':
      return collect(request, request.pipe(createGunzip()), maxBytes, Number.NaN)
    default:
      return refuse(request, fhirProblems.encoding)
  }
}

/** What still arrives is read and thrown away, so that the client gets to see the answer. */
function refuse(request: IncomingMessage, problem: FhirProblem): never {
  request.resume()
  throw new BodyRefused(problem)
}

const worthAllocating = 1_048_576

function collect(
  request: IncomingMessage,
  from: Readable,
  maxBytes: number,
  declared: number,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let whole: Buffer | null = null
    let size = 0
    const stop = (problem: FhirProblem) => {
      from.removeAllListeners('data')
      request.unpipe()
      if (from !== request) from.destroy()
      request.resume()
      reject(new BodyRefused(problem))
    }
    from.on('data', (chunk: Buffer) => {
      if (size + chunk.length > maxBytes) return stop(fhirProblems.tooLarge)
      // A large body of known length is copied to its place at once instead of being held twice at the end.
      if (size === 0 && declared > worthAllocating) whole = Buffer.allocUnsafe(declared)
      if (whole) chunk.copy(whole, size)
      else chunks.push(chunk)
      size += chunk.length
    })
    from.on('end', () => {
      resolve(whole ? whole.subarray(0, size) : joined(chunks, size))
      // The request lives until it is answered, and these listeners with it: the bytes need not.
      whole = null
      chunks.length = 0
    })
    from.on('error', () => stop(from === request ? fhirProblems.cutShort : fhirProblems.badGzip))
    request.on('aborted', () => stop(fhirProblems.cutShort))
  })
}

const joined = (chunks: readonly Buffer[], size: number) =>
  chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size)
