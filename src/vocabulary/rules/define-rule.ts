import type { Norm, Severity, TableId } from '#vocabulary/bhyt'
import type { Check, Example, Rule, RuleOptions, Values, When } from './rule.types.ts'

type Rows = Readonly<Partial<Record<TableId, Values | readonly Values[]>>>

/** A rule as written in `data/`: what can be derived is left out. */
export interface RuleText {
  readonly id: string
  readonly title: string
  /** Default `warning`. */
  readonly severity?: Severity
  readonly stop?: number
  /** Default: errors do. */
  readonly blocksGoLive?: boolean
  readonly from?: string
  readonly until?: string
  /** Default 4750: fields of QĐ 4210 have their own habits. */
  readonly since?: Norm
  readonly sentence: string
  readonly source: string
  readonly check: Check
  readonly good: Rows
  /** What is changed in `good` (in the first row of a table) to break the rule; null takes a field or a table away. */
  readonly bad: Readonly<
    Partial<Record<TableId, Readonly<Record<string, string | null>> | readonly Values[] | null>>
  >
  readonly norm?: Norm
  readonly options?: RuleOptions
  readonly alsoBreaks?: readonly string[]
}

export function defineRule(text: RuleText): Rule {
  const severity = text.severity ?? 'warning'
  const example = (tables: Rows): Example => ({
    tables,
    ...(text.norm && { norm: text.norm }),
    ...(text.options && { options: text.options }),
  })
  return {
    id: text.id,
    title: text.title,
    severity,
    gatewayStop: text.stop ?? null,
    blocksGoLive: text.blocksGoLive ?? severity === 'error',
    tables: tablesOf(text.check),
    fields: fieldsOf(text.check),
    from: text.from ?? null,
    until: text.until ?? null,
    since: text.since ?? '4750',
    sentence: text.sentence,
    source: text.source,
    check: text.check,
    pass: example(text.good),
    fail: example(changed(text.good, text.bad)),
    alsoBreaks: text.alsoBreaks ?? [],
  }
}

function changed(good: Rows, bad: RuleText['bad']): Rows {
  const tables: Partial<Record<TableId, Values | readonly Values[]>> = { ...good }
  for (const [name, change] of Object.entries(bad)) {
    const id = name as TableId
    if (change === null) delete tables[id]
    else if (Array.isArray(change)) tables[id] = change as readonly Values[]
    else {
      const [first, ...others] = rowsOf(good[id])
      tables[id] = [patched(first ?? {}, change as Record<string, string | null>), ...others]
    }
  }
  return tables
}

function patched(values: Values, change: Readonly<Record<string, string | null>>): Values {
  const entries = Object.entries({ ...values, ...change })
  return Object.fromEntries(entries.filter((e): e is [string, string] => e[1] !== null))
}

export function rowsOf(rows: Values | readonly Values[] | undefined): readonly Values[] {
  if (!rows) return []
  return Array.isArray(rows) ? rows : [rows as Values]
}

function tablesOf(check: Check): TableId[] {
  const tables = new Set<TableId>([check.table])
  if (check.kind === 'total') for (const line of check.lines) tables.add(line.table)
  if (check.kind === 'refers') tables.add(check.to.table)
  if ('as' in check && check.as.of) tables.add(check.as.of)
  if ('than' in check && check.than !== 'now' && check.than.of) tables.add(check.than.of)
  for (const { of } of said('when' in check ? check.when : undefined)) if (of) tables.add(of)
  if (check.kind === 'table') tables.add('XML1')
  return [...tables]
}

function fieldsOf(check: Check): string[] {
  const fields = new Set<string>('fields' in check ? check.fields : 'field' in check ? [check.field] : [])
  const more: (readonly string[] | undefined)[] = []
  if (check.kind === 'product') more.push(check.of, check.percent)
  if (check.kind === 'sum') more.push(check.plus, check.minus)
  if (check.kind === 'at-most') more.push([check.other])
  if (check.kind === 'unique') more.push(check.by)
  if ('reads' in check) more.push(check.reads)
  if (check.kind === 'total') more.push(check.lines.map((line) => line.field))
  if ('as' in check) more.push([check.as.field])
  if ('than' in check && check.than !== 'now') more.push([check.than.field])
  if (check.kind === 'refers') more.push([check.to.field])
  more.push(said('when' in check ? check.when : undefined).map(({ field }) => field))
  for (const list of more) for (const field of list ?? []) fields.add(field)
  return [...fields]
}

function said(when: When | undefined): { readonly field: string; readonly of?: 'XML1' }[] {
  if (!when) return []
  if ('all' in when) return when.all.flatMap(said)
  if ('any' in when) return when.any.flatMap(said)
  return [when]
}
