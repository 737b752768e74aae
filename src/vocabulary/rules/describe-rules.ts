import type { MessageProblem, Severity, TableId } from '#vocabulary/bhyt'
import { rules } from './data/index.ts'
import { type ReaderCheck, readerChecks } from './data/reader-checks.ts'
import { rowsOf } from './define-rule.ts'
import type { Example, Rule } from './rule.types.ts'

/** One line of the list that people read: a rule, or a check of the reader, in the same words. */
export interface RuleDescription {
  /** `R-XML3-010` or the reader's code; also the anchor in docs/rules.md. */
  readonly id: string
  /** The table it is listed under; null: the file or the record as a whole. */
  readonly table: TableId | null
  readonly title: string
  readonly severity: Severity
  /** The auditor's numbers, as text. */
  readonly gatewayStop: string | null
  readonly blocksGoLive: boolean
  readonly fields: readonly string[]
  /** yyyyMMdd */
  readonly from: string | null
  readonly until: string | null
  readonly sentence: string
  readonly source: string
  readonly pass: string
  readonly fail: string
}

/** A check of the reader as it would be reported without a place: its code, severity and sentence. */
export type ReaderProblem = Pick<MessageProblem, 'code' | 'severity' | 'message'>

/** The whole list for screens and docs/rules.md. The reader's own checks come from the reader, which knows its sentences. */
export function describeRules(readerProblems: readonly ReaderProblem[] = []): RuleDescription[] {
  return [...readerProblems.map(describeReaderCheck), ...rules.map(describeRule)]
}

const unknownToThisList: ReaderCheck = {
  source: 'secondary: quy ước của hệ thống này',
  gatewayStop: null,
  pass: '–',
  fail: '–',
}

function describeReaderCheck({ code, severity, message }: ReaderProblem): RuleDescription {
  const { source, gatewayStop, pass, fail } = readerChecks[code] ?? unknownToThisList
  return {
    id: code,
    table: null,
    title: code,
    severity,
    gatewayStop,
    blocksGoLive: severity === 'error',
    fields: [],
    from: null,
    until: null,
    sentence: message,
    source,
    pass,
    fail,
  }
}

function describeRule(rule: Rule): RuleDescription {
  const { id, title, severity, blocksGoLive, fields, from, until, source } = rule
  return {
    id,
    table: rule.check.table,
    title,
    severity,
    gatewayStop: rule.gatewayStop === null ? null : String(rule.gatewayStop),
    blocksGoLive,
    fields,
    from,
    until,
    sentence: rule.sentence.replace('{nơi}', placeOf(rule)),
    source,
    pass: shown(rule, rule.pass, rule.fail),
    fail: shown(rule, rule.fail, rule.pass),
  }
}

function placeOf({ check }: Rule): string {
  if (check.kind === 'table') return `Bảng ${check.table}`
  return 'fields' in check ? check.fields.join(', ') : check.field
}

/** The example in short: of each table only what the rule reads or what the two examples differ in. */
function shown(rule: Rule, example: Example, other: Example): string {
  const tables = Object.keys({ ...rule.pass.tables, ...rule.fail.tables }) as TableId[]
  const parts = tables.flatMap((table) => {
    const [rows, others] = [rowsOf(example.tables[table]), rowsOf(other.tables[table])]
    if (rows.length === 0) return rule.tables.includes(table) ? [`${table} không có`] : []
    const said = rows.slice(0, 3).map((values, n) => {
      const names = Object.keys({ ...values, ...others[n] })
      return names
        .filter((name) => rule.fields.includes(name) || values[name] !== others[n]?.[name])
        .map((name) => `${name} ${values[name] ?? '(trống)'}`)
        .join(', ')
    })
    const text = said.filter((line) => line !== '').join(' | ')
    if (text !== '') return [`${table}: ${text}`]
    return rule.check.kind === 'table' && table === rule.check.table ? [`${table} có`] : []
  })
  return parts.join(' · ') || 'không có gì để kiểm tra'
}
