import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import { fail, ok, type Problem, type Result } from '#foundation/result'
import {
  type Catalogue,
  type CatalogueEntries,
  type CatalogueEntry,
  type CatalogueId,
  catalogueNamed,
  tidyIcd10,
} from '#vocabulary/catalogues'
import { catalogueProblems } from './catalogues.problems.ts'
import { type CommitDeps, commitImport } from './imports/commit-import.ts'
import type { CommitOptions, ImportOptions } from './imports/import.types.ts'
import { previewImport } from './imports/preview-import.ts'
import { setUndone } from './imports/undo-version.ts'
import { diffEntries, type EntryDiff } from './versions/diff-entries.ts'
import { versionOn } from './versions/merge-versions.ts'
import { openBook } from './versions/open-book.ts'
import { type Page, searchEntries } from './versions/search-entries.ts'
import type { Version } from './versions/version.types.ts'

export interface Found {
  readonly version: Version
  readonly entry: CatalogueEntry
}

/** The catalogues with every version, from the program and from imports. Days are days of Vietnam, yyyy-mm-dd. */
export function openCatalogues(db: Database, clock: Clock) {
  const book = openBook(db, clock)
  const deps: CommitDeps = { db, clock, book }

  async function inForce(list: CatalogueId, on: string) {
    const catalogue = catalogueNamed(list)!
    const version = versionOn(await book.versions(catalogue), on)
    return version ? { version, entries: await book.entries(catalogue, version) } : null
  }

  async function numbered(catalogue: Catalogue, number: number): Promise<CatalogueEntries | null> {
    if (number === 0) return new Map()
    const version = (await book.versions(catalogue)).find((each) => each.version === number)
    return version ? book.entries(catalogue, version) : null
  }

  return {
    book,

    /** An entry as it is on a day, with the version that says so; null when that version has no such code. */
    async lookUp(list: CatalogueId, code: string, on: string): Promise<Found | null> {
      const found = await inForce(list, on)
      const entry = found?.entries.get(list === 'icd-10' ? tidyIcd10(code) : code)
      return found && entry ? { version: found.version, entry } : null
    },

    /** Everything in force on a day, for a caller that asks for many codes: pure look-ups from then on. */
    entriesOn: inForce,

    async search(
      list: CatalogueId,
      text: string,
      on: string,
      page: { readonly limit: number; readonly offset: number } = { limit: 50, offset: 0 },
    ): Promise<Page<CatalogueEntry> & { readonly version: Version | null }> {
      const found = await inForce(list, on)
      if (!found) return { version: null, total: 0, items: [] }
      return { version: found.version, ...searchEntries(found.entries, text, page) }
    },

    /** The newest number last; undone ones among them. */
    versions: (list: CatalogueId): Promise<Version[]> => book.versions(catalogueNamed(list)!),

    /** What changed from one version to another; 0 is the empty catalogue before the first. */
    async diff(list: CatalogueId, from: number, to: number): Promise<Result<EntryDiff[], Problem>> {
      const catalogue = catalogueNamed(list)!
      const [before, after] = await Promise.all([numbered(catalogue, from), numbered(catalogue, to)])
      if (!before || !after) return fail(catalogueProblems.unknownVersion)
      return ok(diffEntries(before, after))
    },

    /** One code through all versions that are not undone, the newest first; null where a version does not have it. */
    async history(list: CatalogueId, code: string) {
      const catalogue = catalogueNamed(list)!
      const lines: { readonly version: Version; readonly entry: CatalogueEntry | null }[] = []
      for (const version of await book.versions(catalogue))
        if (!version.imported?.undoneAt)
          lines.unshift({ version, entry: (await book.entries(catalogue, version)).get(code) ?? null })
      return lines
    },

    importPreview: (
      list: CatalogueId,
      file: { readonly bytes: Buffer; readonly fileName: string | null },
      options: ImportOptions,
    ) => previewImport(book, catalogueNamed(list)!, file, options),

    commitImport: (
      list: CatalogueId,
      file: { readonly bytes: Buffer; readonly fileName: string | null },
      options: CommitOptions,
      by: string,
    ) => commitImport(deps, catalogueNamed(list)!, file, options, by),

    /** Takes an imported version out of force; the one before answers again. */
    undo: (list: CatalogueId, version: number, by: string) =>
      setUndone(deps, catalogueNamed(list)!, version, true, by),

    /** Brings an undone version back. */
    restore: (list: CatalogueId, version: number, by: string) =>
      setUndone(deps, catalogueNamed(list)!, version, false, by),
  }
}

export type Catalogues = ReturnType<typeof openCatalogues>
