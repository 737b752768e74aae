import {
  codesOf,
  type Field,
  isDay,
  type Norm,
  parseBhytDate,
  parseDecimal,
  parseMeasure,
  profile,
  type TableId,
  tableOf,
} from '#vocabulary/bhyt'
import { isMoment, isPlainDecimal } from './plain-forms.ts'
import type { Problems } from './problem-sentences.ts'
import type { DraftRow, DraftTables } from './read-tables.ts'

type Kind =
  | 'birth'
  | 'date'
  | 'money'
  | 'quantity'
  | 'weight'
  | 'result'
  | 'card'
  | 'citizen-id'
  | 'integer'
  | 'code'
  | 'text'

interface Check {
  readonly field: Field
  readonly kind: Kind
  readonly codes: ReadonlyMap<string, string> | undefined
  /** Text in which line breaks mean something. */
  readonly free: boolean
}
interface TableChecks {
  readonly byName: ReadonlyMap<string, Check>
  readonly required: readonly string[]
}

/** Without these there is no one to file the visit under, or no visit. The rest of "required" is only a warning. */
export const keyFields: Readonly<Partial<Record<TableId, readonly string[]>>> = {
  XML0: ['MA_LK', 'HO_TEN', 'NGAY_SINH', 'GIOI_TINH', 'MA_CSKCB', 'NGAY_VAO'],
  XML1: ['MA_LK', 'HO_TEN', 'NGAY_SINH', 'GIOI_TINH', 'MA_CSKCB', 'NGAY_VAO'],
  GBT: ['MA_GBT', 'HO_TEN', 'MACSKCB', 'NGAY_TV'],
  GKSKLX: ['SO', 'HOTEN', 'NGAYSINH', 'GIOITINHVAL', 'IDBENHVIEN', 'NGAYKETLUAN'],
}

const cards = new Set(['MA_THE_BHYT', 'MA_THE', 'MA_THE_NND', 'MA_THE_TAM'])
const births = new Set(['NGAY_SINH'])

function kindOf(f: Field): Kind {
  if (births.has(f.name)) return 'birth'
  if (f.format) return 'date'
  if (f.name === 'CAN_NANG') return 'weight'
  if (f.name === 'GIA_TRI') return 'result'
  if (cards.has(f.name)) return 'card'
  if (f.name === 'SO_CCCD' || f.name === 'SO_CCCD_NND') return 'citizen-id'
  if (f.codeList) return 'code'
  if (f.type !== 'number') return 'text'
  if (/^(T_|THANH_TIEN|DON_GIA)/.test(f.name)) return 'money'
  return /^(SO_LUONG|TYLE_|MUC_HUONG|CAN_NANG)/.test(f.name) ? 'quantity' : 'integer'
}

/** Kinds whose form says more than their length does. */
const hasOwnForm: ReadonlySet<Kind> = new Set(['birth', 'date', 'citizen-id'])

const compiled = new Map<string, TableChecks>()

function checksOf(norm: Norm, id: TableId): TableChecks {
  const key = `${norm} ${id}`
  let found = compiled.get(key)
  if (!found) {
    found = compile(norm, id)
    compiled.set(key, found)
  }
  return found
}

function compile(norm: Norm, id: TableId): TableChecks {
  // A 4210 visit has 130 names by now, but none of 130's duties and lengths; fields it alone has keep their own.
  const modern = tableOf(id, norm === '4210' ? '4750' : norm)?.fields ?? []
  const renamed = modern.some((f) => f.qd3176?.renamedTo) ? (tableOf(id, '4750')?.fields ?? []) : []
  const old = norm === '4210' ? (tableOf(id, '4210')?.fields ?? []) : []
  const byName = new Map<string, Check>()
  for (const f of [...old, ...renamed, ...modern]) {
    const lenient = norm === '4210'
    const field = lenient ? { ...f, maxLength: null, mustEqual: undefined } : f
    const list = lenient && f.name === 'MA_DOITUONG_KCB' ? 'ma_lydo_vvien_4210' : f.codeList
    byName.set(f.name, {
      field,
      kind: kindOf(f),
      codes: list ? codesOf(list) : undefined,
      free: f.maxLength === null || f.maxLength >= 1000,
    })
  }
  const needed = norm === '4210' ? [] : modern.filter((f) => f.required === 'required').map((f) => f.name)
  return { byName, required: [...new Set([...(keyFields[id] ?? []), ...needed])] }
}

export interface CheckContext {
  readonly norm: Norm
  readonly problems: Problems
  /** Since 2025-07-01 there are no districts: an empty one is as it should be. */
  readonly noDistricts: boolean
}

/** Checks every field of every row against the dictionary, correcting in place what can only mean one thing. */
export function checkTables(tables: DraftTables, context: CheckContext): void {
  const inForce = profile(context.norm).tables
  for (const [id, rows] of tables) {
    if (!inForce.has(id)) context.problems.add('BHYT_TABLE_NOT_IN_NORM', { table: id })
    const checks = checksOf(context.norm, id)
    for (const row of rows) checkRow(id, row, checks, context)
  }
}

