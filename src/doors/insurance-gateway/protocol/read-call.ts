import type { FastifyRequest } from 'fastify'

/** Where software puts what it says about itself; all places are looked at, whatever the function. */
export interface Call {
  readonly token: string | null
  readonly idToken: string | null
  /** MD5 of the password, as sent. */
  readonly password: string | null
  readonly username: string | null
  get(name: string): string | null
}

/** Episode functions say it in headers, older ones in the query, certificates in the body, the driver's form in others. */
export function readCall(request: FastifyRequest, fields: ReadonlyMap<string, string>): Call {
  const query = new Map(
    Object.entries(request.query as Record<string, unknown>).map(([name, value]) => [
      name.toLowerCase(),
      String(Array.isArray(value) ? value[0] : value),
    ]),
  )
  const header = (name: string) => {
    const value = request.headers[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const get = (name: string) => fields.get(name)?.trim() || query.get(name)?.trim() || null
  return {
    token: header('accesstoken') ?? bearer(header('authorization')) ?? get('token') ?? get('access_token'),
    idToken: header('tokenid') ?? header('id_token') ?? get('id_token') ?? get('tokenid'),
    password: header('passwordhash') ?? header('password') ?? get('password') ?? get('passwordhash'),
    username: get('username') ?? header('username'),
    get,
  }
}

const bearer = (value: string | null) => /^Bearer\s+(\S+)$/i.exec(value ?? '')?.[1] ?? null
