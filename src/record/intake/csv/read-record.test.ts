import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { FacilityMessage } from '#vocabulary/bhyt'
import { csvFormat } from './format.ts'
import type { CsvMapping } from './mapping.types.ts'
import { readDate, readDecimal, readSex } from './read-value.ts'
import {
  csvBytes,
  labColumns,
  labMapping,
  readCsv,
  splitCsv,
  visitColumns,
  visitMapping,
  visitRow,
} from './testing.ts'

const message = (read: { readonly message: unknown }) => read.message as FacilityMessage
const codes = (read: { readonly problems: readonly { readonly code: string }[] }) =>
  read.problems.map((p) => p.code)
const visits = (...rows: string[][]) => readCsv(csvBytes([visitColumns, ...rows]), visitMapping).records

test('a line of a visit list becomes the visit a claim file would have sent', () => {
  const [read] = visits(visitRow())
  assert.deepEqual(message(read!), {
    kind: 'visit',
    norm: '1804',
    facilityCode: '99901',
    visitLinkId: 'K0001',
    tables: {
      XML1: [
        {
          row: 1,
          values: {
            MA_LK: 'K0001',
            MA_BN: 'BN01',
            HO_TEN: 'Nguyễn Văn Thử',
            NGAY_SINH: '199003150000',
            GIOI_TINH: '1',
            SO_CCCD: '079190999001',
            NGAY_VAO: '202608150830',
            CHAN_DOAN_RV: 'Viêm họng cấp, sốt',
            MA_BENH_CHINH: 'J02',
            MA_CSKCB: '99901',
          },
        },
      ],
    },
  })
  assert.deepEqual(codes(read!), [])
})

test('a bad line is set aside with the name of its column, its neighbours go on', () => {
  const read = visits(
    visitRow({ 'Mã lượt khám': 'K1' }),
    visitRow({ 'Mã lượt khám': 'K2', 'Ngày sinh': '31/02/1990' }),
    visitRow({ 'Mã lượt khám': 'K3', 'Giới tính': '0' }),
    visitRow({ 'Mã lượt khám': 'K4', 'Họ và tên': '' }),
    visitRow({ 'Mã lượt khám': 'K5', 'Ngày khám': '' }),
    visitRow({ 'Mã lượt khám': 'K6' }),
  )
  assert.deepEqual(
    read.map((r) => [r.message !== null, r.visitLinkId, codes(r)]),
    [
      [true, 'K1', []],
      [false, 'K2', ['CSV_DATE_UNREADABLE']],
      [false, 'K3', ['CSV_SEX_UNKNOWN']],
      [false, 'K4', ['BHYT_KEY_MISSING']],
      [false, 'K5', ['BHYT_KEY_MISSING']],
      [true, 'K6', []],
    ],
  )
  assert.match(read[1]!.problems[0]!.message, /Cột “Ngày sinh”/)
  assert.match(read[3]!.problems[0]!.message, /^Cột “Họ và tên”, HO_TEN/)
  assert.ok(!JSON.stringify(read.map((r) => r.problems)).includes('1990'))
})

test('without a mapping every line waits, and says what to do', () => {
  const { records } = readCsv(csvBytes([visitColumns, visitRow(), visitRow({ 'Mã lượt khám': 'K0002' })]))
  assert.deepEqual(records.map(codes), [['CSV_MAPPING_MISSING'], ['CSV_MAPPING_MISSING']])
  assert.equal(records[0]!.facilityCode, '99901')
})

const lab = (name: string, value: string, changes: Partial<Record<number, string>> = {}) =>
  ['BN01', 'Trần Thị Thử', '1985', 'Nữ', '15/08/2026', name, value, 'mmol/L', '15/08/2026 09:10'].map(
    (cell, at) => changes[at] ?? cell,
  )

test('lines of one visit that follow each other are one visit with a row for each line', () => {
  const bytes = csvBytes([
    labColumns,
    lab('Glucose', '5,6'),
    lab('Urê', '4.1'),
    lab('Glucose', '6', { 0: 'BN02', 1: 'Lê Thử' }),
  ])
  const { records } = readCsv(bytes, labMapping)
  assert.deepEqual(
    records.map((r) => r.visitLinkId),
    ['csv:laboratory:BN01|15/08/2026', 'csv:laboratory:BN02|15/08/2026'],
  )
  assert.deepEqual(
    message(records[0]!).tables.XML4!.map(({ row, values }) => [
      row,
      values.TEN_CHI_SO,
      values.GIA_TRI,
      values.NGAY_KQ,
    ]),
    [
      [1, 'Glucose', '5,6', '202608150910'],
      [2, 'Urê', '4.1', '202608150910'],
    ],
  )
  assert.equal(message(records[0]!).tables.XML4![0]!.values.MA_LK, 'csv:laboratory:BN01|15/08/2026')
})

