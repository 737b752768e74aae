import { randomBytes } from 'node:crypto'
import { fail, ok } from '#foundation/result'
import { digestOf } from './bind-socket.ts'
import { allOf, idOf, parametersOf } from './read-parameters.ts'
import { findOne } from './subscription.queries.ts'
import { subscriptionProblems as problems } from './subscriptions.problems.ts'
import type { SubscriptionAnswered, SubscriptionCall, SubscriptionDeps } from './subscriptions.types.ts'
import { insertTicket } from './ticket.queries.ts'

const minutes = 5
const most = 100

/** `$get-ws-binding-token`: a ticket that binds a socket to subscriptions the asker may read. */
export async function answerTicket(
  deps: SubscriptionDeps,
  call: SubscriptionCall,
): Promise<SubscriptionAnswered> {
  const { db, gate, clock } = deps
  const { actor, purpose, base } = call.caller
  const pairs = parametersOf(call)
  const asked = call.id === undefined ? [...allOf(pairs, 'id'), ...allOf(pairs, 'ids')].map(idOf) : [call.id]
  const ids: string[] = []
  for (const id of new Set(asked.slice(0, most))) {
    const found = await gate.read(actor, purpose, 'Subscription', id)
    if (!found.ok) return found
    const row = await findOne(db, id)
    if (!row) return fail(problems.notFollowed)
    if (row.wanted?.channel === 'websocket') ids.push(id)
  }
  if (ids.length === 0) return fail(problems.noSocket)
  const ticket = randomBytes(32).toString('base64url')
  const expiresAt = new Date(clock.now().getTime() + minutes * 60_000)
  await insertTicket(db, digestOf(ticket), ids, expiresAt)
  const parameters = {
    resourceType: 'Parameters',
    parameter: [
      { name: 'token', valueString: ticket },
      { name: 'expiration', valueDateTime: expiresAt.toISOString() },
      ...ids.map((id) => ({ name: 'subscription', valueString: id })),
      { name: 'websocket-url', valueUrl: `${base.replace(/^http/, 'ws')}/ws` },
    ],
  }
  return ok({ status: 200, body: JSON.stringify(parameters) })
}
