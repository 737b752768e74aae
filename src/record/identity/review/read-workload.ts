import { type AnswerListRow, type AnswersAsked, findAnswers, findDisagreed } from './answers.queries.ts'
import type { ReviewAnswerLine, ReviewAnswers, ReviewDay, ReviewWorkload } from './api.types.ts'
import type { ReviewDeps } from './deps.types.ts'
import { sumAgreement, sumCame, sumClerkDays } from './workload.queries.ts'

const aDay = 24 * 3_600_000

/** Who answered how much on which day, and how often two people say the same. */
export async function readWorkload(
  { db, clock }: Pick<ReviewDeps, 'db' | 'clock'>,
  days: number,
): Promise<ReviewWorkload> {
  const now = clock.now()
  const today = vietnamDay(now)
  const first = vietnamDay(new Date(now.getTime() - (days - 1) * aDay))
  const since = new Date(`${first}T00:00:00+07:00`)
  const [clerks, came, agreement, disagreed] = await Promise.all([
    sumClerkDays(db, since),
    sumCame(db, since),
    sumAgreement(db, since),
    findDisagreed(db, since, 50),
  ])
  const cameOn = new Map(came.map((each) => [each.day, each.came]))
  const everyDay: ReviewDay[] = daysBetween(first, today).map((day) => ({
    day,
    answered: clerks
      .filter((each) => each.day === day)
      .reduce((sum, each) => sum + each.same + each.different + each.cannotTell + each.askFacility, 0),
    came: cameOn.get(day) ?? 0,
  }))
  return {
    days: everyDay,
    clerks,
    agreement: {
      blind: { asked: agreement.blind, agreed: agreement.blind_agreed },
      second: { asked: agreement.second, agreed: agreement.second_agreed },
    },
    disagreed: disagreed.map(showAnswer),
  }
}

/** Answers, newest first. A blind one looks like any other: what is asked twice stays unknown. */
export async function readAnswers({ db }: ReviewDeps, asked: AnswersAsked): Promise<ReviewAnswers> {
  return { items: (await findAnswers(db, asked)).map(showAnswer) }
}

const showAnswer = (row: AnswerListRow): ReviewAnswerLine => ({
  ...{ answerId: row.answer_id, itemId: row.item_id, answer: row.answer, by: row.answered_by },
  ...{ at: row.answered_at.toISOString(), why: row.why, reason: row.reason, guard: row.guard },
  state: row.state === 'blind' ? 'applied' : row.state,
  ...{ persons: row.persons ?? [], facilities: row.facilities ?? [] },
})

const vietnamDay = (at: Date) => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10)

function daysBetween(first: string, last: string): string[] {
  const days: string[] = []
  for (let at = Date.parse(first); at <= Date.parse(last); at += aDay)
    days.push(new Date(at).toISOString().slice(0, 10))
  return days
}