test('two people under one key are set aside, a diagnosis that changes is only said', () => {
  const two = readCsv(
    csvBytes([labColumns, lab('A', '1'), lab('B', '2', { 1: 'Người Khác' })]),
    labMapping,
  ).records
  assert.deepEqual(codes(two[0]!), ['CSV_LINES_OF_TWO_PERSONS', 'CSV_DAY_WITHOUT_TIME'])
  assert.equal(two[0]!.message, null)
})

test('a file cut under another mapping is not read in pieces', () => {
  const bytes = csvBytes([labColumns, lab('A', '1'), lab('B', '2')])
  const alone: CsvMapping = { ...labMapping, together: false }
  const { events, kept } = splitCsv(bytes, alone)
  const record = events.find((e) => e.kind === 'record')!
  const read = csvFormat.readRecord(record.bytes!, {
    format: 'csv',
    encoding: 'utf-8',
    facilityCode: '99901',
    number: 1,
    kept: JSON.stringify({ ...kept!, mapping: labMapping }),
  })
  assert.deepEqual(codes(read), ['CSV_CUT_DIFFERS'])
})

test('a cell too many shifts its neighbours: never read', () => {
  const broken = Buffer.from(
    `${visitColumns.join(',')}\n${visitRow().join(',')}\n${visitRow({ 'Chẩn đoán': 'Sốt' }).join(',')}\n`,
  )
  const { records } = readCsv(broken, visitMapping)
  assert.deepEqual(records.map(codes), [['CSV_TOO_MANY_CELLS'], []])
})

test('constants, joined columns, pieces, lost zeros and translated codes are data of the mapping', () => {
  const mapping: CsvMapping = {
    list: 'visit',
    columns: ['Họ', 'Tên', 'Sinh', 'Giới', 'Khám', 'Số', 'Địa chỉ', 'Khoa'],
    fields: [
      {
        table: 'XML1',
        field: 'HO_TEN',
        columns: [0, 1],
        between: ' ',
        constant: '',
        steps: [{ kind: 'upper' }],
      },
      {
        table: 'XML1',
        field: 'NGAY_SINH',
        columns: [2],
        between: '',
        constant: '',
        steps: [{ kind: 'date', formats: ['excel', 'yyyy'] }],
      },
      {
        table: 'XML1',
        field: 'GIOI_TINH',
        columns: [3],
        between: '',
        constant: '',
        steps: [
          {
            kind: 'codes',
            codes: [
              ['0', '2'],
              ['1', '1'],
            ],
            otherwise: 'refuse',
          },
        ],
      },
      {
        table: 'XML1',
        field: 'NGAY_VAO',
        columns: [4],
        between: '',
        constant: '',
        steps: [{ kind: 'date', formats: ['yyyy-MM-dd HH:mm'] }],
      },
      {
        table: 'XML1',
        field: 'SO_CCCD',
        columns: [5],
        between: '',
        constant: '',
        steps: [{ kind: 'pad', length: 12 }],
      },
      {
        table: 'XML1',
        field: 'DIA_CHI',
        columns: [6],
        between: '',
        constant: '',
        steps: [{ kind: 'piece', between: ',', at: -1 }],
      },
      { table: 'XML1', field: 'MA_LOAI_KCB', columns: [], between: '', constant: '01', steps: [] },
    ],
    keyColumns: [5, 4],
    together: false,
  }
  const rows = [
    ['Ngô', 'Thị Mẫu', '33000', '0', '2026-08-15 07:05', '79190999001', 'Số 1, Xã Mẫu, Đà Nẵng', 'K01'],
    ['Ngô', 'Thị Mẫu', '33000', '7', '2026-08-15 07:05', '79190999001', 'Đà Nẵng', 'K01'],
  ]
  const { records } = readCsv(csvBytes([mapping.columns, ...rows]), mapping)
  const { values } = message(records[0]!).tables.XML1![0]!
  assert.deepEqual(
    [
      values.HO_TEN,
      values.NGAY_SINH,
      values.GIOI_TINH,
      values.NGAY_VAO,
      values.SO_CCCD,
      values.DIA_CHI,
      values.MA_LOAI_KCB,
    ],
    ['NGÔ THỊ MẪU', '199005070000', '2', '202608150705', '079190999001', 'Đà Nẵng', '01'],
  )
  assert.equal(records[0]!.visitLinkId, 'csv:visit:79190999001|2026-08-15 07:05')
  assert.deepEqual(codes(records[1]!), ['CSV_CODE_UNTRANSLATED'])
})

