/** Builders for tests: a vendor's messages that show everything the visit plan asks, and a sandbox over a reader of plain JSON. */
import type { MessageProblem, TableId, TableRow } from '#vocabulary/bhyt'
import type { SentMessage } from '#vocabulary/messages'
import type { ReadItemRecord } from './observe-record.ts'
import { allPlans } from './read-plans.ts'
import type { ReadFile } from './receive-file.ts'
import type { Subject } from './sandbox.types.ts'

export const aSubject = (changes: Partial<Subject> = {}): Subject => ({
  facilityCode: '99901',
  vendor: 'HIS mẫu A',
  software: 'Phần mềm khám bệnh mẫu',
  softwareVersion: '3.2',
  plans: ['visit'],
  services: ['inpatient', 'surgery', 'obstetrics', 'laboratory'],
  ...changes,
})

type Rows = Partial<Record<TableId, readonly Readonly<Record<string, string>>[]>>

/** A sound visit with these tables; or a refused one when a problem is an error. */
export function aRecord(
  key: string | null,
  tables: Rows,
  problems: readonly MessageProblem[] = [],
  facilityCode = '99901',
): ReadItemRecord {
  const isAccepted = !problems.some((p) => p.severity === 'error')
  const rows = Object.fromEntries(
    Object.entries(tables).map(([table, list]) => [
      table,
      list.map((values, n): TableRow => ({ row: n + 1, values })),
    ]),
  )
  const message: SentMessage = {
    kind: 'visit',
    norm: '3176',
    facilityCode,
    visitLinkId: key ?? '',
    tables: rows,
  }
  return {
    number: 1,
    facilityCode,
    visitLinkId: key,
    isAccepted,
    message: isAccepted ? message : null,
    problems,
  }
}

export const anError = (code: string, more: Partial<MessageProblem> = {}): MessageProblem => ({
  code,
  severity: 'error',
  message: 'Mã không có trong danh mục. Sửa mã rồi gửi lại.',
  ...more,
})

/** Every field of the visit plan filled, in every table; `changes` say what is particular to the situation. */
export function aWholeVisit(changes: Rows = {}): Rows {
  const tables: Record<string, Readonly<Record<string, string>>[]> = {}
  for (const { table, fields } of allPlans().get('visit')!.tables)
    tables[table] = [{ ...Object.fromEntries(fields.map((field) => [field, '1'])), SO_CCCD: '079190999001' }]
  for (const [table, rows] of Object.entries(changes))
    tables[table] = rows.map((row) => ({ ...tables[table]?.[0], ...row }))
  return tables
}

/** What a diligent vendor sends: 20 visits that show every situation of the visit plan. */
export function everySituation(): ReadItemRecord[] {
  const without = (...fields: string[]) => Object.fromEntries(fields.map((field) => [field, '']))
  const ward = { NGAY_RA: '202608071630', MAXA_CU_TRU: '20242', MAHUYEN_CU_TRU: '' }
  const one = (key: string, xml1: Readonly<Record<string, string>>, more: Rows = {}) =>
    aRecord(key, aWholeVisit({ XML1: [{ ...ward, ...xml1 }], ...more }))
  return [
    one('out', { MA_LOAI_KCB: '01' }),
    one('in', { MA_LOAI_KCB: '03' }, { XML3: [{ MA_NHOM: '8' }], XML4: [{}, {}] }),
    one('twins', {}, { XML9: [{ SO_CON: '2' }, { SO_CON: '2' }] }),
    one('baby', { ...without('SO_CCCD'), MA_THE_BHYT: 'TE1480000000001' }),
    one('moved', { MA_LOAI_RV: '2' }),
    one('cards', { MA_THE_BHYT: 'GD4489999000003;HT3489999000003', GT_THE_TU: '20260101;20260801' }),
    one('paying', { MA_DOITUONG_KCB: '9', ...without('MA_THE_BHYT') }),
    one('old', { NGAY_RA: '202505071630', MAHUYEN_CU_TRU: '490' }),
    one('withdrawn', { MA_DOITUONG_KCB: '8' }),
    one('died', { KET_QUA_DTRI: '5' }),
    one('out', { MA_LOAI_KCB: '01' }),
    one('out', { MA_LOAI_KCB: '01', CHAN_DOAN_RV: 'J20 - Viêm phế quản cấp' }),
    aRecord('wrong', {}, [anError('BHYT_CODE', { table: 'XML1', field: 'MA_BENH_CHINH', row: 1 })]),
    one('wrong', {}),
    ...Array.from({ length: 8 }, (_, n) => one(`more-${n}`, {})),
  ]
}

/** Reads what these tests send: a JSON list of records as the intake would have read them. */
export const readsJson: ReadFile = async function* (source) {
  const pieces: Uint8Array[] = []
  for await (const piece of source) pieces.push(piece)
  const text = Buffer.concat(pieces).toString('utf8')
  if (!text.startsWith('[')) {
    yield { kind: 'refused', problems: [anError('INTAKE_NO_RECORD')] }
    return
  }
  yield { kind: 'head' }
  for (const [n, record] of (JSON.parse(text) as ReadItemRecord[]).entries())
    yield { kind: 'record', record: { ...record, number: n + 1 } }
  yield { kind: 'end', problems: [] }
}
