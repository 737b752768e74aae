import { randomUUID } from 'node:crypto'
import { fail, ok, type Result } from '#foundation/result'
import { type StatusToTell, statusResource } from './notification.ts'
import { allOf, idOf, parametersOf } from './read-parameters.ts'
import { findOne, findSome } from './subscription.queries.ts'
import { subscriptionProblems as problems } from './subscriptions.problems.ts'
import type { SubscriptionAnswered, SubscriptionCall, SubscriptionDeps } from './subscriptions.types.ts'
import type { Followed } from './wanted.types.ts'

const most = 1_000

/** `Subscription/$status` and `Subscription/[id]/$status`: how subscriptions stand, as a searchset of statuses. */
export async function answerStatus(
  deps: SubscriptionDeps,
  call: SubscriptionCall,
): Promise<SubscriptionAnswered> {
  const pairs = parametersOf(call)
  const rows =
    call.id === undefined
      ? await several(deps, call, allOf(pairs, 'id').map(idOf))
      : await one(deps, call, call.id)
  if (!rows.ok) return rows
  const statuses = new Set(allOf(pairs, 'status'))
  const told = rows.value
    .map((row) => statusOf(row, call.caller.base))
    .filter((s) => statuses.size === 0 || statuses.has(s.state))
  const entry = told.map((status) => {
    const resource = statusResource(status)
    return { fullUrl: `urn:uuid:${resource.id as string}`, resource, search: { mode: 'match' } }
  })
  const bundle = { resourceType: 'Bundle', id: randomUUID(), type: 'searchset', total: entry.length, entry }
  return ok({ status: 200, body: JSON.stringify(bundle) })
}

const statusOf = (row: Followed, base: string): StatusToTell => ({
  base,
  id: row.id,
  topic: row.wanted?.topic ?? null,
  state: row.state === 'refused' ? 'error' : row.state,
  type: 'query-status',
  lastNumber: row.lastNumber,
  trouble: row.trouble,
})

/** The gate is asked for the resource: who may not read the subscription may not know how it stands. */
export async function one(
  { gate, db }: SubscriptionDeps,
  { caller }: SubscriptionCall,
  id: string,
): Promise<Result<[Followed], Extract<SubscriptionAnswered, { ok: false }>['problem']>> {
  const found = await gate.read(caller.actor, caller.purpose, 'Subscription', id)
  if (!found.ok) return found
  const row = found.value.deleted ? undefined : await findOne(db, id)
  return row ? ok([row]) : fail(problems.notFollowed)
}

async function several({ gate, db }: SubscriptionDeps, { caller }: SubscriptionCall, ids: readonly string[]) {
  const rows: Followed[] = []
  for (const row of await findSome(db, ids, most)) {
    const found = await gate.read(caller.actor, caller.purpose, 'Subscription', row.id)
    if (found.ok ? !found.value.deleted : found.problem.kind === 'forbidden') {
      if (!found.ok) return found
      rows.push(row)
    }
  }
  return ok(rows)
}
