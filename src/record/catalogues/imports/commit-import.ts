import { createHash } from 'node:crypto'
import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import { fail, ok, type Problem, type Result } from '#foundation/result'
import type { Catalogue } from '#vocabulary/catalogues'
import { catalogueProblems } from '../catalogues.problems.ts'
import { changesOf, countDiffs } from '../versions/diff-entries.ts'
import { mergeVersions, versionOn } from '../versions/merge-versions.ts'
import type { Book } from '../versions/open-book.ts'
import {
  findVersionsOf,
  insertChanges,
  insertEvent,
  insertVersion,
  lockList,
} from '../versions/version.queries.ts'
import { lastBundledNumber } from '../versions/version.types.ts'
import type { CommitOptions } from './import.types.ts'
import { type PreparedImport, prepareImport } from './prepare-import.ts'

export interface CommitDeps {
  readonly db: Database
  readonly clock: Clock
  readonly book: Book
}

export interface Committed {
  readonly version: number
  readonly added: number
  readonly changed: number
  readonly ended: number
}

/** Keeps a spreadsheet as the next version, in one transaction; refuses when the catalogue changed since the preview. */
export async function commitImport(
  deps: CommitDeps,
  catalogue: Catalogue,
  file: { readonly bytes: Buffer; readonly fileName: string | null },
  options: CommitOptions,
  by: string,
): Promise<Result<Committed, Problem>> {
  const prepared = await prepareImport(deps.book, catalogue, file.bytes, options)
  if (!prepared.ok) return prepared
  const { read, base, diffs } = prepared.value
  if (read.bad > 0 && !options.skipBadRows) return fail(catalogueProblems.badRows(read.bad))
  if (read.entries.size === 0) return fail(catalogueProblems.noRow)
  if ((base?.version ?? 0) !== options.base) return fail(catalogueProblems.changedMeanwhile)
  if (diffs.length === 0) return fail(catalogueProblems.nothingChanges)
  const sha256 = createHash('sha256').update(file.bytes).digest()
  const kept = await keep(deps, catalogue, prepared.value, {
    label: options.label,
    note: options.note || null,
    from: options.effectiveFrom,
    mode: options.mode,
    fileName: file.fileName,
    sha256,
    by,
  })
  deps.book.forget()
  return kept
}

interface NewVersion {
  readonly label: string
  readonly note: string | null
  readonly from: string
  readonly mode: 'replace' | 'amend'
  readonly fileName: string | null
  readonly sha256: Buffer
  readonly by: string
}

const keep = (deps: CommitDeps, catalogue: Catalogue, prepared: PreparedImport, it: NewVersion) =>
  deps.db.transaction(async (tx): Promise<Result<Committed, Problem>> => {
    const list = catalogue.id
    await lockList(tx, list)
    const rows = await findVersionsOf(tx, list)
    const inForce = versionOn(mergeVersions(catalogue, rows), it.from)
    if (inForce?.version !== prepared.base?.version) return fail(catalogueProblems.changedMeanwhile)
    const version = Math.max(lastBundledNumber + 1, ...rows.map((row) => row.version)) + 1
    const counts = countDiffs(prepared.diffs)
    const at = deps.clock.now().toISOString()
    await insertVersion(tx, {
      list,
      version,
      lineage: [...(prepared.base?.lineage ?? []), version],
      label: it.label,
      note: it.note,
      effective_from: it.from,
      mode: it.mode,
      file_name: it.fileName,
      sha256: it.sha256,
      total: prepared.after.size,
      ...counts,
      committed_at: at,
      committed_by: it.by,
    })
    await insertChanges(tx, list, version, changesOf(prepared.diffs, prepared.after))
    await insertEvent(tx, { list, version, at, event: 'committed', by: it.by })
    return ok({ version, ...counts })
  })
