import type { FastifyInstance } from 'fastify'
import { ok, type Result } from '#foundation/result'
import { loopbackActor } from '#gate/access'
import { openCorrections, startListing } from '#gate/readings'
import { reviewRoutes, typedClerk, usualReviewRules } from '#record/identity/review'
import {
  forgetVerifications,
  openVerification,
  startRaisingLevels,
  subjectOfRecord,
  typedAsker,
  verificationRoutes,
} from '#record/identity/verification'
import { readCorrectionRoutes } from '#services/read-corrections'
import type { Platform } from './open-platform.ts'

/** Who is who, for people: the review desk, verification against the population database, what was read under a wrong link. */
export interface IdentityDesk {
  register(app: FastifyInstance): Promise<void>
  /** Begins the work beside requests. */
  start(): void
  stop(): Promise<void>
}

const anHour = 3_600_000

/** Opens them; a configuration that cannot be verified with is a sentence for the operator. */
export function openIdentityDesk(platform: Platform): Result<IdentityDesk> {
  const { config, db, clock, log, events, index, gate, desk } = platform
  const opened = openVerification(config, { db, clock, log, events, subjectOf: subjectOfRecord(db) })
  if (!opened.ok) return opened
  const verification = opened.value
  const underLinks = index.under
  const { placesOf } = index.reader
  // The machine itself asks whether a person is under a label; the clerk is only told that two must read.
  const actor = loopbackActor('127.0.0.1')!
  const sensitiveAmong = async (personIds: readonly string[]) => {
    const held = await gate.personsUnderLabel(actor, 'management', personIds)
    // Not knowing must not look like knowing that there is nothing.
    if (!held.ok) throw new Error(held.problem.code)
    return held.value
  }
  const facilityNames = async () =>
    new Map((await desk.facilities()).items.map(({ facilityCode, name }) => [facilityCode, name]))
  const forget = () =>
    forgetVerifications(verification.deps).catch((err) =>
      log.warn({ err }, 'old verifications will be forgotten later'),
    )
  const running: { stop(): Promise<unknown> }[] = []
  return ok({
    async register(app) {
      await app.register(
        reviewRoutes({
          ...{ db, clock, underLinks, sensitiveAmong, facilityNames },
          ...{ rules: usualReviewRules, clerkOf: typedClerk },
        }),
      )
      await app.register(
        readCorrectionRoutes({
          ...{ corrections: openCorrections({ db, clock, placesOf }), facilityNames },
          actorOf: (request) => loopbackActor(request.ip),
        }),
      )
      await app.register(verificationRoutes({ ...verification.deps, askerOf: typedAsker }))
    },
    start() {
      let forgetting: Promise<unknown> = forget()
      const timer = setInterval(() => {
        forgetting = forgetting.then(forget)
      }, anHour)
      timer.unref()
      running.push(verification.start(), startRaisingLevels({ ...verification.deps, events, underLinks }))
      running.push(startListing({ events, clock, placesOf }), {
        stop: () => forgetting.finally(() => clearInterval(timer)),
      })
    },
    async stop() {
      await Promise.all(running.map((each) => each.stop()))
      verification.close()
    },
  })
}
