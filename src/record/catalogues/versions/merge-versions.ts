import type { Catalogue } from '#vocabulary/catalogues'
import type { VersionRow } from './version.queries.ts'
import type { Version } from './version.types.ts'

const before = '0001-01-01'

/** Bundled and imported versions of a catalogue, the newest number last. */
export function mergeVersions(catalogue: Catalogue, rows: readonly VersionRow[]): Version[] {
  const bundled = catalogue.versions.map(
    (version, at): Version => ({
      version: at + 1,
      origin: 'bundled',
      label: version.label,
      note: version.note ?? null,
      from: version.from,
      replacedBy: version.replacedBy ?? null,
      lineage: [at + 1],
      imported: null,
    }),
  )
  const imported = rows.map(
    (row): Version => ({
      version: row.version,
      origin: 'imported',
      label: row.label,
      note: row.note,
      from: row.effective_from,
      replacedBy: null,
      lineage: row.lineage,
      imported: {
        mode: row.mode,
        fileName: row.file_name,
        total: row.total,
        added: row.added,
        changed: row.changed,
        ended: row.ended,
        at: row.committed_at.toISOString(),
        by: row.committed_by,
        undoneAt: row.undone_at?.toISOString() ?? null,
      },
    }),
  )
  return [...bundled, ...imported]
}

const isUndone = (version: Version) => version.imported?.undoneAt != null

/** The version that answers for a day: the latest beginning that is not undone; of two on one day the one imported later. */
export function versionOn(versions: readonly Version[], on: string): Version | null {
  let found: Version | null = null
  for (const version of versions) {
    const from = version.from ?? before
    if (isUndone(version) || from > on) continue
    if (!found || from >= (found.from ?? before)) found = version
  }
  return found
}

/** The day on which a version stops answering: the beginning of the next that is not undone. Null while it goes on. */
export function endOf(versions: readonly Version[], version: Version): string | null {
  const from = version.from ?? before
  const later = versions
    .filter((other) => other !== version && !isUndone(other))
    .filter((other) => {
      const begins = other.from ?? before
      return begins > from || (begins === from && other.version > version.version)
    })
    .map((other) => other.from ?? before)
    .sort()
  return later[0] ?? null
}
