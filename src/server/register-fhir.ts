import { join, resolve } from 'node:path'
import fastifyWebsocket from '@fastify/websocket'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { version } from '#foundation/project'
import { loopbackActor } from '#gate/access'
import { tendIndexes } from '#record/store'
import { openBulkData } from '#services/bulk-data'
import { openConformance } from '#services/conformance'
import { baseUrlOf, fhirRoutes } from '#services/fhir-rest'
import { startLinkNotices } from '#services/link-notices'
import { openSubscriptions, type Socket, topics } from '#services/subscriptions'
import { terminology } from '#vocabulary/terminology'
import type { Platform } from './open-platform.ts'

/** Work that goes on beside requests; begun when the server listens. */
export interface FhirWorkers {
  /** Resolves a moment later, when the product's own definitions can be read. */
  start(address: string): Promise<void>
  stop(): Promise<void>
}

/** FHIR R4 under /fhir/R4, with the operations, sockets and workers of the services beside it. */
export async function registerFhir(app: FastifyInstance, platform: Platform): Promise<FhirWorkers> {
  const { config, db, clock, log, events, fhirGate, identity, dataDir } = platform
  const actorOf = (request: FastifyRequest) => loopbackActor(request.ip)
  let address = ''
  // The workers are the machine itself.
  const actor = loopbackActor('127.0.0.1')!
  const conformance = openConformance({ gate: fhirGate, clock, log, actor })
  const { gate, profiles } = conformance
  const bulk = openBulkData({
    ...{ db, gate, clock, log, terminology: terminology(), profiles },
    dir: resolve(config.MACH_BULK_DIR ?? join(dataDir, 'bulk')),
    importDir: config.MACH_BULK_IMPORT_DIR ? resolve(config.MACH_BULK_IMPORT_DIR) : null,
    keepHours: config.MACH_BULK_KEEP_HOURS,
    maxImportBytes: config.MACH_BULK_IMPORT_MAX_BYTES,
  })
  const subscriptions = openSubscriptions({
    ...{ db, gate, clock, log, terminology: terminology(), actor },
    base: () => `${address}/fhir/R4`,
    hosts: config.MACH_SUBSCRIPTION_HOSTS.split(',').map((host) => host.trim()),
    keepDays: config.MACH_SUBSCRIPTION_KEEP_DAYS,
  })
  await app.register(fastifyWebsocket, { options: { maxPayload: 4_096 } })
  await app.register(async (scope) => {
    scope.get('/fhir/R4/ws', { websocket: true }, (socket, request) =>
      subscriptions.bindSocket(socket as unknown as Socket, actorOf(request)),
    )
  })
  await app.register(bulk.importRoutes({ actorOf, baseOf: baseUrlOf, prefix: '/fhir/R4' }))
  await app.register(
    fhirRoutes({
      ...{ gate, identity, actorOf, clock, version: version(), terminology: terminology(), profiles },
      topics: topics.map(({ url }) => url),
      operations: [...bulk.operations, ...subscriptions.operations],
    }),
  )
  const running: { stop(): Promise<void> }[] = []
  return {
    start(listeningAt) {
      address = listeningAt
      const publishing = conformance.publish()
      running.push(bulk.startWorker(), subscriptions.startWorker(), tendIndexes(db, log), publishing)
      running.push(startLinkNotices({ events, gate, clock, actor }))
      return publishing.done
    },
    stop: async () => {
      await Promise.all(running.map((worker) => worker.stop()))
    },
  }
}
