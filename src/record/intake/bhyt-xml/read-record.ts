import type { FacilityMessage, MessageKind, Norm, TableId } from '#vocabulary/bhyt'
import { normOf } from '#vocabulary/bhyt'
import type { ReadRecord, RecordContext } from '../format.types.ts'
import { type CheckContext, checkTables, keyFields } from './check-tables.ts'
import { checkVisit } from './check-visit.ts'
import { decode } from './encoding.ts'
import { modernise, normOfVisit } from './legacy-4210.ts'
import { type Place, Problems, problem } from './problem-sentences.ts'
import { readDriverCheck } from './read-driver-check.ts'
import {
  addRows,
  type DraftRow,
  type DraftTables,
  parseEnvelope,
  type ReadTables,
  readFiles,
  tableOfTree,
} from './read-tables.ts'
import { rowsOf } from './rows.ts'
import { shapeOf } from './tag-names.ts'
import type { XmlNode } from './xml-tree.ts'

/** Reads one record's bytes as `splitFile` cut them. Never throws on what a sender can write. */
export function readRecord(bytes: Uint8Array, context: RecordContext): ReadRecord<FacilityMessage> {
  const problems = new Problems()
  const text = decode(bytes, context.encoding)
  if (text === null) {
    problems.add('BHYT_ENCODING_INVALID')
    return unread(problems, context)
  }
  const read =
    context.format === 'driver-check' ? readDriverCheck(text, problems) : readXml(text, context, problems)
  if (!read || read.tables.size === 0) {
    if (!problems.hasErrors) problems.add('BHYT_NO_XML1')
    return unread(problems, context)
  }
  return finish(read, context, problems)
}

/** A record that was too large to hand over: set aside unread. */
export function tooLargeRecord(context: RecordContext): ReadRecord<FacilityMessage> {
  return {
    message: null,
    visitLinkId: null,
    facilityCode: context.facilityCode,
    norm: null,
    problems: [problem('BHYT_RECORD_TOO_LARGE')],
  }
}

function unread(problems: Problems, context: RecordContext): ReadRecord<FacilityMessage> {
  return {
    message: null,
    visitLinkId: null,
    facilityCode: context.facilityCode,
    norm: null,
    problems: problems.list(),
  }
}

function readXml(text: string, context: RecordContext, problems: Problems): ReadTables | null {
  const { parsed, contents } = parseEnvelope(text, problems)
  if (!parsed.ok) {
    problems.add(parsed.code)
    return null
  }
  const { root } = parsed
  const composed = context.encoding === 'windows-1258'
  if (context.format !== 'bhyt-xml') {
    const id = context.format === 'check-in' ? 'XML0' : 'GBT'
    return {
      kind: context.format === 'check-in' ? 'check-in' : 'death-notice',
      tables: single(id, root, composed, problems),
    }
  }
  const bare = root.name.toUpperCase() === 'HOSO' ? null : tableOfTree(root)
  if (bare) problems.add('BHYT_QUIRK_BARE_TABLE', { table: bare })
  const tables = bare
    ? single(bare, root, composed, problems)
    : readFiles(root, contents, context.encoding, problems)
  const kind = tables.has('XML0') && !tables.has('XML1') ? 'check-in' : 'visit'
  return { kind, tables }
}

function single(id: TableId, root: XmlNode, composed: boolean, problems: Problems): DraftTables {
  const tables: DraftTables = new Map()
  addRows(id, rowsOf(root, shapeOf(id)), composed, problems, tables)
  return tables
}

/** The table that names the human and the visit, by kind of message. */
const summaries: Readonly<Record<MessageKind, TableId>> = {
  visit: 'XML1',
  'check-in': 'XML0',
  'death-notice': 'GBT',
  'driver-check': 'GKSKLX',
}

