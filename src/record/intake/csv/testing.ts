/** Builders for tests: line lists as facilities write them, and the mapping that reads them. Synthetic data only. */
import { Buffer } from 'node:buffer'
import { defaultLimits, type SplitEvent, type SplitLimits } from '../bhyt-xml/split.types.ts'
import { windows1258 } from '../bhyt-xml/testing.ts'
import type { ReadRecord } from '../format.types.ts'
import { csvFormat } from './format.ts'
import { type CsvKept, type CsvMapping, csvKept, csvMapping } from './mapping.types.ts'

export const visitColumns = [
  'STT',
  'Mã lượt khám',
  'Mã BN',
  'Họ và tên',
  'Ngày sinh',
  'Giới tính',
  'Số CCCD',
  'Ngày khám',
  'Chẩn đoán',
  'Mã ICD',
] as const

export const visitRow = (changes: Partial<Record<(typeof visitColumns)[number], string>> = {}): string[] => {
  const row: Record<string, string> = {
    STT: '1',
    'Mã lượt khám': 'K0001',
    'Mã BN': 'BN01',
    'Họ và tên': 'Nguyễn Văn Thử',
    'Ngày sinh': '15/03/1990',
    'Giới tính': 'Nam',
    'Số CCCD': '079190999001',
    'Ngày khám': '15/08/2026 08:30',
    'Chẩn đoán': 'Viêm họng cấp, sốt',
    'Mã ICD': 'J02',
    ...changes,
  }
  return visitColumns.map((column) => row[column]!)
}

const from = (field: string, column: number, ...steps: CsvMapping['fields'][number]['steps']) => ({
  table: 'XML1' as const,
  field,
  columns: [column],
  steps,
})

export const visitMapping: CsvMapping = csvMapping.parse({
  list: 'visit',
  columns: visitColumns,
  fields: [
    from('MA_LK', 1),
    from('MA_BN', 2),
    from('HO_TEN', 3),
    from('NGAY_SINH', 4, { kind: 'date', formats: ['dd/MM/yyyy', 'yyyy'] }),
    from('GIOI_TINH', 5, { kind: 'sex' }),
    from('SO_CCCD', 6),
    from('NGAY_VAO', 7, { kind: 'date', formats: ['dd/MM/yyyy HH:mm', 'dd/MM/yyyy'] }),
    from('CHAN_DOAN_RV', 8),
    from('MA_BENH_CHINH', 9),
  ],
  keyColumns: [1],
  together: false,
})

export const labColumns = [
  'Mã BN',
  'Họ và tên',
  'Năm sinh',
  'Giới tính',
  'Ngày khám',
  'Tên xét nghiệm',
  'Kết quả',
  'Đơn vị',
  'Thời gian kết quả',
] as const

export const labMapping: CsvMapping = csvMapping.parse({
  list: 'laboratory',
  columns: labColumns,
  fields: [
    from('MA_BN', 0),
    from('HO_TEN', 1),
    from('NGAY_SINH', 2, { kind: 'date', formats: ['yyyy'] }),
    from('GIOI_TINH', 3, { kind: 'sex' }),
    from('NGAY_VAO', 4, { kind: 'date', formats: ['dd/MM/yyyy'] }),
    { table: 'XML4', field: 'TEN_CHI_SO', columns: [5] },
    { table: 'XML4', field: 'GIA_TRI', columns: [6] },
    { table: 'XML4', field: 'DON_VI_DO', columns: [7] },
    {
      table: 'XML4',
      field: 'NGAY_KQ',
      columns: [8],
      steps: [{ kind: 'date', formats: ['dd/MM/yyyy HH:mm'] }],
    },
  ],
  keyColumns: [0, 4],
  together: true,
})

export interface Written {
  readonly delimiter?: string
  readonly lineEnd?: string
  readonly encoding?: 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'windows-1258'
  readonly quoteAll?: boolean
  readonly last?: boolean
}

/** RFC 4180: a cell with a delimiter, a quote or a line break stands in quotes. */
export function csvText(rows: readonly (readonly string[])[], written: Written = {}): string {
  const { delimiter = ',', lineEnd = '\r\n', quoteAll = false, last = true } = written
  const cell = (text: string) =>
    quoteAll || text.includes(delimiter) || /["\r\n]/.test(text) || text !== text.trim()
      ? `"${text.replaceAll('"', '""')}"`
      : text
  return rows.map((row) => row.map(cell).join(delimiter)).join(lineEnd) + (last ? lineEnd : '')
}

export function csvBytes(rows: readonly (readonly string[])[], written: Written = {}): Buffer {
  return encoded(csvText(rows, written), written.encoding)
}

export function encoded(text: string, encoding: Written['encoding'] = 'utf-8'): Buffer {
  if (encoding === 'utf-8-bom') return Buffer.from(`\uFEFF${text}`)
  if (encoding === 'utf-16le') return Buffer.from(`\uFEFF${text}`, 'utf16le')
  if (encoding === 'utf-16be') return Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()
  return encoding === 'windows-1258' ? Buffer.from(windows1258(text)) : Buffer.from(text)
}

/** Pushes bytes in pieces; the head is told the mapping as the intake does. */
export function splitCsv(
  bytes: Uint8Array,
  mapping: CsvMapping | null = null,
  sizes: readonly number[] = [65_536],
  limits: Partial<SplitLimits> = {},
): { events: SplitEvent[]; kept: CsvKept | null } {
  const splitter = csvFormat.splitter({ ...defaultLimits, ...limits })
  const events: SplitEvent[] = []
  let kept: CsvKept | null = null
  const take = (more: Iterable<SplitEvent>) => {
    for (const event of more) {
      if (event.kind === 'head') {
        const told = csvKept.parse(JSON.parse(event.keep!))
        kept = mapping
          ? { ...told, mapping, mappingVersion: 1, groupedBy: mapping.together ? mapping.keyColumns : [] }
          : told
        event.tell!(JSON.stringify(kept))
      }
      events.push(event)
    }
  }
  for (let at = 0, i = 0; at < bytes.length && !splitter.done; i++) {
    const size = sizes[i % sizes.length]!
    take(splitter.push(bytes.subarray(at, at + size)))
    at += size
  }
  if (!splitter.done) take(splitter.finish())
  return { events, kept }
}

/** Every record of a list, read through a mapping. */
export function readCsv(
  bytes: Uint8Array,
  mapping: CsvMapping | null = null,
  facilityCode: string | null = '99901',
): { events: SplitEvent[]; records: ReadRecord[] } {
  const { events, kept } = splitCsv(bytes, mapping)
  const head = events.find((e) => e.kind === 'head')
  const records = events.flatMap((e) =>
    e.kind === 'record' && e.bytes && head
      ? [
          csvFormat.readRecord(e.bytes, {
            format: 'csv',
            encoding: head.encoding,
            facilityCode,
            number: e.number,
            kept: JSON.stringify(kept),
          }),
        ]
      : [],
  )
  return { events, records }
}
