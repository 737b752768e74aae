import type { Database } from '#foundation/db'
import { fail, ok, type Result } from '#foundation/result'
import { type LinkContext, openLinkContext } from '../links/index.ts'
import {
  type ModelSettings,
  openVietnameseModel,
  readSettings,
  type VietnameseModel,
} from '../model/index.ts'
import { tuningProblems } from './tuning.problems.ts'
import { findVersions, type VersionRow } from './versions.queries.ts'

export interface OpenedVersion {
  readonly row: VersionRow
  readonly settings: ModelSettings
  readonly model: VietnameseModel
  readonly context: LinkContext
}

/** Which version: by number, the one in force, or the newest that waits. */
export type Which = number | 'in-force' | 'coming'

/** Opens a version from what it was made with. */
export async function openVersion(
  db: Database,
  which: Which,
  options: Pick<LinkContext, 'announce'> & { readonly now: Date },
): Promise<Result<OpenedVersion>> {
  const rows = await findVersions(db)
  if (rows.length === 0) return fail(tuningProblems.noIndex)
  const row = rows.findLast((each) =>
    which === 'in-force'
      ? each.state === 'current'
      : which === 'coming'
        ? each.state === 'coming'
        : each.number === which,
  )
  if (!row) return fail(which === 'coming' ? tuningProblems.nothingComing : tuningProblems.unknownVersion)
  const read = row.settings === null ? null : readSettings(row.settings)
  if (!read?.ok) return fail(tuningProblems.closedVersion)
  const model = openVietnameseModel(read.value)
  // Another release may read words otherwise; under the old number it would be another version.
  if (model.version !== row.version) return fail(tuningProblems.closedVersion)
  const context = (await openLinkContext(db, model, options)) as LinkContext
  return ok({ row, settings: read.value, model, context })
}
