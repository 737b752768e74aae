import type { Row, View } from './view.types.ts'

/** How rows become text. The first row is the first one that `row` is called with. */
export interface RowWriter {
  readonly start: string
  row(row: Row, isFirst: boolean): string
  readonly end: string
}

export type RowFormat = 'json' | 'ndjson' | 'csv'

const formats: Readonly<Record<string, RowFormat>> = {
  json: 'json',
  'application/json': 'json',
  'application/fhir+json': 'json',
  ndjson: 'ndjson',
  'application/ndjson': 'ndjson',
  'application/x-ndjson': 'ndjson',
  'application/fhir+ndjson': 'ndjson',
  csv: 'csv',
  'text/csv': 'csv',
}

/** By short name or MIME type; a `+` in a query often arrives as a space. */
export function rowFormat(text: string): RowFormat | null {
  const name = text.toLowerCase().replace(' ', '+')
  return Object.hasOwn(formats, name) ? formats[name]! : null
}

/** The Content-Type of rows; `header` says whether a table begins with the names of its columns (RFC 4180, 3). */
export function rowContentType(format: RowFormat, header: boolean): string {
  switch (format) {
    case 'json':
      return 'application/json; charset=utf-8'
    case 'ndjson':
      return 'application/x-ndjson; charset=utf-8'
    case 'csv':
      return `text/csv; charset=utf-8; header=${header ? 'present' : 'absent'}`
  }
}

export function rowWriter(format: RowFormat, view: View, header: boolean): RowWriter {
  switch (format) {
    case 'json':
      return {
        start: '[',
        row: (row, isFirst) => (isFirst ? JSON.stringify(row) : `,\n${JSON.stringify(row)}`),
        end: ']',
      }
    case 'ndjson':
      return { start: '', row: (row) => `${JSON.stringify(row)}\n`, end: '' }
    case 'csv': {
      const names = view.columns.map(({ name }) => name)
      return {
        start: header ? csvLine(names) : '',
        row: (row) => csvLine(names.map((name) => row[name])),
        end: '',
      }
    }
  }
}

const needsQuotes = /[",\r\n]/

/** RFC 4180. Nothing is an empty cell, a list or an object its JSON. */
const csvLine = (cells: readonly unknown[]): string => `${cells.map(csvCell).join(',')}\r\n`

function csvCell(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
