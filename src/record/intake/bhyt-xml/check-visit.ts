import type { Norm, TableId } from '#vocabulary/bhyt'
import { parseBhytDate, tableOf } from '#vocabulary/bhyt'
import type { CheckContext } from './check-tables.ts'
import { isMoment } from './plain-forms.ts'
import type { DraftTables } from './read-tables.ts'

/** What one table says about another: one visit key, one facility, times in order, equal lists, repeated fields equal. */
export function checkVisit(tables: DraftTables, summaryTable: 'XML0' | 'XML1', context: CheckContext): void {
  const summary = tables.get(summaryTable)?.[0]?.values
  if (!summary) return
  sameVisit(tables, summaryTable, summary.MA_LK, context)
  times(tables, summaryTable, summary, context)
  cardLists(summaryTable, summary, context)
  if (summaryTable === 'XML1' && context.norm !== '4210') repeatedFields(tables, summary, context)
}

type Values = Readonly<Record<string, string>>

function sameVisit(
  tables: DraftTables,
  summaryTable: TableId,
  key: string | undefined,
  { problems }: CheckContext,
): void {
  if (key === undefined) return
  for (const [table, rows] of tables) {
    if (table === summaryTable) continue
    for (const { row, values } of rows)
      if (values.MA_LK !== undefined && values.MA_LK !== key)
        problems.add('BHYT_VISIT_KEY_DIFFERS', { table, row, field: 'MA_LK' })
  }
}

/** A whole, existing time: a broken one has been reported and proves nothing about order. */
const isTime = (text: string | undefined): text is string =>
  text?.length === 12 && (isMoment(text) || parseBhytDate(text) !== null)

function times(tables: DraftTables, table: TableId, summary: Values, { problems }: CheckContext): void {
  const { NGAY_VAO: from, NGAY_RA: to, NGAY_SINH: born } = summary
  if (isTime(from) && isTime(to) && to < from)
    problems.add('BHYT_DISCHARGE_BEFORE_ADMISSION', { table, row: 1, field: 'NGAY_RA' })
  if (isTime(from) && isTime(born) && born.slice(0, 8) > from.slice(0, 8))
    problems.add('BHYT_BIRTH_AFTER_ADMISSION', { table, row: 1, field: 'NGAY_SINH' })
  if (!isTime(to)) return
  for (const id of ['XML2', 'XML3'] as const)
    for (const { row, values } of tables.get(id) ?? [])
      if (isTime(values.NGAY_YL) && values.NGAY_YL > to)
        problems.add('BHYT_ORDER_AFTER_DISCHARGE', { table: id, row, field: 'NGAY_YL' })
}

/** A card changed in mid-stay: `A;B` with `d1;d2` (bhyt-xml.md §10.20). */
function cardLists(table: TableId, summary: Values, { problems }: CheckContext): void {
  const count = (name: string) => summary[name]?.split(';').length
  const cards = count('MA_THE_BHYT')
  if (cards === undefined) return
  for (const field of ['MA_DKBD', 'GT_THE_TU', 'GT_THE_DEN']) {
    const n = count(field)
    if (n !== undefined && n !== cards) problems.add('BHYT_CARD_LISTS_UNEQUAL', { table, row: 1, field })
  }
}

const alike = (text: string) => text.toUpperCase().replace(/\s+/g, ' ')

function repeatedFields(tables: DraftTables, summary: Values, { norm, problems }: CheckContext): void {
  for (const [table, rows] of tables) {
    if (table === 'XML1') continue
    const repeated = repeatedIn(table, norm)
    for (const { row, values } of rows)
      for (const { name, inSummary } of repeated) {
        const [here, there] = [values[name], summary[inSummary]]
        if (here === there || here === undefined || there === undefined) continue
        if (alike(here) !== alike(there)) problems.add('BHYT_FIELD_DIFFERS', { table, row, field: name })
      }
  }
}

interface Repeated {
  readonly name: string
  readonly inSummary: string
}
const repeatedFieldsOf = new Map<string, readonly Repeated[]>()

/** The fields of a table that say again what XML1 says. */
function repeatedIn(table: TableId, norm: Norm): readonly Repeated[] {
  const key = `${norm} ${table}`
  let found = repeatedFieldsOf.get(key)
  if (!found) {
    found = (tableOf(table, norm)?.fields ?? []).flatMap(({ name, mustEqual }) =>
      mustEqual ? [{ name, inSummary: mustEqual.slice('XML1.'.length) }] : [],
    )
    repeatedFieldsOf.set(key, found)
  }
  return found
}
