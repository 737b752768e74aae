import type { FastifyInstance } from 'fastify'
import { gatewayAdminRoutes } from '#doors/insurance-gateway'
import { forgetExpired, sandboxRoutes } from '#doors/sandbox'
import { sendNotFound } from '#foundation/http'
import { catalogueRoutes, mappingRoutes } from '#record/catalogues'
import {
  csvMappingRoutes,
  cutRecords,
  dayCauses,
  dayMeasures,
  firstDay,
  openSetAside,
  readerProblem,
  readerProblemCodes,
  rulesBroken,
} from '#record/intake'
import { dataQualityRoutes, type QualitySource, rollUp } from '#services/data-quality'
import { describeRules, rules } from '#vocabulary/rules'
import type { RuleLine } from './api.types.ts'
import type { Platform } from './open-platform.ts'
import type { Doors } from './register-doors.ts'

const aMinute = 60_000

/** The pages of those who mind the intake: catalogues, mappings, accounts, sandboxes, the quality board. */
export async function registerDesks(app: FastifyInstance, platform: Platform, doors: Doors) {
  const { config, db, clock, log, catalogues, desk } = platform
  const source: QualitySource = {
    firstDay: () => firstDay(db),
    dayMeasures: (day) => dayMeasures(db, day),
    dayCauses: (day, most) => dayCauses(db, day, most),
    openSetAside: () => openSetAside(db),
    facilities: async () => (await desk.facilities()).items,
  }
  const deadlines = { hours: config.MACH_QUALITY_DEADLINE_HOURS, ofKind: config.MACH_QUALITY_DEADLINES }
  const sandbox = {
    ...{ db, clock },
    limits: {
      keepDays: config.MACH_SANDBOX_KEEP_DAYS,
      maxMessages: config.MACH_SANDBOX_MAX_MESSAGES,
      maxBytes: config.MACH_SANDBOX_MAX_BYTES,
    },
    rules: new Map(rules.map((rule) => [rule.id, rule])),
  }
  await app.register(catalogueRoutes({ catalogues, clock }))
  await app.register(mappingRoutes({ db, clock, catalogues }))
  await app.register(csvMappingRoutes({ db, clock }))
  await app.register(
    sandboxRoutes({
      ...sandbox,
      readFile: (bytes, context) =>
        cutRecords(bytes, {
          ...context,
          keys: new Set(),
          check: (message) => rulesBroken(message, clock.now()),
        }),
    }),
  )
  await app.register(dataQualityRoutes({ db, clock, source, deadlines }))
  await app.register(
    gatewayAdminRoutes({
      ...{ db, clock },
      upstreamKey: doors.gateway.upstreamKey,
      state: () => ({ address: doors.gateway.address, upstream: doors.gateway.upstream }),
    }),
  )
  registerRules(app)
  return startTidying()

  /** Sums of the board each minute; what is past its time each hour. */
  function startTidying() {
    let running: Promise<unknown> = Promise.resolve()
    let minutes = 0
    const tidy = async () => {
      await rollUp({ db, source }, clock.now())
      if (minutes++ % 60 === 0) await forgetExpired(sandbox)
    }
    const look = () => {
      running = running
        .then(tidy)
        .catch((err) => log.warn({ err }, 'the board will be brought up to date again'))
    }
    const timer = setInterval(look, aMinute)
    timer.unref()
    return {
      start: look,
      stop: async () => {
        clearInterval(timer)
        await running
      },
    }
  }
}

/** What is checked, and why: the desk shows it beside a problem. Told at the first question, not at every start. */
function registerRules(app: FastifyInstance) {
  let told: ReadonlyMap<string, RuleLine> | null = null
  const lines = () => {
    told ??= new Map(
      describeRules([...readerProblemCodes.keys()].map((code) => readerProblem(code))).map((line) => [
        line.id,
        line,
      ]),
    )
    return told
  }
  app.get('/api/rules', () => ({ items: [...lines().values()] }))
  app.get<{ Params: { id: string } }>(
    '/api/rules/:id',
    (request, reply) => lines().get(request.params.id) ?? sendNotFound(reply),
  )
}
