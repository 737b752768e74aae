import { Agent, request } from 'node:http'

export interface Answer {
  readonly status: number
  readonly body: string
  readonly location: string | undefined
  readonly contentLocation: string | undefined
  readonly ms: number
}

/** A client that does as little as possible: keep-alive connections and whole bodies. */
export function fhirClient(base: string, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const url = new URL(base)
  const ask = (method: string, path: string, body?: string | Buffer, type = 'application/fhir+json') =>
    new Promise<Answer>((resolve, reject) => {
      const began = performance.now()
      const req = request({
        agent,
        method,
        host: url.hostname,
        port: url.port,
        path: `${url.pathname}${path}`,
        headers:
          body === undefined
            ? { prefer: 'respond-async' }
            : { 'content-type': type, 'content-length': Buffer.byteLength(body), prefer: 'respond-async' },
      })
      req.on('response', (res) => {
        const parts: Buffer[] = []
        res.on('data', (part: Buffer) => parts.push(part))
        res.on('end', () =>
          resolve({
            status: res.statusCode ?? 0,
            body: Buffer.concat(parts).toString(),
            location: res.headers.location,
            contentLocation: res.headers['content-location'],
            ms: performance.now() - began,
          }),
        )
      })
      req.on('error', reject)
      req.end(body)
    })
  return { ask, close: () => agent.destroy() }
}

export type FhirClient = ReturnType<typeof fhirClient>

export interface MixResult {
  readonly perSecond: number
  /** ms, sorted */
  readonly latencies: readonly number[]
  readonly errors: number
  readonly firstError: string | null
}

/** `workers` do `work` one after the other for `seconds`; a status of 400 and more is an error. */
export async function runMix(
  seconds: number,
  workers: number,
  work: (worker: number) => Promise<Answer>,
): Promise<MixResult> {
  const latencies: number[] = []
  let errors = 0
  let firstError: string | null = null
  const end = performance.now() + seconds * 1000
  const began = performance.now()
  const loop = async (worker: number) => {
    while (performance.now() < end) {
      const answer = await work(worker)
      latencies.push(answer.ms)
      if (answer.status >= 400) {
        errors += 1
        firstError ??= `${answer.status} ${answer.body.slice(0, 300)}`
      }
    }
  }
  await Promise.all(Array.from({ length: workers }, (_, worker) => loop(worker)))
  const perSecond = latencies.length / ((performance.now() - began) / 1000)
  return { perSecond, latencies: latencies.sort((a, b) => a - b), errors, firstError }
}
