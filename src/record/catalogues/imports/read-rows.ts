import type { Catalogue, CatalogueEntry } from '#vocabulary/catalogues'
import {
  type Cell,
  type Columns,
  importLimits,
  type RowProblem,
  type RowProblemKind,
  type Sheet,
} from './import.types.ts'

export interface ReadRows {
  readonly entries: ReadonlyMap<string, CatalogueEntry>
  /** Lines with at least one filled cell among the chosen columns. */
  readonly rows: number
  readonly bad: number
  readonly warnings: number
  /** The first of them, with a sentence each. */
  readonly problems: readonly RowProblem[]
}

const shown = 500

/** Lines under the headings as entries; each line that cannot be one says why. */
export function readRows(catalogue: Catalogue, sheet: Sheet, columns: Columns): ReadRows {
  const entries = new Map<string, CatalogueEntry>()
  const lineOf = new Map<string, number>()
  const problems: RowProblem[] = []
  let rows = 0
  let bad = 0
  let warnings = 0
  const say = (line: number, kind: RowProblemKind, message: string) => {
    const severity = warns.has(kind) ? 'warning' : 'error'
    if (severity === 'error') bad += 1
    else warnings += 1
    if (problems.length < shown) problems.push({ line, kind, severity, message })
  }
  for (const [at, row] of sheet.rows.entries()) {
    if (at <= columns.headerRow) continue
    const line = at + 1
    const cell = (column: number): Cell => row[column] ?? ''
    const code = String(cell(columns.code))
    const name = String(cell(columns.name))
    const fields: Record<string, string> = {}
    for (const [key, column] of Object.entries(columns.fields)) {
      const text = String(cell(column))
      if (text !== '') fields[key] = text
    }
    if (code === '' && name === '' && Object.keys(fields).length === 0) continue
    rows += 1
    const former = entries.get(code)
    const wrong =
      wrongWith(catalogue, code, name, fields) ??
      (former && repeated(former, { code, name, fields }, lineOf.get(code)!))
    if (wrong) {
      say(line, wrong.kind, wrong.message)
      continue
    }
    if (typeof cell(columns.code) === 'number' && !/^\d+$/.test(code))
      say(
        line,
        'number-code',
        `Ô mã ${code} là số trong Excel: có thể đã mất số 0 ở cuối (1.10 thành 1.1). Đặt cột mã là văn bản rồi kiểm tra lại.`,
      )
    entries.set(code, { code, name, fields })
    lineOf.set(code, line)
  }
  return { entries, rows, bad, warnings, problems }
}

interface Wrong {
  readonly kind: RowProblemKind
  readonly message: string
}

function repeated(former: CatalogueEntry, again: CatalogueEntry, first: number): Wrong {
  const { code } = again
  return former.name === again.name && JSON.stringify(former.fields) === JSON.stringify(again.fields)
    ? { kind: 'duplicate', message: `Mã ${code} lặp lại dòng ${first} với cùng nội dung: chỉ lấy một lần.` }
    : {
        kind: 'conflicting-duplicate',
        message: `Mã ${code} đã có ở dòng ${first} với nội dung khác. Giữ một dòng rồi tải lại.`,
      }
}

const warns = new Set<RowProblemKind>(['duplicate', 'number-code'])

function wrongWith(
  catalogue: Catalogue,
  code: string,
  name: string,
  fields: Readonly<Record<string, string>>,
): Wrong | null {
  if (code === '') return { kind: 'empty-code', message: 'Thiếu mã.' }
  if (!catalogue.codeShape.test(code))
    return {
      kind: 'code-shape',
      message: `Mã ${code.slice(0, 60)} không đúng dạng của danh mục này (ví dụ đúng: ${catalogue.codeExample}).`,
    }
  if (name === '') return { kind: 'empty-name', message: `Mã ${code} thiếu tên.` }
  if ([name, ...Object.values(fields)].some((text) => text.length > importLimits.cellLength))
    return { kind: 'too-long', message: `Mã ${code} có ô dài hơn ${importLimits.cellLength} ký tự.` }
  return null
}
