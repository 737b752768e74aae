import type { DraftTables } from '../bhyt-xml/read-tables.ts'
import type { CsvPreview } from './api.types.ts'
import { prepare } from './kept.ts'
import type { CsvMapping } from './mapping.types.ts'
import { readLines } from './read-record.ts'

/** What these lines would become under this mapping, record by record: values as they go on, and what is wrong. */
export function previewMapping(
  mapping: CsvMapping,
  rows: readonly (readonly string[])[],
  facilityCode: string | null,
): CsvPreview {
  const ready = prepare({
    columns: mapping.columns,
    delimiter: ',',
    lineEnd: 'lf',
    groupedBy: mapping.together ? mapping.keyColumns : [],
    mapping,
    mappingVersion: null,
  })
  return {
    records: together(mapping, rows).map(({ firstLine, lines }, index) => {
      const context = { format: 'csv', encoding: 'utf-8', facilityCode, number: index + 1 } as const
      const read = readLines(lines, ready, context)
      return {
        firstLine,
        lines: lines.length,
        visitLinkId: read.visitLinkId,
        isTaken: read.message !== null,
        values: flat(read.tables ?? new Map()),
        problems: read.problems,
      }
    }),
  }
}

function together(mapping: CsvMapping, rows: readonly (readonly string[])[]) {
  const groups: { firstLine: number; lines: (readonly string[])[]; key: string }[] = []
  for (const [index, row] of rows.entries()) {
    const key = mapping.together ? mapping.keyColumns.map((c) => row[c] ?? '').join('\u0001') : ''
    const open = groups.at(-1)
    if (open && /[^\u0001]/.test(key) && open.key === key) open.lines.push(row)
    else groups.push({ firstLine: index + 1, lines: [row], key })
  }
  return groups
}

function flat(tables: DraftTables): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [table, rows] of tables)
    for (const [index, row] of rows.entries())
      for (const [field, value] of Object.entries(row.values))
        values[table === 'XML1' ? `XML1.${field}` : `${table}[${index + 1}].${field}`] = value
  return values
}
