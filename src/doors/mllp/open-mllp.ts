import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TLSSocket } from 'node:tls'
import type { Clock } from '#foundation/clock'
import type { Logger } from '#foundation/log'
import type { FacilityAliases } from '#vocabulary/hl7v2'
import { Connection, type DoorParts, type RefusedMessage } from './connection.ts'
import { gather, type Keep } from './gather.ts'
import type { AskIdentity } from './queries/index.ts'
import { RememberedIds } from './remembered-ids.ts'
import { allowedFor, plainAddress, type Senders } from './senders.ts'

export interface MllpOptions {
  /** Keeps messages and answers each in its order; what it answers ok is committed. */
  readonly keep: Keep
  /** Answers queries (QBP); without it they are refused. */
  readonly ask?: AskIdentity | null
  readonly clock: Clock
  readonly log: Logger
  readonly host: string
  /** Undefined: off. 0: any free port. */
  readonly port?: number | undefined
  readonly tls?:
    | {
        readonly port: number
        /** Files, PEM. */
        readonly cert: string
        readonly key: string
        /** Of clients; when given, each must show a certificate of it. */
        readonly ca?: string | undefined
      }
    | undefined
  readonly senders: Senders
  readonly aliases: FacilityAliases
  readonly maxBytes: number
  readonly connections: number
  readonly idleSeconds: number
  /** Told of every message that was not kept. */
  readonly refused?: (refusal: RefusedMessage) => void
}

export interface MllpDoor {
  readonly port: number | null
  readonly tlsPort: number | null
  /** Hears no more, answers what was heard, closes. */
  close(): Promise<void>
}

/** Bytes of unfinished messages held for all connections together. */
const mostHeld = 64 * 1_048_576
const closeSeconds = 10

/** Opens the MLLP ports. Fails only when a port or a certificate cannot be had. */
export async function openMllp(options: MllpOptions): Promise<MllpDoor> {
  const open = new Map<Socket, Connection>()
  const parts = partsOf(options)
  const welcome = (socket: Socket) => {
    const certificateName = nameOf(socket as Partial<TLSSocket>)
    const peer = { address: plainAddress(socket.remoteAddress), certificateName }
    const name = certificateName === null ? peer.address : `cn:${certificateName}`
    open.set(socket, new Connection(socket, name, allowedFor(peer, options.senders), parts))
    socket.once('close', () => open.delete(socket))
  }
  const servers: Server[] = []
  const listen = async (server: Server, port: number) => {
    server.maxConnections = options.connections
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, options.host, resolve)
    })
    server.on('error', (err) => options.log.error({ err }, 'MLLP port'))
    servers.push(server)
    return (server.address() as AddressInfo).port
  }
  // Half-open, so that a sender that ends its side still gets its answers.
  const plain = options.port === undefined ? null : createServer({ allowHalfOpen: true }, welcome)
  const port = plain && (await listen(plain, options.port!))
  const tlsPort = options.tls
    ? await listen(tlsServer(options.tls, welcome, options.log), options.tls.port)
    : null
  return {
    port,
    tlsPort,
    async close() {
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)))
      let late: NodeJS.Timeout | undefined
      const enough = new Promise((resolve) => {
        late = setTimeout(resolve, closeSeconds * 1_000)
      })
      await Promise.race([Promise.all([...open.values()].map((connection) => connection.finish())), enough])
      clearTimeout(late)
      // What was answered is on its way; a client that never closes its side must not keep the door open.
      for (const socket of open.keys()) socket.destroySoon()
      await Promise.all(closed)
    },
  }
}

function tlsServer(
  tls: NonNullable<MllpOptions['tls']>,
  welcome: (socket: Socket) => void,
  log: Logger,
): Server {
  const server = createTlsServer(
    {
      cert: readFileSync(tls.cert),
      key: readFileSync(tls.key),
      ...(tls.ca ? { ca: readFileSync(tls.ca), requestCert: true, rejectUnauthorized: true } : {}),
      minVersion: 'TLSv1.2',
      handshakeTimeout: 10_000,
      allowHalfOpen: true,
    },
    welcome,
  )
  server.on('tlsClientError', (error, socket) => {
    log.warn(
      { peer: plainAddress(socket.remoteAddress), code: (error as NodeJS.ErrnoException).code },
      'TLS refused',
    )
    socket.destroy()
  })
  return server
}

/** The name in a client certificate that was checked against the authority. */
function nameOf(socket: Partial<TLSSocket>): string | null {
  if (!socket.authorized || !socket.getPeerCertificate) return null
  const name = socket.getPeerCertificate().subject?.CN as string | string[] | undefined
  return (Array.isArray(name) ? name[0] : name) ?? null
}

function partsOf(options: MllpOptions): DoorParts {
  let held = 0
  // Answers need ids that no earlier run of this process used.
  const run = randomBytes(6).toString('hex')
  let answers = 0
  return {
    keep: gather(options.keep, options.log),
    ask: options.ask ?? null,
    aliases: options.aliases,
    limits: {
      frameBytes: options.maxBytes,
      hold(bytes) {
        if (held + bytes > mostHeld) return false
        held += bytes
        return true
      },
      release(bytes) {
        held -= bytes
      },
    },
    remembered: new RememberedIds(),
    clock: options.clock,
    log: options.log,
    newControlId: () => `${run}${++answers}`,
    refused: options.refused ?? (() => undefined),
    idleSeconds: options.idleSeconds,
  }
}
