import { Buffer } from 'node:buffer'
import { csvText, encoded, visitColumns, visitRow } from '../src/record/intake/csv/testing.ts'
import type { Malformed } from './corpus.types.ts'

type Column = (typeof visitColumns)[number]
const line = (n: number, changes: Partial<Record<Column, string>> = {}) =>
  visitRow({ 'Mã lượt khám': `K${n}`, ...changes })
const csv = (...rows: string[][]) => csvText([visitColumns, ...rows])
const item = (
  what: string,
  file: string | Uint8Array,
  says: string | readonly string[],
  keeps = 2,
): Malformed => ({
  id: `csv/${what}`,
  file: Buffer.from(file as string),
  fileName: 'danh-sach.csv',
  says: typeof says === 'string' ? [says] : says,
  keeps,
})
const changed = (what: string, changes: Partial<Record<Column, string>>, says: string, keeps = 2) =>
  item(`value/${what}`, csv(line(1), line(2, changes), line(3)), says, keeps)
/** The middle line as it is, whatever it holds. */
const raw = (what: string, middle: string, says: string | readonly string[], keeps = 2) =>
  item(`line/${what}`, `${csv(line(1))}${middle}\r\n${csvText([line(3)])}`, says, keeps)

const cells = (n: number, changes: Partial<Record<Column, string>> = {}) =>
  csvText([line(n, changes)]).trimEnd()

export function csvLists(): Malformed[] {
  const dates = [
    '32/01/1990',
    '15-08-1990',
    '1990/08/15',
    '08/15/1990',
    'năm Thìn',
    '15/08/90',
    '0',
    '15/8',
    '29/02/2023',
    '  /  /1990',
  ]
  const times = [
    'sáng',
    '2026-08-15',
    '15/08/2026 25:00',
    '15/08/2026 8h30',
    '15082026',
    '31/04/2026',
    '15/08/2026 08:60',
    'null',
  ]
  return [
    ...dates.map((value, n) => changed(`birth-${n + 1}`, { 'Ngày sinh': value }, 'CSV_DATE_UNREADABLE')),
    ...times.map((value, n) => changed(`visited-${n + 1}`, { 'Ngày khám': value }, 'CSV_DATE_UNREADABLE')),
    ...['0', 'x', 'Nam/Nữ', '?', 'Không rõ'].map((value, n) =>
      changed(`sex-${n + 1}`, { 'Giới tính': value }, 'CSV_SEX_UNKNOWN'),
    ),
    ...(['Mã lượt khám', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Ngày khám'] as const).map((column) =>
      changed(`missing-${visitColumns.indexOf(column)}`, { [column]: '' }, 'BHYT_KEY_MISSING'),
    ),
    changed('citizen-number', { 'Số CCCD': '0791909990' }, 'BHYT_LEADING_ZERO_LOST', 3),
    changed('citizen-words', { 'Số CCCD': 'chưa có' }, 'BHYT_CITIZEN_ID_FORMAT', 3),
    changed('key-too-long', { 'Mã lượt khám': 'K'.repeat(300) }, 'BHYT_VISIT_KEY_TOO_LONG'),
    changed('born-later', { 'Ngày sinh': '01/01/2027' }, 'BHYT_BIRTH_AFTER_ADMISSION', 3),
    raw(
      'quote-open',
      cells(2, { 'Chẩn đoán': '' }).replace('Nguyễn Văn Thử', '"Nguyễn Văn Thử'),
      'CSV_QUOTE_OPEN',
    ),
    raw('quote-open-twice', cells(2).replace('Nguyễn Văn Thử', '"Nguyễn Văn Thử'), 'CSV_CELLS_MISSING'),
    raw(
      'comma-not-quoted',
      cells(2).replace('"Viêm họng cấp, sốt"', 'Viêm họng cấp, sốt'),
      'CSV_TOO_MANY_CELLS',
    ),
    raw('cells-too-many', `${cells(2)},thêm,nữa`, 'CSV_TOO_MANY_CELLS'),
    raw('cells-missing', '2,K2,BN02', ['CSV_CELLS_MISSING', 'BHYT_KEY_MISSING']),
    raw('one-word', 'xin chào', 'BHYT_KEY_MISSING'),
    raw('other-delimiter', cells(2).replaceAll(',', ';'), 'BHYT_KEY_MISSING'),
    raw('header-again', visitColumns.join(','), ['CSV_DATE_UNREADABLE', 'CSV_SEX_UNKNOWN']),
    raw('zero-byte', cells(2).replace('Thử', 'Th\0ử'), 'CSV_ENCODING_INVALID'),
    item(
      'line/not-utf-8',
      Buffer.concat([
        Buffer.from(`${csv(line(1), ...Array.from({ length: 700 }, (_, n) => line(n + 10)))}`),
        Buffer.from('2,K2,BN02,Nguy\xd4n,15/03/1990,Nam,,15/08/2026 08:30,x,J02\r\n', 'latin1'),
      ]),
      'CSV_ENCODING_INVALID',
      701,
    ),
    item('file/empty', '', 'CSV_EMPTY', 0),
    item('file/white-space', '\r\n \r\n', 'CSV_EMPTY', 0),
    item('file/values-only', csvText([line(1), line(2)]), 'CSV_NO_HEADER', 0),
    item('file/header-only', csv(), 'CSV_NO_RECORDS', 0),
    item('file/one-column', 'Họ tên\nA\nB\n', 'CSV_NO_HEADER', 0),
    item(
      'file/tcvn3',
      Buffer.from('M\xb7 BN,H\xe4 t\xaan,N\xa8m sinh\n1,Nguy\xd4n V\xa8n An,1990\n', 'latin1'),
      'CSV_ENCODING_UNKNOWN',
      0,
    ),
    item(
      'file/vni',
      Buffer.from('Ma\xf5 BN,Ho\xef te\xe2n,Na\xeem sinh\n1,Nguye\xe3n \xa6,1990\n', 'latin1'),
      'CSV_ENCODING_UNKNOWN',
      0,
    ),
    item(
      'file/no-mapping',
      csvText([
        ['Mã', 'Tên', 'Ghi chú'],
        ['1', 'A', 'x'],
        ['2', 'B', 'y'],
      ]),
      'CSV_MAPPING_MISSING',
      0,
    ),
    item(
      'file/other-header',
      csvText([
        [...visitColumns, 'Thêm'],
        [...line(1), 'x'],
      ]),
      'CSV_MAPPING_MISSING',
      0,
    ),
    item('file/spreadsheet', Buffer.from('504b0304140006000800000021', 'hex'), 'BHYT_FILE_NOT_XML', 0),
    item(
      'file/utf-16-cut',
      encoded(csv(line(1), line(2)), 'utf-16le').subarray(0, -3),
      'CSV_ENCODING_INVALID',
      1,
    ),
    item('file/windows-1258', encoded(csv(line(1)), 'windows-1258'), 'CSV_QUIRK_WINDOWS_1258', 1),
    item('file/endless-header', `A,${'b'.repeat(300_000)}`, 'CSV_HEADER_TOO_LARGE', 0),
    item(
      'file/endless-line',
      `${csv(line(1))}${'x'.repeat(9_000_000)}\r\n${csvText([line(3)])}`,
      'BHYT_RECORD_TOO_LARGE',
    ),
    item('file/sum-below', `${csv(line(1), line(2))}Tổng cộng: 2 người\r\n`, 'CSV_FOOTER_SKIPPED'),
  ]
}
