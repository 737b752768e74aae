import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a simulated gateway does wrong, for the next calls in order. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'hang-up' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'garbage' }
  /** Takes the file and hangs up before it answers: the sender cannot know. */
  | { readonly kind: 'taken-then-hang-up' }
  | { readonly kind: 'forget-sessions' }

export interface SimulatorAccount {
  readonly username: string
  /** In the clear; software sends its MD5. */
  readonly password: string
  readonly facility: string
}

export interface SimulatedFile {
  readonly path: string
  readonly facility: string
  readonly kind: string
  readonly bytes: Buffer
  readonly transactionCode: string
}

export interface Simulator {
  readonly address: string
  /** In the order of arrival. */
  readonly received: readonly SimulatedFile[]
  readonly calls: readonly string[]
  fail(...faults: readonly Fault[]): void
  /** No call is answered while it is away. */
  setAway(away: boolean): void
  stop(): Promise<void>
}

interface Session {
  readonly account: SimulatorAccount
  readonly idToken: string
}

/**
 * A simulated insurance gateway for trials and tests: the functions, fields and codes of reference bhyt-xml.md, sections 8
 * and 9, written from that text and sharing nothing with our own door. It keeps what it receives in memory and judges
 * nothing but form. Not the real gateway, and never to be mistaken for it: its transaction codes begin with `GIALAP`.
 */
export async function startGatewaySimulator(
  accounts: readonly SimulatorAccount[],
  { port = 0, host = '127.0.0.1' }: { readonly port?: number; readonly host?: string } = {},
): Promise<Simulator> {
  const sessions = new Map<string, Session>()
  const received: SimulatedFile[] = []
  const calls: string[] = []
  const faults: Fault[] = []
  let isAway = false

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })

  async function answer(request: IncomingMessage, response: ServerResponse) {
    if (isAway) return void request.socket.destroy()
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const url = new URL(request.url ?? '/', 'http://simulator')
    const path = url.pathname.replace(/^\/api\//, '')
    calls.push(path)
    const isSignIn = path.toLowerCase() === 'token/take'
    const fault = isSignIn ? undefined : faults.shift()
    if (fault?.kind === 'slow') await sleep(fault.ms)
    if (fault?.kind === 'hang-up') return void request.socket.destroy()
    if (fault?.kind === 'forget-sessions') sessions.clear()
    if (fault?.kind === 'status') return void response.writeHead(fault.status).end('<html>proxy</html>')
    if (fault?.kind === 'garbage') return void response.end('<html>Bảo trì</html>')
    if (fault?.kind === 'code') return reply(response, { maKetQua: fault.code, thongDiep: 'giả lập lỗi' })
    const body = Buffer.concat(pieces)
    const said = isSignIn ? signIn(body) : take(request, url, path, body)
    if (fault?.kind === 'taken-then-hang-up') return void request.socket.destroy()
    if (fault?.kind === 'cut') return void response.end(JSON.stringify(said).slice(0, 12))
    reply(response, said)
  }

  function signIn(body: Buffer) {
    const form = new URLSearchParams(body.toString('utf8'))
    const account = accounts.find(({ username }) => username === form.get('username'))
    if (!account || md5(account.password) !== form.get('password')) return { maKetQua: '401', APIKey: null }
    const accessToken = randomBytes(16).toString('hex')
    const idToken = randomBytes(16).toString('hex')
    sessions.set(accessToken, { account, idToken })
    return {
      maKetQua: '200',
      APIKey: {
        access_token: accessToken,
        id_token: idToken,
        token_type: 'Bearer',
        username: account.username,
        expires_in: new Date(Date.now() + 900_000).toISOString(),
      },
    }
  }

  function take(request: IncomingMessage, url: URL, path: string, body: Buffer) {
    const name = path.toLowerCase()
    const form = new URLSearchParams(body.toString('utf8'))
    const head = (key: string) => request.headers[key] as string | undefined
    if (name.startsWith('hssk/')) {
      const account = accounts.find(({ username }) => username === head('username'))
      if (!account || md5(account.password) !== head('password'))
        return { MSG_STATE: '0', MSG_TEXT: 'Sai tài khoản' }
      const code = keep(path, account.facility, '', body)
      return { MSG_STATE: '1', MSG_TEXT: 'Thành công', UUID: code }
    }
    const isCertificate = name.startsWith('chungtugw/') || name.startsWith('hososuckhoe/')
    const inQuery = name.startsWith('egw/')
    const from = inQuery ? url.searchParams : form
    const token = inQuery || isCertificate ? from.get('token') : head('accesstoken')
    const idToken = inQuery || isCertificate ? from.get('id_token') : head('tokenid')
    const password = inQuery || isCertificate ? from.get('password') : head('passwordhash')
    const session = sessions.get(token ?? '')
    const isKnown =
      session &&
      session.idToken === idToken &&
      md5(session.account.password) === password &&
      session.account.username === from.get('username')
    if (!isKnown) return coded(isCertificate, '401')
    if (/lichsukcb|lskcb/.test(name)) return card(form)
    const facility = from.get('maCSKCB') ?? from.get('maCskcb')
    if (facility !== session.account.facility) return coded(isCertificate, '402')
    const text = form.get('fileHSBase64') ?? form.get('fileBase64Str')
    const bytes = inQuery ? bytesOf(body) : text ? Buffer.from(text, 'base64') : null
    if (!bytes || bytes.length === 0) return coded(isCertificate, '205')
    const code = keep(path, facility, from.get('loaiHoSo') ?? from.get('loaiHs') ?? '', bytes)
    return coded(isCertificate, '200', code)
  }

  function keep(path: string, facility: string, kind: string, bytes: Buffer): string {
    const transactionCode = `GIALAP${String(received.length + 1).padStart(8, '0')}`
    received.push({ path, facility, kind, bytes, transactionCode })
    return transactionCode
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    address: `http://${host}:${(server.address() as AddressInfo).port}`,
    received,
    calls,
    fail: (...more) => void faults.push(...more),
    setAway: (away) => {
      isAway = away
      if (away) server.closeAllConnections()
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex').toUpperCase()

function coded(isCertificate: boolean, code: string, transactionCode = '') {
  const at = new Date(Date.now() + 7 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14)
  return isCertificate
    ? { MaGD: transactionCode, MaKetQua: code, ThoiGianTiepNhan: at }
    : {
        maKetQua: code,
        maGiaoDich: transactionCode,
        thoiGianTiepNhan: at,
        thongDiep: code === '200' ? 'Thành công' : 'Lỗi',
      }
}

/** One invented holder. */
function card(form: URLSearchParams) {
  if (form.get('maThe') !== 'GD4797999000001')
    return { maKetQua: '050', ghiChu: 'Không có thông tin thẻ BHYT' }
  return {
    maKetQua: '000',
    ghiChu: 'Thông tin thẻ BHYT chính xác (giả lập)',
    maThe: 'GD4797999000001',
    hoTen: 'NGUYỄN THỊ THỬ NGHIỆM',
    dsLichSuKCB2018: [],
  }
}

function bytesOf(body: Buffer): Buffer | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return Array.isArray(value) ? Buffer.from(value as number[]) : null
  } catch {
    return body
  }
}

function reply(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}
