import { fail, ok, type Problem, type Result } from '#foundation/result'
import type { Catalogue, CatalogueEntries } from '#vocabulary/catalogues'
import { catalogueProblems } from '../catalogues.problems.ts'
import { diffEntries, type EntryDiff } from '../versions/diff-entries.ts'
import { versionOn } from '../versions/merge-versions.ts'
import type { Book } from '../versions/open-book.ts'
import type { Version } from '../versions/version.types.ts'
import { guessColumns } from './guess-columns.ts'
import { type Columns, type ImportOptions, importLimits, type Sheet } from './import.types.ts'
import { type ReadRows, readRows } from './read-rows.ts'
import { readTable } from './read-table.ts'

export interface PreparedImport {
  readonly sheets: readonly Sheet[]
  readonly sheet: Sheet
  readonly columns: Columns
  readonly read: ReadRows
  readonly base: Version | null
  readonly before: CatalogueEntries
  readonly after: CatalogueEntries
  readonly diffs: readonly EntryDiff[]
}

/** Everything a preview shows and a commit writes: both read the file the same way. */
export async function prepareImport(
  book: Book,
  catalogue: Catalogue,
  bytes: Buffer,
  options: ImportOptions,
): Promise<Result<PreparedImport, Problem>> {
  const table = await readTable(bytes)
  if (!table.ok) return table
  const sheet = options.sheet
    ? table.value.find((each) => each.name === options.sheet)
    : likeliest(table.value)
  if (!sheet) return fail(catalogueProblems.noSheet)
  const columns = chosenColumns(catalogue, sheet, options)
  if (!columns) return fail(catalogueProblems.columns)
  const read = readRows(catalogue, sheet, columns)
  if (read.rows === 0) return fail(catalogueProblems.empty)
  const base = versionOn(await book.versions(catalogue), options.effectiveFrom)
  const before = base ? await book.entries(catalogue, base) : new Map()
  const after = options.mode === 'replace' ? read.entries : amended(before, read.entries)
  const diffs = diffEntries(before, after)
  return ok({ sheets: table.value, sheet, columns, read, base, before, after, diffs })
}

/** A ministry's workbook often begins with a cover: the longest sheet is the list. */
const likeliest = (sheets: readonly Sheet[]) =>
  sheets.reduce((longest, sheet) => (sheet.rows.length > longest.rows.length ? sheet : longest))

function chosenColumns(catalogue: Catalogue, sheet: Sheet, options: ImportOptions): Columns | null {
  const guess = guessColumns(catalogue, sheet, options)
  const known = new Set(catalogue.fields.map((field) => field.key))
  const fields = options.fieldColumns ?? guess.fields
  const columns = {
    ...guess,
    code: options.codeColumn ?? guess.code,
    name: options.nameColumn ?? guess.name,
    fields: Object.fromEntries(Object.entries(fields).filter(([key]) => known.has(key))),
  }
  const fits = columns.headerRow < sheet.rows.length && columns.code !== columns.name
  return fits && columns.code < importLimits.columns ? columns : null
}

/** An amending file changes the columns it has, and leaves the others as they were. */
function amended(before: CatalogueEntries, changes: CatalogueEntries): CatalogueEntries {
  const after = new Map(before)
  for (const [code, entry] of changes)
    after.set(code, { ...entry, fields: { ...before.get(code)?.fields, ...entry.fields } })
  return after
}
