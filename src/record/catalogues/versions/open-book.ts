import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import type { Catalogue, CatalogueEntries } from '#vocabulary/catalogues'
import { applyChanges } from './diff-entries.ts'
import { mergeVersions } from './merge-versions.ts'
import { findChanges, findVersions, type VersionRow } from './version.queries.ts'
import { lastBundledNumber, type Version } from './version.types.ts'

/** Another process may have imported or undone: asked again this often, so that no look-up waits for the database. */
const freshMs = 5_000
/** Rows of imported versions held in memory over all lists: about 150 MB at the most. */
const maxRows = 500_000

/** Which versions there are, and what stands in each, kept in memory: the road asks for a code of every line it reads. */
export function openBook(db: Database, clock: Clock) {
  let known: { readonly at: number; readonly byList: Promise<ReadonlyMap<string, VersionRow[]>> } | undefined
  const opened = new Map<string, Promise<CatalogueEntries>>()
  const sizes = new Map<string, number>()

  const readRows = async () => {
    const byList = new Map<string, VersionRow[]>()
    for (const row of await findVersions(db)) {
      const rows = byList.get(row.list)
      if (rows) rows.push(row)
      else byList.set(row.list, [row])
    }
    return byList
  }

  function rows(): Promise<ReadonlyMap<string, VersionRow[]>> {
    const now = clock.now().getTime()
    if (!known || Math.abs(now - known.at) >= freshMs) {
      const byList = readRows()
      known = { at: now, byList }
      byList.catch(() => {
        known = undefined
      })
    }
    return known.byList
  }

  /** The oldest opened go first. What is being read holds them as long as it needs. */
  function forgetOldest() {
    let held = [...sizes.values()].reduce((sum, size) => sum + size, 0)
    for (const key of opened.keys()) {
      if (held <= maxRows || opened.size <= 1) return
      held -= sizes.get(key) ?? 0
      sizes.delete(key)
      opened.delete(key)
    }
  }

  async function read(catalogue: Catalogue, version: Version): Promise<CatalogueEntries> {
    const [first = 0] = version.lineage
    const base = catalogue.versions[first - 1]?.entries() ?? new Map()
    const later = version.lineage.filter((number) => number > lastBundledNumber)
    return applyChanges(base, await findChanges(db, catalogue.id, later))
  }

  return {
    async versions(catalogue: Catalogue): Promise<Version[]> {
      return mergeVersions(catalogue, (await rows()).get(catalogue.id) ?? [])
    },

    /** Everything in a version. An imported version never changes, so it is read once. */
    async entries(catalogue: Catalogue, version: Version): Promise<CatalogueEntries> {
      if (version.origin === 'bundled') return catalogue.versions[version.version - 1]!.entries()
      const key = `${catalogue.id} ${version.version}`
      const at = opened.get(key) ?? read(catalogue, version)
      opened.delete(key)
      opened.set(key, at)
      try {
        const entries = await at
        sizes.set(key, entries.size)
        forgetOldest()
        return entries
      } catch (error) {
        opened.delete(key)
        throw error
      }
    },

    /** After a change of ours: the next question sees it. */
    forget(): void {
      known = undefined
    },
  }
}

export type Book = ReturnType<typeof openBook>