/** Tables as sent → what they say: norm, key, facility, every check. Also for formats that fill these tables otherwise (CSV). */
export function finish(
  { kind, tables }: ReadTables,
  context: RecordContext,
  problems: Problems,
): ReadRecord<FacilityMessage> {
  const summaryTable = summaries[kind]
  const rows = tables.get(summaryTable) ?? []
  const summary = rows[0]?.values
  if (!summary) {
    if (kind === 'visit') problems.add('BHYT_NO_XML1')
    else
      for (const field of keyFields[summaryTable] ?? [])
        problems.add('BHYT_KEY_MISSING', { table: summaryTable, field })
  }
  if (rows.length > 1 && kind === 'visit') problems.add('BHYT_XML1_TWICE', { table: 'XML1' })
  for (const id of tables.keys())
    if (kind !== 'visit' && id !== summaryTable) problems.add('BHYT_TABLE_MISPLACED', { table: id })

  const norm = normOfMessage(kind, tables, summary)
  if (norm === '4210') modernise(tables)
  if (summary) facility(kind, summary, context, problems)
  const day = (summary?.NGAY_RA ?? summary?.NGAY_VAO ?? '').slice(0, 8)
  const checking: CheckContext = { norm, problems, noDistricts: day >= '20250701' }
  checkTables(tables, checking)
  if (summaryTable === 'XML1' || summaryTable === 'XML0') checkVisit(tables, summaryTable, checking)

  const facilityCode = facilityOf(kind, summary) ?? context.facilityCode
  const visitLinkId = keyOf(kind, summary) ?? keyOfOtherTables(tables)
  const message =
    problems.hasErrors || facilityCode === null || visitLinkId === null
      ? null
      : { kind, norm, facilityCode, visitLinkId, tables: withoutEmptyRows(tables) }
  return { message, visitLinkId, facilityCode, norm, problems: problems.list() }
}

type Values = Record<string, string>

function normOfMessage(kind: MessageKind, tables: DraftTables, summary: Values | undefined): Norm {
  if (kind === 'death-notice') return modernAtLeast(normOf(summary?.NGAY_TV))
  if (kind === 'driver-check') {
    const concluded = summary?.NGAYKETLUAN?.split('/').reverse().join('')
    return modernAtLeast(normOf(concluded))
  }
  return normOfVisit(tables)
}

/** Documents beside the claim file exist only in the vocabulary of QĐ 130 and later. */
const modernAtLeast = (norm: Norm): Norm => (norm === '4210' ? '4750' : norm)

const facilityField: Readonly<Record<MessageKind, string>> = {
  visit: 'MA_CSKCB',
  'check-in': 'MA_CSKCB',
  'death-notice': 'MACSKCB',
  'driver-check': 'IDBENHVIEN',
}

const facilityOf = (kind: MessageKind, summary: Values | undefined) =>
  summary?.[facilityField[kind]]?.trim() || null

function facility(kind: MessageKind, summary: Values, context: RecordContext, problems: Problems): void {
  const place: Place = { table: summaries[kind], row: 1, field: facilityField[kind] }
  const own = facilityOf(kind, summary)
  if (own === null) {
    if (context.facilityCode === null) return // the missing key is reported with the other keys
    summary[facilityField[kind]] = context.facilityCode
    problems.add('BHYT_FACILITY_FROM_ENVELOPE', place)
  } else if (context.facilityCode !== null && own.toUpperCase() !== context.facilityCode.toUpperCase())
    problems.add('BHYT_FACILITY_MISMATCH', place)
  else if (!/^[0-9A-Za-z]{5}$/.test(own)) problems.add('BHYT_FACILITY_FORMAT', place)
}

function keyOf(kind: MessageKind, summary: Values | undefined): string | null {
  if (kind === 'death-notice') return summary?.MA_GBT ? `gbt:${summary.MA_GBT}` : null
  if (kind === 'driver-check') return summary?.SO ? `gksklx:${summary.SO}` : null
  return summary?.MA_LK || null
}

/** A record whose XML1 could not be read is still easier to find by the key its other tables carry. */
function keyOfOtherTables(tables: DraftTables): string | null {
  for (const rows of tables.values()) for (const { values } of rows) if (values.MA_LK) return values.MA_LK
  return null
}

function withoutEmptyRows(tables: DraftTables): FacilityMessage['tables'] {
  const filled: Partial<Record<TableId, DraftRow[]>> = {}
  for (const [id, rows] of tables) filled[id] = rows.filter(({ values }) => isFilled(values))
  return filled
}

/** Rows nearly always carry the visit's key; listing all their names to see one costs more than everything else here. */
const isFilled = (values: Values) => values.MA_LK !== undefined || Object.keys(values).length > 0
