/** The review desk over a population of the generator: a database of its own, the routes, the built screens. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import fastifyStatic from '@fastify/static'
import Fastify from 'fastify'
import { systemClock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import { answerProblems, sendNotFound } from '#foundation/http'
import { projectRoot } from '#foundation/project'
import { withDatabase } from '#foundation/testkit'
import { identityMigrations } from '#record/identity'
import { admit, type IncomingRecord, type LinkContext, openLinkContext } from '#record/identity/links'
import { openVietnameseModel, priorModel } from '#record/identity/model'
import { reviewRoutes, typedClerk, usualReviewRules } from '#record/identity/review'
import { birthDateText, noBirthDate, readBirthDate } from '#vocabulary/demographics/dates'
import { generatePopulation, type WrittenRecord } from '../province/index.ts'

export type ReviewServer = Awaited<ReturnType<typeof startReviewServer>>

export async function startReviewServer(persons: number, seed: number) {
  const records = [...generatePopulation({ persons, seed, hard: 1 })]
  const t = await withDatabase([identityMigrations])
  const model = openVietnameseModel({ ...priorModel(), persons: 1_000_000 })
  const links = (await openLinkContext(t.db, model, { now: systemClock.now() })) as LinkContext
  await admitAll(t.db, links, records)
  const sensitive = new Set<string>()
  const app = Fastify()
  answerProblems(app, (request, reply) =>
    request.method === 'GET' && !/^\/(api|assets)\//.test(request.url)
      ? reply.sendFile('index.html')
      : sendNotFound(reply),
  )
  await buildScreens()
  await app.register(fastifyStatic, { root: join(projectRoot(), 'web/dist') })
  const counts = { persons, resources: 0, receipts: 0, setAside: 0, waiting: 0 }
  app.get('/api/meta', () => ({ version: '0', loopbackOnly: true, demonstration: null, counts }))
  await app.register(
    reviewRoutes({
      ...{ db: t.db, clock: systemClock, clerkOf: typedClerk },
      underLinks: (work) => work(links),
      // Chance would hand a pair to a clerk as a blind repetition, which a story cannot foresee.
      rules: { ...usualReviewRules, sampleOneIn: 0 },
      sensitiveAmong: async (ids) => new Set(ids.filter((id) => sensitive.has(id))),
      facilityNames: async () => new Map([['99901', 'Bệnh viện đa khoa Mẫu 1']]),
    }),
  )
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    address,
    db: t.db,
    sensitive,
    /** Who each record is really of. */
    truth: new Map(
      records.map((each) => [keyOf(each.source.facilityCode, each.source.localId), each.personNumber]),
    ),
    async stop() {
      await app.close()
      await t.close()
    },
  }
}

export const keyOf = (facility: string, localId: string) => `${facility}|${localId}`

/** As `npm start` does it: only when the sources are newer. */
async function buildScreens() {
  const { buildIfStale } = (await import(pathToFileURL(join(projectRoot(), 'scripts/build.mjs')).href)) as {
    buildIfStale(what: { readonly screens: boolean }): Promise<void>
  }
  await buildIfStale({ screens: true })
}

/** As the journey would: a few records in each transaction. */
async function admitAll(db: Database, links: LinkContext, records: readonly WrittenRecord[]) {
  const together = 20
  for (let at = 0; at < records.length; at += together) {
    const arrivals = records.slice(at, at + together).map(arrival)
    await db.transaction((tx) => admit(tx, arrivals, links, systemClock.now()))
  }
}

function arrival({ source, record }: WrittenRecord): IncomingRecord {
  const birth = readBirthDate(record.birthDate, record.recordedOn)
  return {
    ...source,
    citizenId: record.citizenNumber,
    insuranceNumbers: record.insuranceNumber ? [record.insuranceNumber] : [],
    fullName: record.fullName ?? '',
    birthDate: birth === noBirthDate ? null : birthDateText(birth),
    sex: record.sex === 'male' || record.sex === 'female' ? record.sex : 'unknown',
    ...{ address: record.address.text, deceased: false, words: record },
    seenAt: record.recordedOn === null ? null : `${record.recordedOn}T02:00:00.000Z`,
  }
}
