import { readFileSync } from 'node:fs'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import type { ConfigOf } from '#foundation/config'
import { fail, ok, type Problem, type Result } from '#foundation/result'
import { forgetEvents } from './accounts/event.queries.ts'
import { forgetFailures } from './accounts/failure.queries.ts'
import { forgetTokens } from './accounts/token.queries.ts'
import type { gatewayConfig } from './gateway.config.ts'
import { gatewayRoutes } from './gateway.routes.ts'
import type { GatewayDeps } from './gateway.types.ts'
import { openRelay } from './relay/open-relay.ts'
import { forgetDelivered } from './relay/outgoing.queries.ts'
import { readKey } from './relay/seal.ts'
import { forgetSubmissions } from './submissions/submission.queries.ts'

export type GatewayConfig = ConfigOf<[typeof gatewayConfig]>

export interface OpenGateway {
  /** Where the listener is; null while it is off. */
  readonly address: string | null
  readonly upstream: string | null
  readonly upstreamKey: Buffer | null
  stop(): Promise<void>
}

const loopback = /^(127(\.\d{1,3}){3}|::1|localhost)$/
const day = 86_400_000

/**
 * The gateway on a listener of its own: the one address of Mạch that answers other machines, since it signs its callers in
 * itself. Without MACH_GATEWAY_HOST nothing listens, but what still waits to be forwarded goes on its way.
 */
export async function openGateway(
  config: GatewayConfig,
  deps: Omit<GatewayDeps, 'rules' | 'relay'>,
): Promise<Result<OpenGateway>> {
  const key = config.MACH_GATEWAY_UPSTREAM_KEY ? readKey(config.MACH_GATEWAY_UPSTREAM_KEY) : null
  const base = config.MACH_GATEWAY_UPSTREAM ?? null
  if (base !== null && key === null) return fail(problems.noKey)
  const { db, clock, log } = deps
  const relay = base === null || key === null ? null : openRelay({ db, clock, log, base, key })
  const built = buildListener(config, { ...deps, relay, rules: rulesOf(config) })
  if (!built.ok) return built
  const listening = built.value === null ? ok(null) : await listen(built.value, config)
  if (!listening.ok) return listening
  const sending = relay?.start()
  const tidying = tidyDaily(deps, config.MACH_GATEWAY_KEEP_DAYS)
  return ok({
    address: listening.value,
    upstream: base,
    upstreamKey: key,
    stop: async () => {
      clearInterval(tidying)
      await built.value?.close()
      await sending?.stop()
    },
  })
}

const rulesOf = (config: GatewayConfig): GatewayDeps['rules'] => ({
  fileBytes: config.MACH_GATEWAY_MAX_BYTES,
  uploads: config.MACH_GATEWAY_UPLOADS,
  tokenMinutes: config.MACH_GATEWAY_TOKEN_MINUTES,
  twoAddresses: config.MACH_GATEWAY_TWO_ADDRESSES,
})

function buildListener(config: GatewayConfig, deps: GatewayDeps): Result<FastifyInstance | null> {
  const host = config.MACH_GATEWAY_HOST
  if (host === undefined) return ok(null)
  const { MACH_GATEWAY_TLS_CERT: cert, MACH_GATEWAY_TLS_KEY: key } = config
  const hasTls = cert !== undefined && key !== undefined
  if (!hasTls && !loopback.test(host) && config.MACH_GATEWAY_TLS === 'required') return fail(problems.noTls)
  let https: { cert: Buffer; key: Buffer } | null = null
  try {
    if (hasTls) https = { cert: readFileSync(cert), key: readFileSync(key) }
  } catch {
    return fail(problems.tlsFiles)
  }
  const options = {
    loggerInstance: deps.log.child({ room: 'gateway' }) as FastifyBaseLogger,
    // Old functions carry tokens and passwords in the address: no request is ever written to the log.
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    // A body must arrive within two minutes, its head within ten seconds: nobody holds connections by sending slowly.
    requestTimeout: 120_000,
    http: { headersTimeout: 10_000, keepAliveTimeout: 30_000, connectionsCheckingInterval: 5_000 },
  }
  let app: FastifyInstance
  try {
    app = https
      ? (Fastify({ ...options, https: { ...options.http, ...https } }) as unknown as FastifyInstance)
      : (Fastify(options) as unknown as FastifyInstance)
  } catch {
    return fail(problems.tlsFiles)
  }
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .send({ maKetQua: '205', thongDiep: 'Cổng này chỉ có các hàm dưới /api/, gọi bằng POST.' }),
  )
  app.setErrorHandler((_error, _request, reply) =>
    reply.code(400).send({ maKetQua: '205', thongDiep: 'Yêu cầu không đọc được.' }),
  )
  app.register(gatewayRoutes(deps))
  return ok(app)
}

async function listen(app: FastifyInstance, config: GatewayConfig): Promise<Result<string>> {
  try {
    return ok(await app.listen({ host: config.MACH_GATEWAY_HOST!, port: config.MACH_GATEWAY_PORT }))
  } catch (error) {
    await app.close()
    const { code } = error as { code?: string }
    if (code === 'EADDRINUSE' || code === 'EADDRNOTAVAIL' || code === 'EACCES')
      return fail(problems.cannotListen)
    throw error
  }
}

function tidyDaily({ db, clock, log }: Pick<GatewayDeps, 'db' | 'clock' | 'log'>, keepDays: number) {
  const tidy = async () => {
    const now = clock.now().getTime()
    const before = (days: number) => new Date(now - days * day)
    await forgetTokens(db, before(7))
    await forgetFailures(db, before(1))
    await forgetEvents(db, before(keepDays))
    await forgetSubmissions(db, before(keepDays))
    await forgetDelivered(db, before(keepDays))
  }
  const timer = setInterval(() => {
    tidy().catch((err: unknown) => log.warn({ err }, 'gateway was not tidied'))
  }, day / 24)
  timer.unref()
  return timer
}

const problem = (code: string, message: string): Problem => ({ code, kind: 'incorrect', message })
const problems = {
  noKey: problem(
    'GATEWAY_NO_UPSTREAM_KEY',
    'Có MACH_GATEWAY_UPSTREAM thì cần MACH_GATEWAY_UPSTREAM_KEY (32 byte, base64 hoặc hex) để giữ mật khẩu Cổng giám định của các cơ sở.',
  ),
  noTls: problem(
    'GATEWAY_NO_TLS',
    'Cổng nhận dữ liệu mở ra ngoài máy này thì cần TLS: đặt MACH_GATEWAY_TLS_CERT và MACH_GATEWAY_TLS_KEY, hoặc MACH_GATEWAY_TLS=off nếu chỉ trong mạng riêng.',
  ),
  tlsFiles: problem(
    'GATEWAY_TLS_FILES',
    'Không đọc được chứng thư hoặc khóa TLS (MACH_GATEWAY_TLS_CERT, MACH_GATEWAY_TLS_KEY). Kiểm tra đường dẫn và định dạng PEM.',
  ),
  cannotListen: problem(
    'GATEWAY_CANNOT_LISTEN',
    'Không mở được MACH_GATEWAY_HOST, MACH_GATEWAY_PORT: địa chỉ không có trên máy, hoặc cổng đang có chương trình khác dùng.',
  ),
} as const
