import { parseExact } from '#foundation/json'
import { fail, ok, type Result } from '#foundation/result'
import type { ResourceInput, ResourceVersion } from '#gate/access'
import { readSearch } from '#vocabulary/search'
import { subscriptionProblems as problems } from './subscriptions.problems.ts'
import type { SubscriptionDeps } from './subscriptions.types.ts'
import type { State } from './wanted.types.ts'

const pageSize = 200
/** Each change is held against each of them: more would be a queue of their own. */
const most = 10_000

/** Subscription resources that want to be told: all but those turned off. */
export async function findLive({
  gate,
  actor,
  base,
}: Pick<SubscriptionDeps, 'gate' | 'actor' | 'base'>): Promise<readonly ResourceVersion[]> {
  const query = readSearch('Subscription', [['status', 'requested,active,error']], { base: base() })
  if (!query.ok) throw new Error(query.problem.code)
  const live: ResourceVersion[] = []
  let page: string | undefined
  do {
    const options = { count: pageSize, ...(page ? { page } : {}) }
    const found = await gate.search(actor, 'management', query.value, options)
    if (!found.ok) throw new Error(found.problem.code)
    live.push(...found.value.matches)
    page = found.value.next ?? undefined
  } while (page && live.length < most)
  return live
}

/** How the resource says what we know: it has no word for a subscription that cannot be done but `error`. */
export const statusOf = (state: State) => (state === 'refused' ? 'error' : state)

/** Says it in the resource, so that everybody can read it there; unless somebody changed the resource meanwhile. */
export async function tell(
  { gate, actor, clock, log }: Pick<SubscriptionDeps, 'gate' | 'actor' | 'clock' | 'log'>,
  told: {
    readonly id: string
    readonly version: number
    readonly state: State
    readonly trouble: string | null
  },
): Promise<void> {
  const { id, version, state, trouble } = told
  const written = await gate.write(
    actor,
    'management',
    [
      {
        op: 'patch',
        type: 'Subscription',
        at: id,
        ifMatch: version,
        apply: (json) => withStatus(json, statusOf(state), trouble),
      },
    ],
    { at: clock.now(), origin: 'subscriptions' },
  )
  // Who wrote in between is read in a moment, and answered then.
  if (!written.ok) log.debug({ code: written.problem.code }, 'subscription was changed meanwhile')
}

function withStatus(json: string, status: string, trouble: string | null): Result<ResourceInput> {
  const parsed = parseExact(json)
  if (!parsed.ok) return parsed
  const { value, write } = parsed.value
  const resource = value as ResourceInput['value']
  if (resource.resourceType !== 'Subscription') return fail(problems.changedMeanwhile)
  resource.status = status
  if (trouble === null) delete resource.error
  else resource.error = trouble
  return ok({ value: resource, write })
}
