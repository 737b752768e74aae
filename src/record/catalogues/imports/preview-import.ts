import { ok, type Problem, type Result } from '#foundation/result'
import type { Catalogue } from '#vocabulary/catalogues'
import { countDiffs } from '../versions/diff-entries.ts'
import type { Book } from '../versions/open-book.ts'
import type { ImportOptions, ImportPreview } from './import.types.ts'
import { prepareImport } from './prepare-import.ts'

const shownDiffs = 300
const shownRows = 12

/** What would happen: columns, first lines, problems line by line, and what changes. Keeps nothing. */
export async function previewImport(
  book: Book,
  catalogue: Catalogue,
  file: { readonly bytes: Buffer; readonly fileName: string | null },
  options: ImportOptions,
): Promise<Result<ImportPreview, Problem>> {
  const prepared = await prepareImport(book, catalogue, file.bytes, options)
  if (!prepared.ok) return prepared
  const { sheets, sheet, columns, read, base, before, diffs } = prepared.value
  const texts = (row: readonly (string | number)[] | undefined) =>
    (row ?? []).slice(0, 40).map((cell) => String(cell).slice(0, 200))
  return ok({
    fileName: file.fileName,
    sheets: sheets.map(({ name, rows }) => ({ name, rows: rows.length })),
    columns,
    headings: texts(sheet.rows[columns.headerRow]),
    sample: sheet.rows.slice(columns.headerRow + 1, columns.headerRow + 1 + shownRows).map(texts),
    rows: read.rows,
    good: read.entries.size,
    bad: read.bad,
    warnings: read.warnings,
    problems: read.problems,
    base: { version: base?.version ?? 0, label: base?.label ?? null, entries: before.size },
    counts: countDiffs(diffs),
    diffs: firstOfEach(diffs),
  })
}

/** A third of the lines for each kind, so that a thousand additions do not hide the three that end. */
function firstOfEach<T extends { readonly kind: string }>(diffs: readonly T[]): T[] {
  return ['ended', 'changed', 'added'].flatMap((kind) =>
    diffs.filter((diff) => diff.kind === kind).slice(0, shownDiffs / 3),
  )
}
