import { type Field, type TableId, tableOf } from '#vocabulary/bhyt'
import {
  aFullVisit,
  aVisit,
  giamDinh,
  hoso,
  random,
  type Tables,
} from '../src/record/intake/bhyt-xml/testing.ts'
import { type Malformed, text } from './corpus.types.ts'

const before = hoso({ XML1: [aVisit({ MA_LK: 'TRUOC', HO_TEN: 'NGƯỜI ĐỨNG TRƯỚC' })] })
const behind = hoso({ XML1: [aVisit({ MA_LK: 'SAU', HO_TEN: 'NGƯỜI ĐỨNG SAU' })] })

/** A bad record between two sound ones. */
export const between = (record: string): Uint8Array => text(giamDinh([before, record, behind]))

const tables = Array.from({ length: 15 }, (_, n) => `XML${n + 1}` as TableId).filter(
  (id) => tableOf(id, '1804')?.root,
)

/** The tables of a whole visit with one value of one table changed. */
function changed(table: TableId, field: string, value: string | undefined): Tables {
  const whole = aFullVisit(random(table.length * 31 + field.length), 1)
  const kept: Tables = { XML1: [{ ...aVisit({ MA_LK: 'LK1' }) }] }
  const row: Record<string, string> = {
    ...(table === 'XML1' ? kept.XML1![0] : whole[table]![0]),
    MA_LK: 'LK1',
  }
  if (value === undefined) delete row[field]
  else row[field] = value
  return { ...kept, [table]: [row] }
}

const bad = (
  name: string,
  table: TableId,
  field: string,
  value: string | undefined,
  says: string,
): Malformed => ({
  id: `bhyt-xml/${name}/${table}.${field}`,
  file: between(hoso(changed(table, field, value))),
  says: [says],
  keeps: 2,
})

const isMoney = (f: Field) => f.type === 'number' && !f.codeList && /^(T_|THANH_TIEN|DON_GIA)/.test(f.name)

/** Every date, amount and key field of every table, wrong in the ways people and programs get them wrong. */
export function bhytValues(): Malformed[] {
  return tables.flatMap((table) =>
    tableOf(table, '1804')!.fields.flatMap((f): Malformed[] => {
      if (f.name === 'NGAY_SINH') return birthdays(table)
      if (f.format === 'dd/MM/yyyy') return []
      if (f.format)
        return [
          bad('date-in-words', table, f.name, 'mồng ba Tết', 'BHYT_DATE_FORMAT'),
          bad('date-with-slashes', table, f.name, '15/08/2026', 'BHYT_DATE_FORMAT'),
          bad(
            'date-impossible',
            table,
            f.name,
            f.format === 'yyyyMMdd' ? '20260230' : '202602300800',
            'BHYT_DATE_IMPOSSIBLE',
          ),
        ]
      if (isMoney(f)) return [bad('money-with-comma', table, f.name, '1.234.567,50', 'BHYT_MONEY_FORMAT')]
      if (f.name === 'SO_LUONG')
        return [bad('quantity-in-words', table, f.name, 'hai viên', 'BHYT_QUANTITY_FORMAT')]
      return []
    }),
  )
}

function birthdays(table: TableId): Malformed[] {
  return [
    bad('birth-in-words', table, 'NGAY_SINH', 'không nhớ', 'BHYT_DATE_FORMAT'),
    bad('birth-impossible', table, 'NGAY_SINH', '199913010000', 'BHYT_DATE_IMPOSSIBLE'),
  ]
}

/** Rows of another visit, and a summary without what makes it one. */
export function bhytKeys(): Malformed[] {
  const foreign = tables
    .filter((table) => table !== 'XML1')
    .map((table) => bad('row-of-another-visit', table, 'MA_LK', 'LK2', 'BHYT_VISIT_KEY_DIFFERS'))
  const missing = ['MA_LK', 'HO_TEN', 'NGAY_SINH', 'GIOI_TINH', 'NGAY_VAO'].map((field) =>
    bad('key-missing', 'XML1', field, undefined, 'BHYT_KEY_MISSING'),
  )
  return [
    ...foreign,
    ...missing,
    bad('key-too-long', 'XML1', 'MA_LK', 'x'.repeat(256), 'BHYT_VISIT_KEY_TOO_LONG'),
    bad('another-facility', 'XML1', 'MA_CSKCB', '99902', 'BHYT_FACILITY_MISMATCH'),
    bad('left-before-arrival', 'XML1', 'NGAY_RA', '202608150829', 'BHYT_DISCHARGE_BEFORE_ADMISSION'),
    bad('endless-value', 'XML1', 'GHI_CHU', 'a'.repeat(1_000_001), 'BHYT_VALUE_TOO_LONG'),
  ]
}
