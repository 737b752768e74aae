import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { answerProblems, sendNotFound } from '#foundation/http'
import type { Logger } from '#foundation/log'
import { projectRoot, version } from '#foundation/project'
import { fail, ok, type Problem, type Result } from '#foundation/result'
import { loopbackActor } from '#gate/access'
import { countPersons } from '#record/identity'
import { typedClerk } from '#record/identity/review'
import { countIntake, intakeRoutes, startTendingBuckets } from '#record/intake'
import { journeyQueues } from '#record/journey'
import { estimateResources } from '#record/store'
import { answerBadUrl } from '#services/fhir-rest'
import { summaryRoutes } from '#services/summary'
import type { Meta } from './api.types.ts'
import { type DemoProgress, isEmptyInstallation, loadDemoSet } from './demo-set.ts'
import { startJourneyThread } from './journey-thread.ts'
import { startJourneyThreads } from './journey-threads.ts'
import { createMetrics } from './metrics.ts'
import {
  assemble,
  type Config,
  migrateAll,
  openDatabaseOf,
  type Platform,
  signerAuthorities,
} from './open-platform.ts'
import { registerDesks } from './register-desks.ts'
import { type Doors, openDoors } from './register-doors.ts'
import { registerFhir } from './register-fhir.ts'
import { type IdentityDesk, openIdentityDesk } from './register-identity.ts'
import { countOtherProcesses, isAnswering } from './server.queries.ts'

export interface RunningServer {
  readonly address: string
  readonly demo: DemoProgress | null
  /** Resolves when the demonstration set is in (at once when there is none). */
  readonly demoLoaded: Promise<void>
  /** Resolves when the product's own definitions can be read as FHIR resources: a moment after the start. */
  readonly definitionsPublished: Promise<void>
  stop(): Promise<void>
}

/** Starts everything: database, tables, journey thread, HTTP. Problems are sentences for the operator. */
export async function startServer(config: Config, log: Logger): Promise<Result<RunningServer>> {
  const signers = signerAuthorities(config)
  if (!signers.ok) return signers
  const database = await openDatabaseOf(config, log)
  const migrated = await migrateAll(database.db, log)
  if (!migrated.ok) {
    await database.close()
    return migrated
  }
  const platform = assemble(config, database, log)
  // What a killed process left while files arrived; nothing there was acknowledged. Beside another server it is theirs.
  if ((await countOtherProcesses(database.db)) === 0)
    await rm(join(platform.keep.tempDir, 'spool'), { recursive: true, force: true })
  const identityDesk = openIdentityDesk(platform)
  if (!identityDesk.ok) {
    await database.close()
    return identityDesk
  }
  const metrics = createMetrics()
  const doors = await openDoors(platform, metrics)
  if (!doors.ok) {
    await identityDesk.value.stop()
    await database.close()
    return doors
  }
  const { db, clock } = platform
  const buckets = startTendingBuckets({ db, clock, log, keepMonths: config.MACH_INTAKE_KEEP_MONTHS })
  const journey = startJourneyThreads(
    startJourneyThread,
    config.MACH_JOURNEY_THREADS,
    {
      place: database.place,
      batch: config.MACH_JOURNEY_BATCH,
      lanes: config.MACH_JOURNEY_LANES,
      logLevel: config.MACH_LOG_LEVEL,
    },
    log,
    metrics.onWalked,
  )
  const demo: DemoProgress | null =
    config.MACH_DEMO === 'auto' && (await isEmptyInstallation(platform)) ? { done: 0, total: 1 } : null
  const state = { demo, isReady: () => journey.isAlive() }
  const { app, fhir, desks } = await buildApp(platform, metrics, state, doors.value, identityDesk.value)
  const listening = await listen(app, config)
  if (!listening.ok) {
    await doors.value.stop()
    await identityDesk.value.stop()
    await buckets.stop()
    await journey.stop()
    await database.close()
    return listening
  }
  const definitionsPublished = fhir.start(listening.value)
  desks.start()
  identityDesk.value.start()
  let isStopping = false
  const demoLoaded = demo
    ? loadDemoSet(platform, demo, () => isStopping, metrics.onKept)
        .catch((err) => log.error({ err }, 'the demonstration set did not enter'))
        .finally(() => {
          state.demo = null
          desks.start()
        })
    : Promise.resolve()
  return ok({
    address: listening.value,
    demo,
    demoLoaded,
    definitionsPublished,
    stop: async () => {
      isStopping = true
      await doors.value.stop()
      await desks.stop()
      await identityDesk.value.stop()
      await fhir.stop()
      await app.close()
      await demoLoaded
      await buckets.stop()
      await journey.stop()
      await database.close()
    },
  })
}

