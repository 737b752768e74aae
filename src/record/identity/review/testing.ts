/** Builders for tests: the desk over an index of its own, with as many clerks as a test names. */
import Fastify from 'fastify'
import { sql } from '#foundation/db'
import { answerProblems } from '#foundation/http'
import { aLinkIndex, aPlainModel, aRecord } from '../links/testing.ts'
import type { ReviewAnswer, ReviewAnswered, ReviewItemView, ReviewTaken } from './api.types.ts'
import { type ReviewRules, usualReviewRules } from './deps.types.ts'
import { reviewRoutes } from './review.routes.ts'
import { typedClerk } from './typed-clerk.ts'

export type ReviewDesk = Awaited<ReturnType<typeof aReviewDesk>>

export async function aReviewDesk(says: Partial<ReviewRules> = {}) {
  const index = await aLinkIndex({}, aPlainModel())
  const sensitive = new Set<string>()
  const app = Fastify()
  answerProblems(app)
  await app.register(
    reviewRoutes({
      ...{ db: index.db, clock: index.clock, clerkOf: typedClerk },
      underLinks: (work) => work(index.context),
      rules: { ...usualReviewRules, sampleOneIn: 0, ...says },
      sensitiveAmong: async (ids) => new Set(ids.filter((id) => sensitive.has(id))),
      facilityNames: async () => new Map([['99901', 'Bệnh viện Mẫu 1']]),
    }),
  )
  const ask = async <T>(clerk: string | null, method: 'GET' | 'POST', path: string, body?: object) => {
    index.clock.advance(1_000)
    const answer = await app.inject({
      ...{ method, url: `/api/identity/review${path}` },
      headers: clerk === null ? {} : { 'x-mach-clerk': encodeURIComponent(clerk) },
      ...(body ? { payload: body } : {}),
    })
    return {
      status: answer.statusCode,
      text: answer.body,
      body: (answer.body ? tryJson(answer.body) : null) as T,
    }
  }
  const next = async (clerk: string, asked: object = {}) =>
    (await ask<ReviewTaken>(clerk, 'POST', '/next', asked)).body.item
  return {
    ...index,
    ask,
    next,
    sensitive,
    /** The answer, or the code of the refusal. */
    async says(clerk: string, item: ReviewItemView, answer: ReviewAnswer, why = '') {
      const body = { answer, seen: item.seen, why }
      const said = await ask<ReviewAnswered & { code?: string }>(
        ...([clerk, 'POST', `/items/${item.itemId}/answer`, body] as const),
      )
      return said.body.code ?? said.body.state
    },
    async undoes(clerk: string, answerId?: string) {
      const undone = await ask<{ code?: string; answer: string }>(clerk, 'POST', '/undo', { answerId })
      return undone.body.code ?? undone.body.answer
    },
    emptyDesk: async () => {
      await index.empty()
      sensitive.clear()
      await index.db.transaction((tx) => tx.script('truncate identity.review_answer, identity.review_look'))
    },
    looks: () =>
      index.db.many<{ by: string; purpose: string; persons: string[] }>(
        sql`select looked_by as by, purpose, persons from identity.review_look order by looked_at, look_id`,
      ),
    stop: async () => {
      await app.close()
      await index.close()
    },
  }
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Two records of one name and birth date, nothing else in common: a question for people. `n` tells pairs apart. */
export const aDoubtfulPair = (n: number) =>
  ['99901', '99902'].map((facilityCode, at) =>
    aRecord({
      ...{
        facilityCode,
        localId: `P${n}-${at}`,
        fullName: `NGUYỄN THỊ MẪU ${'ABCDEFGHIJKLMNOPQRSTUVXY'[n % 24]}`,
      },
      ...{
        birthDate: `19${60 + (n % 40)}-03-1${n % 10}`,
        citizenId: at === 0 ? `0791909990${String(n).padStart(2, '0')}` : null,
      },
      ...{ insuranceNumbers: [], seenAt: `2026-08-0${1 + at}T01:00:00.000Z` },
    }),
  )
