import { isUuid8, newId, shardOf } from '#foundation/ids'
import { fail, ok, type Result } from '#foundation/result'
import { openLinkReader } from '../links/read-links.ts'
import { partsOfKey } from '../links/record-keys.ts'
import type { ReviewPersonHistory, ReviewPlace } from './api.types.ts'
import type { ReviewDeps } from './deps.types.ts'
import { findDecidedOf, findMembersOf } from './members.queries.ts'
import { reviewProblems } from './review.problems.ts'
import { insertLook } from './review.queries.ts'
import { showDecided } from './show-item.ts'

const eventsAtMost = 100
/** What people said is looked for under so many records of a person. */
const recordsAtMost = 200

/** What happened to a person, newest first, and what people have said of the person's records. Noted as a look. */
export async function readHistory(
  deps: ReviewDeps,
  clerk: string,
  personId: string,
): Promise<Result<ReviewPersonHistory>> {
  if (!isUuid8(personId)) return fail(reviewProblems.personUnknown)
  const at = deps.clock.now()
  const shard = shardOf(personId)
  const lookId = newId(shard, at.getTime())
  const look = { shard, lookId, at, by: clerk, itemId: null, persons: [personId] }
  await insertLook(deps.db, { ...look, purpose: 'history' })
  const [events, members] = await Promise.all([
    openLinkReader(deps.db, deps.links).history(personId, eventsAtMost),
    findMembersOf(deps.db, [personId], recordsAtMost),
  ])
  if (events.length === 0 && members.length === 0) return fail(reviewProblems.personUnknown)
  const decided = await findDecidedOf(
    deps.db,
    members.map((row) => row.record),
  )
  return ok({
    events: events.map(({ at, came, went, ...event }) => ({
      ...event,
      ...{ at: at.toISOString(), came: came.map(placeOf), went: went.map(placeOf) },
    })),
    decided: decided.map((row) => ({ ...showDecided(row), facilities: row.facilities })),
  })
}

function placeOf(key: string): ReviewPlace {
  const { facility, local_id } = partsOfKey(key)
  return { facility, localId: local_id.split('#')[0] ?? local_id }
}
