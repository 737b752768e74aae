import { fail, ok, type Problem, type Result } from '#foundation/result'
import type { Catalogue } from '#vocabulary/catalogues'
import { catalogueProblems } from '../catalogues.problems.ts'
import { findVersionsOf, insertEvent, lockList, markUndone } from '../versions/version.queries.ts'
import { lastBundledNumber } from '../versions/version.types.ts'
import type { CommitDeps } from './commit-import.ts'

/**
 * Takes a version out of force, now or years later, or brings it back. Nothing is deleted: the version before answers
 * again, and versions that came after keep what they say.
 */
export async function setUndone(
  { db, clock, book }: CommitDeps,
  catalogue: Catalogue,
  version: number,
  undone: boolean,
  by: string,
): Promise<Result<void, Problem>> {
  if (version <= lastBundledNumber) return fail(catalogueProblems.bundledVersion)
  const list = catalogue.id
  const done = await db.transaction(async (tx): Promise<Result<void, Problem>> => {
    await lockList(tx, list)
    const rows = await findVersionsOf(tx, list)
    if (!rows.some((row) => row.version === version)) return fail(catalogueProblems.unknownVersion)
    const at = clock.now().toISOString()
    if ((await markUndone(tx, list, version, undone ? at : null)) === 0)
      return fail(catalogueProblems.alreadySo)
    await insertEvent(tx, { list, version, at, event: undone ? 'undone' : 'restored', by })
    return ok(undefined)
  })
  book.forget()
  return done
}
