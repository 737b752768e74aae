import type { Catalogue, CatalogueEntries } from '#vocabulary/catalogues'

/** A version as CSV: with the mark that makes Excel read UTF-8, and headings that an import finds again by itself. */
export function* csvOf(catalogue: Catalogue, entries: CatalogueEntries): Generator<string> {
  yield `\uFEFF${['Mã', 'Tên', ...catalogue.fields.map((field) => field.title)].map(cell).join(',')}\r\n`
  let lines: string[] = []
  for (const { code, name, fields } of entries.values()) {
    lines.push([code, name, ...catalogue.fields.map(({ key }) => fields[key] ?? '')].map(cell).join(','))
    if (lines.length < 1_000) continue
    yield `${lines.join('\r\n')}\r\n`
    lines = []
  }
  if (lines.length > 0) yield `${lines.join('\r\n')}\r\n`
}

/** Quoted where it must be. */
const cell = (text: string) => (/[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