async function listen(app: FastifyInstance, config: Config): Promise<Result<string, Problem>> {
  try {
    return ok(await app.listen({ host: config.MACH_HOST, port: config.MACH_PORT }))
  } catch (error) {
    await app.close()
    if ((error as { code?: string }).code !== 'EADDRINUSE') throw error
    return fail({
      code: 'SERVER_PORT_IN_USE',
      kind: 'conflict',
      message: `Cổng ${config.MACH_PORT} đang có chương trình khác dùng. Đặt MACH_PORT khác, hoặc dừng chương trình kia (port in use).`,
    })
  }
}

interface AppState {
  demo: DemoProgress | null
  isReady(): boolean
}

async function buildApp(
  platform: Platform,
  metrics: ReturnType<typeof createMetrics>,
  state: AppState,
  doors: Doors,
  identityDesk: IdentityDesk,
) {
  const { log, db } = platform
  const app = Fastify({
    loggerInstance: log.child({ room: 'http' }) as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    // Addresses that cannot be read never reach a route.
    frameworkErrors: (error, request, reply) => {
      if (!answerBadUrl(error, request, reply)) sendNotFound(reply)
    },
  })
  answerProblems(app, pageOrNotFound)
  refuseOutsiders(app)
  app.addHook('onResponse', async (request, reply) => {
    metrics.onRequest(
      `${request.method} ${request.routeOptions.url ?? '*'}`,
      reply.statusCode,
      reply.elapsedTime / 1000,
    )
  })
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'no-referrer')
  })

  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    const isReady = state.isReady() && (await isAnswering(db).catch(() => false))
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'starting' })
  })
  app.get('/metrics', async (_request, reply) => {
    const depth = await platform.events.queueDepth(db, journeyQueues)
    return reply
      .type('text/plain; version=0.0.4')
      .send(
        metrics.print({ mach_journey_waiting: depth.ready + depth.delayed, mach_journey_dead: depth.dead }),
      )
  })
  app.get('/api/meta', async (): Promise<Meta> => {
    const [persons, resources, intake, depth] = await Promise.all([
      countPersons(db),
      estimateResources(db),
      countIntake(db),
      platform.events.queueDepth(db, journeyQueues),
    ])
    return {
      version: version(),
      loopbackOnly: true,
      demonstration: state.demo,
      counts: {
        persons,
        resources,
        receipts: intake.receipts,
        setAside: intake.set_aside,
        waiting: depth.ready + depth.delayed,
      },
    }
  })

  await app.register(
    intakeRoutes({
      ...platform.keep,
      desk: platform.desk,
      onKept: metrics.onKept,
      onRefused: metrics.onRefused,
    }),
  )
  const actorOf = (request: FastifyRequest) => {
    const name = typedClerk(request)
    return loopbackActor(request.ip, { door: 'screen', ...(name ? { name } : {}) })
  }
  await app.register(summaryRoutes({ gate: platform.gate, clock: platform.clock, actorOf }))
  const desks = await registerDesks(app, platform, doors)
  await identityDesk.register(app)
  const fhir = await registerFhir(app, platform)
  await registerScreens(app)
  return { app, fhir, desks }
}

/**
 * There is no sign-in yet: only this machine is answered. The Host header is checked too, so that a page elsewhere
 * cannot reach us through a name that resolves to 127.0.0.1 (DNS rebinding); Origin, so that it cannot post.
 */
function refuseOutsiders(app: FastifyInstance) {
  const local = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/
  app.addHook('onRequest', async (request, reply) => {
    const origin = request.headers.origin
    const isLocal =
      loopbackActor(request.ip) !== null &&
      local.test(request.headers.host ?? '') &&
      (!origin || local.test(origin.replace(/^https?:\/\//, '')))
    if (isLocal) return
    return reply.code(403).send({
      code: 'SERVER_LOOPBACK_ONLY',
      message: 'Chưa có đăng nhập: máy chủ chỉ trả lời trên chính máy này (http://127.0.0.1).',
    })
  })
}

async function registerScreens(app: FastifyInstance) {
  const root = join(projectRoot(), 'web/dist')
  if (!existsSync(join(root, 'index.html'))) return
  await app.register(fastifyStatic, {
    root,
    cacheControl: false,
    setHeaders: (response, path) => {
      const isHashed = path.includes('/assets/')
      response.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      response.setHeader(
        'content-security-policy',
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'",
      )
    },
  })
}

/** Every path of the screens is the one page; a missing file or an unknown question is not found. */
function pageOrNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // An id longer than any route takes is nobody's path.
  if (answerBadUrl({ code: 'NOT_FOUND' }, request, reply)) return reply
  const path = request.url.split('?')[0] ?? ''
  const isScreen = request.method === 'GET' && !notAScreen.test(path) && 'sendFile' in reply
  return isScreen ? reply.sendFile('index.html') : sendNotFound(reply)
}

const notAScreen = /^\/(api|intake|fhir|assets)\/|\.[a-z0-9]+$/i
