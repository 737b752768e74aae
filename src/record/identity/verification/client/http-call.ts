import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { fail, ok, type Result } from '#foundation/result'

/** Files' contents (PEM). A client certificate names us by itself or beside the token. */
export interface Tls {
  readonly cert?: Buffer
  readonly key?: Buffer
  /** The authority of the gateway, when it is not one that Node knows. */
  readonly ca?: Buffer
}

export interface Call {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

export interface Reply {
  readonly status: number
  readonly retryAfter: string | null
  readonly text: string
}

/** Longer answers are none of our contract. */
const mostRead = 16_384

/**
 * A POST within its time, on kept connections. Not `fetch`: that takes no client certificate without a package of its own.
 * Redirects are answers like any other: neither a question about a person nor a credential follows one.
 */
export function openCaller(tls: Tls) {
  const http = new HttpAgent({ keepAlive: true, maxSockets: 32 })
  const https = new HttpsAgent({ keepAlive: true, maxSockets: 32, minVersion: 'TLSv1.2', ...tls })
  const post = (call: Call): Promise<Result<Reply, 'network' | 'timeout' | 'bad-answer'>> =>
    new Promise((resolve) => {
      const isHttps = call.url.protocol === 'https:'
      const body = Buffer.from(call.body)
      const out = (isHttps ? httpsRequest : httpRequest)(call.url, {
        method: 'POST',
        agent: isHttps ? https : http,
        headers: { accept: 'application/json', ...call.headers, 'content-length': body.length },
      })
      const settle = (result: Result<Reply, 'network' | 'timeout' | 'bad-answer'>) => {
        clearTimeout(timer)
        call.signal?.removeEventListener('abort', stop)
        resolve(result)
        if (!result.ok) out.destroy()
      }
      const stop = () => settle(fail('timeout'))
      const timer = setTimeout(stop, call.timeoutMs)
      call.signal?.addEventListener('abort', stop)
      if (call.signal?.aborted) return stop()
      out.on('error', () => settle(fail('network')))
      out.on('response', (response) => {
        const pieces: Buffer[] = []
        let size = 0
        response.on('data', (piece: Buffer) => {
          size += piece.length
          if (size > mostRead) settle(fail('bad-answer'))
          else pieces.push(piece)
        })
        response.on('error', () => settle(fail('network')))
        response.on('end', () => {
          if (!response.complete) return settle(fail('network'))
          const retryAfter = response.headers['retry-after'] ?? null
          settle(
            ok({
              status: response.statusCode ?? 0,
              retryAfter,
              text: Buffer.concat(pieces).toString('utf8'),
            }),
          )
        })
      })
      out.end(body)
    })
  const close = () => {
    http.destroy()
    https.destroy()
  }
  return { post, close }
}

export type Caller = ReturnType<typeof openCaller>
