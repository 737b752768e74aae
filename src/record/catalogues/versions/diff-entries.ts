import type { CatalogueEntries, CatalogueEntry } from '#vocabulary/catalogues'
import type { Change } from './version.types.ts'

export interface FieldChange {
  /** `name` or the key of a further column. */
  readonly field: string
  readonly from: string
  readonly to: string
}

export interface EntryDiff {
  readonly kind: 'added' | 'changed' | 'ended'
  readonly code: string
  readonly name: string
  readonly changes: readonly FieldChange[]
}

/** What is different between two versions, in the order of the newer one, then what has ended. */
export function diffEntries(before: CatalogueEntries, after: CatalogueEntries): EntryDiff[] {
  const diffs: EntryDiff[] = []
  for (const entry of after.values()) {
    const former = before.get(entry.code)
    if (!former) {
      diffs.push({ kind: 'added', code: entry.code, name: entry.name, changes: [] })
      continue
    }
    const changes = fieldChanges(former, entry)
    if (changes.length > 0) diffs.push({ kind: 'changed', code: entry.code, name: entry.name, changes })
  }
  for (const entry of before.values())
    if (!after.has(entry.code)) diffs.push({ kind: 'ended', code: entry.code, name: entry.name, changes: [] })
  return diffs
}

function fieldChanges(before: CatalogueEntry, after: CatalogueEntry): FieldChange[] {
  const changes: FieldChange[] = []
  if (before.name !== after.name) changes.push({ field: 'name', from: before.name, to: after.name })
  for (const field of new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])) {
    const from = before.fields[field] ?? ''
    const to = after.fields[field] ?? ''
    if (from !== to) changes.push({ field, from, to })
  }
  return changes
}

export interface DiffCounts {
  readonly added: number
  readonly changed: number
  readonly ended: number
}

export function countDiffs(diffs: readonly EntryDiff[]): DiffCounts {
  const counts = { added: 0, changed: 0, ended: 0 }
  for (const diff of diffs) counts[diff.kind] += 1
  return counts
}

/** The lines to keep of a diff, so that `applyChanges` makes the newer version of the older one again. */
export const changesOf = (diffs: readonly EntryDiff[], after: CatalogueEntries): Change[] =>
  diffs.map(({ kind, code, name }) => ({
    code,
    ended: kind === 'ended',
    name,
    fields: after.get(code)?.fields ?? {},
  }))

export function applyChanges(base: CatalogueEntries, changes: readonly Change[]): CatalogueEntries {
  if (changes.length === 0) return base
  const entries = new Map(base)
  for (const { code, ended, name, fields } of changes) {
    if (ended) entries.delete(code)
    else entries.set(code, { code, name, fields })
  }
  return entries
}
