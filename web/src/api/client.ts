import { markReachable, markUnreachable } from './reachability'
import type { MessageProblem } from './types'

/** What a failed question to the server says. `status` 0: no answer at all. */
export class ApiError extends Error {
  readonly code: string
  readonly status: number
  readonly problems: readonly MessageProblem[]

  constructor(code: string, message: string, status: number, problems: readonly MessageProblem[] = []) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.status = status
    this.problems = problems
  }
}

export type Params = Readonly<Record<string, string | number | undefined>>

export const withParams = (path: string, params: Params = {}): string => {
  const entries = Object.entries(params).filter(([, value]) => value !== undefined && value !== '')
  if (entries.length === 0) return path
  return `${path}?${new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))}`
}

export type Headers = Readonly<Record<string, string>>

export const getJson = <T>(
  path: string,
  params?: Params,
  signal?: AbortSignal,
  headers?: Headers,
): Promise<T> => ask<T>(withParams(path, params), { signal, headers })

export const sendJson = <T>(
  method: 'POST' | 'PUT',
  path: string,
  body: unknown,
  headers?: Headers,
): Promise<T> =>
  ask<T>(path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

/** A file or a piece of one, as its bytes are: the server reads what it is from them. */
export const sendBytes = <T>(path: string, bytes: Blob, params?: Params): Promise<T> =>
  ask<T>(withParams(path, params), {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
  })

async function ask<T>(url: string, init: RequestInit): Promise<T> {
  let response: Response
  try {
    response = await fetch(url, { ...init, headers: { accept: 'application/json', ...init.headers } })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    markUnreachable()
    throw new ApiError('NETWORK', '', 0)
  }
  const text = await response.text()
  const body = parse(text)
  // A proxy that cannot reach the server answers 502–504 in its own words; the server itself says a code.
  if (response.status >= 502 && response.status <= 504 && body === undefined) {
    markUnreachable()
    throw new ApiError('NETWORK', '', 0)
  }
  markReachable()
  if (!response.ok) throw errorFrom(body, response.status)
  if (body === undefined && text !== '') throw new ApiError('NOT_JSON', '', response.status)
  return body as T
}

/** Reads {code, message} of /api, {problems} of /intake, or an OperationOutcome's first issue. */
export function errorFrom(body: unknown, status: number): ApiError {
  const answer = (body ?? {}) as { code?: string; message?: string; problems?: MessageProblem[] }
  const problems = Array.isArray(answer.problems) ? answer.problems : []
  const code = answer.code ?? problems[0]?.code ?? `HTTP_${status}`
  return new ApiError(code, answer.message ?? problems[0]?.message ?? '', status, problems)
}

export function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