function checkRow(
  table: TableId,
  { row, values }: DraftRow,
  checks: TableChecks,
  context: CheckContext,
): void {
  // One place for the whole row: what is found copies it.
  const at = { table, row, field: '' }
  for (const name in values) {
    const check = checks.byName.get(name)
    const value = values[name]!
    at.field = name
    if (value.length > 1_000_000) context.problems.add('BHYT_VALUE_TOO_LONG', at)
    if (!check) continue
    const corrected = checkValue(check, value, at, context)
    if (corrected === value) continue
    if (corrected === '') delete values[name]
    else values[name] = corrected
  }
  for (const name of checks.required) if (values[name] === undefined) missing(table, row, name, context)
}

function missing(table: TableId, row: number, field: string, { problems, noDistricts }: CheckContext): void {
  if (keyFields[table]?.includes(field)) problems.add('BHYT_KEY_MISSING', { table, row, field })
  else if (field === 'MAHUYEN_CU_TRU' && noDistricts)
    problems.add('BHYT_DISTRICT_EMPTY', { table, row, field })
  else problems.add('BHYT_REQUIRED_MISSING', { table, row, field })
}

interface At {
  readonly table: TableId
  readonly row: number
  readonly field: string
}

/** The value as it goes on; empty when it says nothing. */
function checkValue(check: Check, sent: string, at: At, context: CheckContext): string {
  const { problems } = context
  let value = check.free || !sent.includes('\n') ? sent : sent.replaceAll('\n', ' ')
  switch (check.kind) {
    case 'birth':
      value = birth(value, at, check, context)
      break
    case 'date':
      value = dates(value, at, check.field, problems)
      break
    case 'money':
      value = money(value, at, problems)
      break
    case 'quantity':
      value = quantity(value, at, problems)
      break
    case 'weight':
      value = weight(value, at, problems)
      break
    case 'result':
      if (!isPlainDecimal(value) && !parseDecimal(value).ok && parseMeasure(value).ok)
        problems.add('BHYT_QUIRK_DECIMAL_COMMA', at)
      break
    case 'card':
      value = card(value, at, problems)
      break
    case 'citizen-id':
      value = citizenId(value, at, problems)
      break
    case 'code':
      value = codes(value, at, check, problems)
      break
    case 'integer':
      if (!/^\d{1,15}(\.0+)?$/.test(value)) problems.add('BHYT_NUMBER_FORMAT', at)
      break
    default:
      if (at.field === 'MA_LK' && value.length > 255) problems.add('BHYT_VISIT_KEY_TOO_LONG', at)
      else if (
        (at.field === 'MATINH_CU_TRU' && value.length < 2) ||
        (at.field === 'MAXA_CU_TRU' && value.length < 5)
      )
        problems.add('BHYT_LEADING_ZERO_LOST', at)
  }
  const { maxLength } = check.field
  if (maxLength !== null && value.length > maxLength && !hasOwnForm.has(check.kind))
    problems.add('BHYT_TOO_LONG', at)
  return value
}

/** `196000000000`: year only. 4210 wrote `1960` or `19600512`; now all have twelve digits. */
function birth(value: string, at: At, { field }: Check, { norm, problems }: CheckContext): string {
  const digits = /^\d{14}$/.test(value) ? value.slice(0, 12) : value
  if (!/^(\d{4}|\d{8}|\d{12})$/.test(digits)) {
    problems.add('BHYT_DATE_FORMAT', at, { format: field.format })
    return value
  }
  if (!parseBhytDate(digits)) {
    problems.add('BHYT_DATE_IMPOSSIBLE', at)
    return value
  }
  if (at.table === 'GBT' || at.table === 'XML12') return digits
  if (digits.length !== 12 && norm !== '4210') problems.add('BHYT_QUIRK_BIRTH_DATE', at)
  return digits.padEnd(12, '0')
}

function dates(value: string, at: At, field: Field, problems: Problems): string {
  if (isAsWanted(value, field.format)) return value
  if (!field.multi && !value.includes(';')) return date(value, at, field, problems)
  const parts = value.split(';').map((part) => part.trim())
  while (parts.length > 0 && parts.at(-1) === '') parts.pop()
  return parts.map((part) => (part === '' ? '' : date(part, at, field, problems))).join(';')
}

/** One existing moment, as precise as the field asks: nearly every date there is. */
function isAsWanted(value: string, format: Field['format']): boolean {
  const fits = value.length === 12 ? format !== 'yyyyMMdd' : value.length === 8 && format !== 'yyyyMMddHHmm'
  return fits && format !== 'dd/MM/yyyy' && isMoment(value)
}

