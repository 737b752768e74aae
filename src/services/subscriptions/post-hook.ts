import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { fail, ok, type Result } from '#foundation/result'

export interface HookRequest {
  readonly method: 'POST' | 'PUT'
  readonly url: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

const http = new HttpAgent({ keepAlive: true, maxSockets: 32, maxFreeSockets: 16, timeout: 30_000 })
const https = new HttpsAgent({ keepAlive: true, maxSockets: 32, maxFreeSockets: 16, timeout: 30_000 })

/** Of an answer only the status counts; a little is read so that the connection can be used again. */
const mostRead = 65_536

/** One request, within its time. A redirect is an answer like any other that is not 2xx: it is not followed. */
export function postHook(hook: HookRequest): Promise<Result<void, string>> {
  return new Promise((resolve) => {
    const url = new URL(hook.url)
    const isHttps = url.protocol === 'https:'
    const body = Buffer.from(hook.body)
    const settle = (result: Result<void, string>) => {
      clearTimeout(timer)
      hook.signal.removeEventListener('abort', stop)
      resolve(result)
    }
    const send = isHttps ? httpsRequest : httpRequest
    const out = send(url, {
      method: hook.method,
      agent: isHttps ? https : http,
      headers: {
        ...Object.fromEntries(hook.headers),
        ...(body.length > 0 ? { 'content-type': 'application/fhir+json' } : {}),
        'content-length': body.length,
      },
    })
    const giveUp = (why: string) => {
      settle(fail(why))
      out.destroy()
    }
    const stop = () => giveUp('Máy chủ đang dừng.')
    const timer = setTimeout(() => giveUp('Nơi nhận không trả lời kịp.'), hook.timeoutMs)
    hook.signal.addEventListener('abort', stop)
    out.on('error', () => settle(fail('Không kết nối được nơi nhận.')))
    out.on('response', (response) => {
      const status = response.statusCode ?? 0
      settle(status >= 200 && status < 300 ? ok(undefined) : fail(`Nơi nhận trả lời ${status}.`))
      let read = 0
      const late = setTimeout(() => response.destroy(), hook.timeoutMs)
      response.on('close', () => clearTimeout(late))
      response.on('error', () => {})
      response.on('data', (chunk: Buffer) => {
        read += chunk.length
        if (read > mostRead) response.destroy()
      })
    })
    out.end(body)
  })
}
