import { createHash } from 'node:crypto'
import type { DraftRow, DraftTables } from '../bhyt-xml/read-tables.ts'
import type { CsvProblems } from './csv-problems.ts'
import type { Ready } from './kept.ts'
import type { MappedField, Step } from './mapping.types.ts'
import { readDate, readDecimal, readSex } from './read-value.ts'
import { targetField } from './targets.ts'

/** Fields that say who it is: lines that differ in one of them are lines of two people. */
const personal = new Set(['MA_BN', 'HO_TEN', 'SO_CCCD', 'NGAY_SINH', 'GIOI_TINH', 'MA_THE_BHYT'])

/** Lines of one visit → the tables a claim file would have sent, in the sender's own values. */
export function fillTables(
  lines: readonly (readonly string[])[],
  ready: Ready,
  facilityCode: string | null,
  problems: CsvProblems,
): DraftTables {
  const tables: DraftTables = new Map()
  const summary = summaryOf(lines, ready, problems)
  const mapping = ready.kept.mapping!
  if (summary.MA_LK === undefined && !ready.mapped.has('XML1.MA_LK')) {
    const key = mapping.keyColumns.map((c) => lines[0]?.[c] ?? '')
    if (key.every((value) => value === '')) problems.addCsv('CSV_KEY_MISSING', {})
    else summary.MA_LK = lineKey(mapping.list, key)
  }
  if (facilityCode !== null && !ready.mapped.has('XML1.MA_CSKCB')) summary.MA_CSKCB = facilityCode
  tables.set('XML1', [{ row: 1, values: summary }])
  for (const { table, fields } of ready.details) {
    const rows: DraftRow[] = []
    for (const [index, line] of lines.entries()) {
      // A row is there because a column says something of it; constants alone are nobody's medicine.
      if (!fields.some((f) => f.columns.some((c) => (line[c] ?? '') !== ''))) continue
      const row = { row: index + 1, values: rowValues(line, fields, table, index + 1, problems) }
      if (summary.MA_LK !== undefined) row.values.MA_LK = summary.MA_LK
      row.values.STT ??= String(rows.length + 1)
      rows.push(row)
    }
    if (rows.length > 0) tables.set(table, rows)
  }
  return tables
}

/** `csv:laboratory:BN01|20260815`; of a very long key its digest, which is the same every time too. */
function lineKey(list: string, values: readonly string[]): string {
  const key = values.join('|').replace(/\s+/g, ' ')
  const told = key.length <= 200 ? key : createHash('sha256').update(key).digest('hex').slice(0, 40)
  return `csv:${list}:${told}`
}

function summaryOf(
  lines: readonly (readonly string[])[],
  { summary }: Ready,
  problems: CsvProblems,
): Record<string, string> {
  const values = rowValues(lines[0] ?? [], summary, 'XML1', 1, problems)
  for (const field of summary) {
    if (field.columns.length === 0) continue
    const raw = (line: readonly string[]) => field.columns.map((c) => line[c] ?? '').join('\u0001')
    const told = lines.map(raw).filter((text) => /[^\u0001]/.test(text))
    if (new Set(told).size <= 1) continue
    const place = { table: 'XML1', row: 1, field: field.field }
    const code = personal.has(field.field) ? 'CSV_LINES_OF_TWO_PERSONS' : 'CSV_LINES_DISAGREE'
    problems.addCsv(code, place)
  }
  // What only a later line says is said all the same.
  for (const line of lines.slice(1))
    for (const field of summary)
      if (values[field.field] === undefined && field.columns.some((c) => (line[c] ?? '') !== ''))
        Object.assign(values, rowValues(line, [field], 'XML1', 1, problems))
  return values
}

function rowValues(
  line: readonly string[],
  fields: readonly MappedField[],
  table: string,
  row: number,
  problems: CsvProblems,
): Record<string, string> {
  const values: Record<string, string> = {}
  for (const field of fields) {
    const told = field.columns.map((c) => line[c] ?? '').filter((text) => text !== '')
    const sent = field.columns.length === 0 ? field.constant : told.join(field.between) || field.constant
    const value = sent === '' ? '' : applySteps(sent, field, { table, row, field: field.field }, problems)
    if (value !== '') values[field.field] = value
  }
  return values
}

interface At {
  readonly table: string
  readonly row: number
  readonly field: string
}

function applySteps(sent: string, field: MappedField, at: At, problems: CsvProblems): string {
  let value = sent
  for (const step of field.steps) {
    const next = apply(step, value, field, at, problems)
    if (next === null) return value
    value = next
  }
  return value
}

/** Null when the step has complained: the value stays as sent. */
function apply(step: Step, value: string, field: MappedField, at: At, problems: CsvProblems): string | null {
  switch (step.kind) {
    case 'date':
      return date(step.formats, value, field, at, problems)
    case 'sex': {
      const sex = readSex(value)
      if (sex === null) problems.addCsv('CSV_SEX_UNKNOWN', at)
      return sex
    }
    case 'decimal': {
      const decimal = readDecimal(value, step.comma)
      if (decimal === null) problems.addCsv('CSV_DECIMAL_UNREADABLE', at)
      return decimal
    }
    case 'codes': {
      const found =
        step.codes.find(([from]) => from === value) ?? step.codes.find(([from]) => alike(from, value))
      if (found) return found[1]
      if (step.otherwise === 'empty') return ''
      if (step.otherwise === 'keep') return value
      problems.addCsv('CSV_CODE_UNTRANSLATED', at)
      return null
    }
    case 'piece': {
      const pieces = value.split(step.between).map((p) => p.trim())
      return pieces.at(step.at > 0 ? step.at - 1 : step.at) ?? ''
    }
    case 'pad':
      return /^\d+$/.test(value) ? value.padStart(step.length, '0') : value
    case 'upper':
      return value.toUpperCase()
  }
}

const alike = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()

/** As the field wants it: 12 digits, 8, or day/month/year. */
function date(
  formats: readonly string[],
  value: string,
  field: MappedField,
  at: At,
  problems: CsvProblems,
): string | null {
  const read = readDate(value, formats)
  if (!read.ok) {
    problems.addCsv(read.reason === 'ambiguous' ? 'CSV_DATE_AMBIGUOUS' : 'CSV_DATE_UNREADABLE', at)
    return null
  }
  const { day, time } = read.value
  const form = targetField(field.table, field.field)?.format
  if (form === 'yyyyMMdd') return day
  if (form === 'dd/MM/yyyy') return `${day.slice(6)}/${day.slice(4, 6)}/${day.slice(0, 4)}`
  if (field.field === 'NGAY_SINH') return `${day}${time ?? '0000'}`
  if (form === 'yyyyMMddHHmm') {
    if (time === null) problems.addCsv('CSV_DAY_WITHOUT_TIME', at)
    return `${day}${time ?? '0000'}`
  }
  return `${day}${time ?? ''}`
}