function date(value: string, at: At, field: Field, problems: Problems): string {
  // A birth day of someone else (child, carer) is personal: not repeated in the sentence.
  const detail = { value: at.field.includes('SINH') ? undefined : value, format: field.format }
  if (field.format === 'dd/MM/yyyy') {
    const m = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(value)
    if (!m) problems.add('BHYT_DATE_FORMAT', at, detail)
    else if (!isDay(Number(m[3]), Number(m[2]), Number(m[1])))
      problems.add('BHYT_DATE_IMPOSSIBLE', at, detail)
    return value
  }
  if (/^0{1,14}$/.test(value)) {
    problems.add('BHYT_QUIRK_DATE_ZERO', at)
    return ''
  }
  const lengths = field.format === 'yyyyMMdd' ? [8] : field.format === 'yyyyMMddHHmm' ? [12] : [12, 8]
  if (!/^\d{8,14}$/.test(value) || value.length < lengths.at(-1)! || value.length % 2 === 1) {
    problems.add('BHYT_DATE_FORMAT', at, detail)
    return value
  }
  const length = lengths.find((n) => value.length >= n)!
  const digits = value.slice(0, length)
  // Only a birth may leave the day open; here `00` is as impossible as `99`.
  const known = digits.slice(6, 8) !== '00' && parseBhytDate(digits) !== null
  if (!known) {
    problems.add('BHYT_DATE_IMPOSSIBLE', at, detail)
    return value
  }
  if (value.length > length) problems.add('BHYT_QUIRK_DATE_LENGTH', at)
  return digits
}

function money(value: string, at: At, problems: Problems): string {
  if (isPlainDecimal(value)) return value
  const parsed = parseDecimal(value)
  if (parsed.ok) return parsed.value
  problems.add('BHYT_MONEY_FORMAT', at)
  return value
}

function quantity(value: string, at: At, problems: Problems): string {
  if (isPlainDecimal(value)) return value
  const plain = parseDecimal(value)
  if (plain.ok) return plain.value
  const measured = parseMeasure(value)
  if (!measured.ok) {
    // A percentage may come with its sign, a newborn's weights in a list: not worth losing the visit.
    problems.add(at.field === 'SO_LUONG' ? 'BHYT_QUANTITY_FORMAT' : 'BHYT_NUMBER_FORMAT', at)
    return value
  }
  problems.add('BHYT_QUIRK_DECIMAL_COMMA', at)
  return measured.value
}

function weight(value: string, at: At, problems: Problems): string {
  const plain = parseDecimal(value)
  const parsed = plain.ok ? plain : parseMeasure(value)
  if (!parsed.ok) {
    problems.add('BHYT_NUMBER_FORMAT', at)
    return value
  }
  if (!plain.ok) problems.add('BHYT_QUIRK_DECIMAL_COMMA', at)
  // Senders write 0.01 to pass the gateway's check (bhyt-xml.md §10.6).
  if (/^0(\.0\d*)?$/.test(parsed.value)) problems.add('BHYT_WEIGHT_PLACEHOLDER', at)
  return parsed.value
}

function card(value: string, at: At, problems: Problems): string {
  const tidy = value
    .split(';')
    .map((c) => c.replace(/[\s.-]/g, '').toUpperCase())
    .join(';')
    .replace(/;+$/, '')
  if (tidy !== value.replace(/\s*;\s*/g, ';').replace(/;+$/, '')) problems.add('BHYT_QUIRK_CARD_SPACES', at)
  // Ten digits alone: since 2021 some desks write the BHXH number.
  if (!tidy.split(';').every((c) => c === '' || /^([A-Z]{2}\d{13}|\d{10})$/.test(c)))
    problems.add('BHYT_CARD_FORMAT', at)
  return tidy
}

function citizenId(value: string, at: At, problems: Problems): string {
  const tidy = value.replace(/[\s.]/g, '')
  if (/^(\d{12}|\d{9}|[A-Z]\d{7})$/.test(tidy)) return tidy
  problems.add(/^\d{10,11}$|^\d{8}$/.test(tidy) ? 'BHYT_LEADING_ZERO_LOST' : 'BHYT_CITIZEN_ID_FORMAT', at)
  return tidy
}

function codes(value: string, at: At, { field, codes: list }: Check, problems: Problems): string {
  if (!list || list.has(value)) return value
  const parts = field.multi || value.includes(';') ? value.split(';').map((part) => part.trim()) : [value]
  while (parts.length > 1 && parts.at(-1) === '') parts.pop()
  return parts.map((part) => (part === '' ? '' : code(part, at, field.codeList!, list, problems))).join(';')
}

function code(
  value: string,
  at: At,
  listName: string,
  list: ReadonlyMap<string, string>,
  problems: Problems,
): string {
  if (list.has(value)) return value
  // QĐ 1804/2026: departments K50–K60, and sub-departments `K16.1`, `K02.D35` of those listed.
  if (listName === 'khoa' && /^K(0[1-9]|[1-5]\d|60|99)(\.[A-Z]?\d{1,3})?$/.test(value)) return value
  const padded = value.padStart(2, '0')
  const bare = value.replace(/^0+(?=\d)/, '')
  for (const other of [padded, bare]) {
    if (!list.has(other)) continue
    problems.add('BHYT_QUIRK_LEADING_ZERO', at)
    return other
  }
  problems.add('BHYT_CODE_UNKNOWN', at)
  return value
}
