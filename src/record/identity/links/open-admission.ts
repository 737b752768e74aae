import type { Clock } from '#foundation/clock'
import { type Database, retryTransient } from '#foundation/db'
import { together } from '#foundation/together'
import { admit } from './admit.ts'
import type { LinkContext } from './link-context.ts'
import type { IncomingRecord, ResolvedPerson } from './links.types.ts'

/** Records in one commit. */
const mostAtOnce = 24
/** While the database works for one go, the next is being read and weighed. */
const lanes = 2

/**
 * Whose is it, asked one by one by many: what is asked while an answer is under way goes together with the next, in one commit.
 * Half of what a single record costs is the way to the database and back. For whoever has no transaction of their own.
 */
export function openAdmission(
  db: Database,
  context: LinkContext,
  clock: Clock,
): (record: IncomingRecord) => Promise<ResolvedPerson> {
  const doAll = (records: readonly IncomingRecord[]) =>
    retryTransient(() => db.transaction((tx) => admit(tx, records, context, clock.now())))
  const asks = Array.from({ length: lanes }, () => together(doAll, mostAtOnce))
  let next = 0
  return (record) => asks[next++ % lanes]!(record)
}
