import { fail, ok, type Result } from '#foundation/result'
import type { Trouble } from '../verification.types.ts'
import type { Caller } from './http-call.ts'
import { readToken } from './wire.ts'

export interface Credentials {
  readonly url: URL
  readonly clientId: string
  readonly clientSecret: string
}

/** One token for all callers, taken when needed (RFC 6749, section 4.4) and renewed before its end. */
export function keepToken(
  credentials: Credentials,
  { post }: Caller,
  { timeoutMs, now }: { readonly timeoutMs: number; readonly now: () => number },
) {
  let known: { readonly token: string; readonly until: number } | null = null
  let taking: Promise<Result<string, Trouble>> | null = null

  async function take(): Promise<Result<string, Trouble>> {
    const { url, clientId, clientSecret } = credentials
    // RFC 6749, section 2.3.1: both parts are form-encoded before they are joined.
    const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`
    const answered = await post({
      url,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
      },
      body: 'grant_type=client_credentials',
      timeoutMs,
    })
    if (!answered.ok) return fail(answered.problem)
    const { status, text } = answered.value
    if (status === 400 || status === 401 || status === 403) return fail('sign-in')
    if (status !== 200) return fail(status === 429 ? 'throttled' : 'gateway-error')
    const read = readToken(text)
    if (!read) return fail('bad-answer')
    // A tenth of its life early, so that it does not end on its way.
    known = { token: read.token, until: now() + read.seconds * 900 }
    return ok(read.token)
  }

  return {
    async get(): Promise<Result<string, Trouble>> {
      if (known && now() < known.until) return ok(known.token)
      taking ??= take().finally(() => {
        taking = null
      })
      return taking
    },
    /** The gateway no longer takes it, unless another caller has renewed it meanwhile. */
    forget(token: string): void {
      if (known?.token === token) known = null
    },
  }
}
