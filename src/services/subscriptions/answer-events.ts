import { fail, ok } from '#foundation/result'
import { one } from './answer-status.ts'
import { buildNotification } from './build-notification.ts'
import { findEvents } from './event.queries.ts'
import { allOf, parametersOf } from './read-parameters.ts'
import { subscriptionProblems as problems } from './subscriptions.problems.ts'
import type { SubscriptionAnswered, SubscriptionCall, SubscriptionDeps } from './subscriptions.types.ts'
import type { Content } from './wanted.types.ts'

/** What does not fit is asked for with `eventsSinceNumber` behind the last one told. */
const most = 1_000
const number = /^\d{1,15}$/
const contents: ReadonlySet<string> = new Set(['empty', 'id-only', 'full-resource'])

/** `Subscription/[id]/$events`: what happened, told again to whoever missed it; both numbers included. */
export async function answerEvents(
  deps: SubscriptionDeps,
  call: SubscriptionCall,
): Promise<SubscriptionAnswered> {
  const pairs = parametersOf(call)
  const [since] = allOf(pairs, 'eventsSinceNumber')
  const [until] = allOf(pairs, 'eventsUntilNumber')
  const [content] = allOf(pairs, 'content')
  for (const text of [since, until])
    if (text !== undefined && !number.test(text)) return fail(problems.badNumber)
  if (content !== undefined && !contents.has(content)) return fail(problems.badContent)
  const found = await one(deps, call, call.id!)
  if (!found.ok) return found
  const [row] = found.value
  const upTo = until === undefined ? row.lastNumber : Math.min(Number(until), row.lastNumber)
  const events = await findEvents(deps.db, row.id, since === undefined ? 0 : Number(since) - 1, upTo, most)
  const shown = smaller(row.wanted?.content ?? 'empty', content as Content | undefined)
  const body = await buildNotification(deps, call.caller, row, 'query-event', events, shown)
  return ok({ status: 200, body })
}

const order: readonly Content[] = ['empty', 'id-only', 'full-resource']

/** Never more than the subscription itself says. */
const smaller = (own: Content, asked: Content | undefined): Content =>
  asked === undefined ? own : order[Math.min(order.indexOf(own), order.indexOf(asked))]!