test('a date that two forms read differently is nobody’s birthday', () => {
  assert.deepEqual(readDate('03/04/2020', ['d/M/yyyy', 'M/d/yyyy']), { ok: false, reason: 'ambiguous' })
  assert.deepEqual(readDate('13/04/2020', ['d/M/yyyy', 'M/d/yyyy']), {
    ok: true,
    value: { day: '20200413', time: null },
  })
  assert.deepEqual(readDate('08:30 15/8/2026', ['HH:mm d/M/yyyy']), {
    ok: true,
    value: { day: '20260815', time: '0830' },
  })
  assert.deepEqual(readDate('29/02/2023', ['dd/MM/yyyy']), { ok: false, reason: 'unreadable' })
  assert.deepEqual(readDate('05/1960', ['MM/yyyy']), { ok: true, value: { day: '19600500', time: null } })
})

test('every day of two centuries is read back from the forms people write', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1901-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
      (at) => {
        const [y, m, d] = at.toISOString().slice(0, 10).split('-') as [string, string, string]
        for (const [text, format] of [
          [`${d}/${m}/${y}`, 'dd/MM/yyyy'],
          [`${Number(d)}-${Number(m)}-${y}`, 'd-M-yyyy'],
          [`${y}${m}${d}`, 'yyyyMMdd'],
          [`${Number(m)}/${Number(d)}/${y}`, 'M/d/yyyy'],
        ] as const) {
          const read = readDate(text, [format])
          assert.deepEqual(read, { ok: true, value: { day: `${y}${m}${d}`, time: null } })
        }
        const serial = Math.floor(at.getTime() / 86_400_000) + 25_569
        if (serial >= 10_000)
          assert.deepEqual(readDate(String(serial), ['excel']), {
            ok: true,
            value: { day: `${y}${m}${d}`, time: null },
          })
      },
    ),
    { numRuns: 300, seed: 6 },
  )
})

test('numbers are read by the decimal sign chosen, and no other', () => {
  assert.deepEqual(
    ['1.234,5', '86,2', '1.234.567', '12', '86.2', '1,234.5', '-3,0', '1.23.4'].map((t) =>
      readDecimal(t, true),
    ),
    ['1234.5', '86.2', '1234567', '12', null, null, '-3.0', null],
  )
  assert.equal(readDecimal('1,234.50', false), '1234.50')
  assert.deepEqual(['Nam', 'NỮ', ' nữ ', 'F', '2', '0', 'x'].map(readSex), [
    '1',
    '2',
    '2',
    '2',
    '2',
    null,
    null,
  ])
})

test('whatever bytes a line holds, reading answers', () => {
  const context = {
    format: 'csv',
    encoding: 'utf-8',
    facilityCode: '99901',
    number: 1,
    kept: JSON.stringify(splitCsv(csvBytes([visitColumns, visitRow()]), visitMapping).kept),
  } as const
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 400 }),
      fc.string({ unit: 'binary', maxLength: 100 }),
      (bytes, text) => {
        for (const sent of [bytes, Buffer.from(text), Buffer.from(`${text},"${text}`)]) {
          const read = csvFormat.readRecord(sent, context)
          assert.ok(read.message !== null || read.problems.some((p) => p.severity === 'error'))
          csvFormat.locate(sent, context)
        }
      },
    ),
    { numRuns: 300, seed: 7 },
  )
})

test('a record is shown with the place of every field', () => {
  const { events, kept } = splitCsv(csvBytes([visitColumns, visitRow()]), visitMapping)
  const record = events.find((e) => e.kind === 'record')!
  const context = {
    format: 'csv',
    encoding: 'utf-8',
    facilityCode: '99901',
    number: 1,
    kept: JSON.stringify(kept),
  } as const
  const [xml1] = csvFormat.locate(record.bytes!, context)
  const place = xml1!.fields.find((f) => f.field === 'CHAN_DOAN_RV')!
  assert.equal(xml1!.text.slice(place.start, place.end), 'Viêm họng cấp, sốt')
  const [plain] = csvFormat.locate(record.bytes!, {
    ...context,
    kept: JSON.stringify({ ...kept!, mapping: null }),
  })
  assert.equal(plain!.table, 'CSV')
  assert.equal(plain!.fields.length, visitColumns.length)
})

test('lists are told from everything else a facility sends', () => {
  const is = (text: string, name: string | null = null) => csvFormat.recognises(Buffer.from(text), name)
  assert.ok(is('Mã BN,Họ tên,Ngày sinh\n1,A,1990\n'))
  assert.ok(is('Mã BN;Họ tên;Ngày sinh\n1;A;1990\n', 'ds.csv'))
  assert.ok(is('gì đó', 'ds.csv'))
  assert.ok(!is('<GIAMDINHHS></GIAMDINHHS>', 'ds.csv'))
  assert.ok(!is('{"a":1,"b":2,"c":3}\n{"a":1,"b":2,"c":3}'))
  assert.ok(!is('MSH|^~\\&|A|B\rPID|1|x|y\r'))
  assert.ok(!is('Xin chào,\nđây là thư.'))
})
