import type { Operation } from '../protocol/endpoints.ts'

export interface UpstreamSession {
  readonly username: string
  /** MD5 of the password, as the gateway wants it. */
  readonly password: string
  readonly accessToken: string
  readonly idToken: string
  readonly expiresAt: number
}

/** What came back. `code` null: no answer of the gateway (network, time, a proxy's page, a half answer). */
export interface UpstreamAnswer {
  readonly code: string | null
  readonly message: string | null
  readonly transactionCode: string | null
  readonly receivedAt: string | null
  readonly body: Readonly<Record<string, unknown>> | null
}

export interface UpstreamFile {
  readonly operation: Operation
  readonly path: string
  readonly facility: string
  readonly kind: string
  readonly fields: Readonly<Record<string, string>>
  readonly bytes: Buffer
}

export interface UpstreamOptions {
  /** `https://egw.baohiemxahoi.gov.vn`: nothing else is ever called. */
  readonly base: string
  readonly timeoutMs: number
  readonly now: () => Date
}

const answerBytes = 256 * 1024

/** A client of the insurance gateway, as vendors' software is one (reference bhyt-xml.md, section 8). */
export function openUpstream({ base, timeoutMs, now }: UpstreamOptions) {
  const call = async (path: string, init: RequestInit): Promise<UpstreamAnswer> => {
    try {
      const response = await fetch(new URL(`/api/${path.replace(/^\/+/, '')}`, base), {
        ...init,
        method: 'POST',
        // A moved gateway is a matter for people: credentials follow no redirect.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      })
      const text = await bounded(response)
      if (!response.ok) return noAnswer(`HTTP ${response.status}`)
      return readAnswer(text)
    } catch (error) {
      return noAnswer(reasonOf(error))
    }
  }
  const form = (fields: Readonly<Record<string, string>>) => ({
    body: new URLSearchParams(fields),
  })

  return {
    async takeToken(username: string, password: string): Promise<UpstreamSession | UpstreamAnswer> {
      const answer = await call('token/take', form({ username, password }))
      const key = answer.body?.APIKey as Record<string, unknown> | null | undefined
      if (answer.code !== '200') return answer
      if (typeof key?.access_token !== 'string' || typeof key.id_token !== 'string')
        return noAnswer('token/take: no token')
      const until = Date.parse(String(key.expires_in))
      return {
        username,
        password,
        accessToken: key.access_token,
        idToken: key.id_token,
        // A minute less than said; ten minutes when nothing readable is.
        expiresAt: (Number.isNaN(until) ? now().getTime() + 600_000 : until) - 60_000,
      }
    },

    /** In the shape that belongs to the function: head and form, all in the form, or query and bytes. */
    send(session: UpstreamSession, file: UpstreamFile): Promise<UpstreamAnswer> {
      const { username, password, accessToken, idToken } = session
      switch (file.operation) {
        case 'certificate':
          return call(
            file.path,
            form({
              maCskcb: file.facility,
              token: accessToken,
              id_token: idToken,
              username,
              password,
              loaiHs: file.kind,
              fileBase64Str: file.bytes.toString('base64'),
            }),
          )
        case 'driver-check':
          return call(file.path, {
            headers: { 'content-type': 'application/json', Username: username, Password: password },
            body: new Uint8Array(file.bytes),
          })
        case 'episode-4210': {
          const query = new URLSearchParams({
            token: accessToken,
            id_token: idToken,
            username,
            password,
            loaiHoSo: file.kind,
            maTinh: file.fields.maTinh ?? file.facility.slice(0, 2),
            maCSKCB: file.facility,
          })
          return call(`${file.path}?${query}`, {
            headers: { 'content-type': 'application/json' },
            // An array of numbers: what software in the field sends for the .NET `byte[]`.
            body: JSON.stringify([...file.bytes]),
          })
        }
        default:
          return call(file.path, {
            headers: { accessToken, tokenId: idToken, passwordHash: password },
            ...form({
              username,
              loaiHoSo: file.kind,
              maTinh: file.fields.maTinh ?? file.facility.slice(0, 2),
              maCSKCB: file.facility,
              fileHSBase64: file.bytes.toString('base64'),
            }),
          })
      }
    },

    /** Card and history: session in the query, question in the form. */
    ask(session: UpstreamSession, path: string, fields: Readonly<Record<string, string>>) {
      const query = new URLSearchParams({
        token: session.accessToken,
        id_token: session.idToken,
        username: session.username,
        password: session.password,
      })
      return call(`${path}?${query}`, form(fields))
    },
  }
}

export type Upstream = ReturnType<typeof openUpstream>

const noAnswer = (message: string): UpstreamAnswer => ({
  code: null,
  message,
  transactionCode: null,
  receivedAt: null,
  body: null,
})

/** Never the address or what was sent: there are credentials in both. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string } }
  if (name === 'TimeoutError') return 'timeout'
  return cause?.code ?? 'network'
}

async function bounded(response: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of response.body ?? []) {
    size += piece.length
    if (size > answerBytes) throw new Error('answer too long')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function readAnswer(text: string): UpstreamAnswer {
  let body: Record<string, unknown>
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''))
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return noAnswer('not an answer')
    body = value as Record<string, unknown>
  } catch {
    return noAnswer('not an answer')
  }
  const words = new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]))
  const textOf = (...names: readonly string[]) => {
    const value = names.map((name) => words.get(name)).find((one) => one !== undefined && one !== null)
    return value === undefined ? null : String(value).slice(0, 500)
  }
  // The driver's form answers 1 for yes.
  const state = textOf('msg_state')
  const code = textOf('maketqua') ?? (state === null ? null : state === '1' ? '200' : '205')
  if (code === null) return noAnswer('not an answer')
  return {
    code,
    message: textOf('thongdiep', 'msg_text', 'ghichu'),
    transactionCode: textOf('magiaodich', 'magd', 'uuid'),
    receivedAt: textOf('thoigiantiepnhan'),
    body,
  }
}
