import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { readCells } from './read-cells.ts'
import { csvBytes, csvText, encoded, splitCsv, visitColumns, visitRow, type Written } from './testing.ts'
import { textOf } from './text.ts'

const recordsOf = (bytes: Uint8Array, sizes?: readonly number[]) => {
  const { events, kept } = splitCsv(bytes, null, sizes)
  const head = events.find((e) => e.kind === 'head')
  const cells = events.flatMap((e) =>
    e.kind === 'record' && e.bytes
      ? (readCells(textOf(e.bytes, head!.encoding)!, kept!) ?? [['broken']])
      : [],
  )
  return { events, kept, head, cells }
}
const codes = (events: ReturnType<typeof splitCsv>['events']) =>
  events.flatMap((e) => e.problems.map((p) => p.code))

const ways: Written[] = [',', ';', '\t', '|'].flatMap((delimiter) =>
  (['utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be', 'windows-1258'] as const).flatMap((encoding) =>
    ['\n', '\r\n', '\r'].flatMap((lineEnd) =>
      [true, false].map((quoteAll) => ({ delimiter, encoding, lineEnd, quoteAll })),
    ),
  ),
)

test('a list is cut into its lines in every delimiter, encoding and line end a spreadsheet writes', () => {
  const rows = [visitRow(), visitRow({ 'Họ và tên': 'Đỗ Thị Ước', 'Mã lượt khám': 'K0002' })]
  for (const way of ways) {
    const { cells, head, kept } = recordsOf(csvBytes([visitColumns, ...rows], way))
    assert.deepEqual(cells, rows, JSON.stringify(way))
    assert.equal(head!.encoding, way.encoding === 'utf-8-bom' ? 'utf-8' : way.encoding)
    assert.deepEqual(kept!.columns, visitColumns)
  }
  assert.equal(ways.length, 120)
})

const letters = [...'abcĐỗướ ,;|"\'\n\t09./-']
const cellText = fc
  .array(fc.constantFrom(...letters), { maxLength: 12 })
  .map((list) => list.join('').trim().normalize('NFC'))
const aList = fc.record({
  rows: fc.array(fc.array(cellText, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 25 }),
  way: fc.constantFrom(...ways.filter((way) => way.lineEnd !== '\r')),
  sizes: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 4 }),
})

test('whatever stands in the cells, the records are the lines another CSV reader sees in the whole file', () => {
  fc.assert(
    fc.property(aList, ({ rows, way }) => {
      const text = csvText([['Mã BN', 'Họ tên', 'Ngày khám', 'Ghi'], ...rows], way)
      const foreign = (
        parse(text, {
          delimiter: way.delimiter,
          record_delimiter: way.lineEnd,
          relax_column_count: true,
        }) as string[][]
      )
        .slice(1)
        .map((cells) => cells.map((cell) => cell.trim()))
        .filter((cells) => cells.some((cell) => cell !== ''))
      const { cells, events, kept } = recordsOf(encoded(text, way.encoding))
      if (events.some((e) => e.kind === 'end' && e.problems.length > 0)) return
      // Which delimiter was meant is a guess, and one list in ten thousand of such cells looks like another.
      if (kept!.delimiter !== way.delimiter) return
      assert.deepEqual(cells, foreign)
    }),
    { numRuns: 300 },
  )
})

test('a line of data that another delimiter would cut as well is not taken for the header above it', () => {
  const header = ['Mã BN', 'Họ tên', 'Ngày khám', 'Ghi']
  const rows = [
    ['ư', ';c;', '', ',,0ớ-,a9/'],
    ['0', '0b"ớ.ỗb,a', 'ư/ớ', "ư\t,|Đ'0|/"],
  ]
  for (const delimiter of ['|', '\t']) {
    const { cells, kept } = recordsOf(csvBytes([header, ...rows], { delimiter }))
    assert.deepEqual(kept!.columns, header)
    assert.deepEqual(cells, rows)
  }
})

test('any chunking of the same bytes gives the same events', () => {
  fc.assert(
    fc.property(aList, ({ rows, way, sizes }) => {
      const bytes = csvBytes([['Mã BN', 'Họ tên', 'Ngày khám', 'Ghi'], ...rows], way)
      const plain = (sent: number[]) => JSON.stringify(recordsOf(bytes, sent).events)
      assert.equal(plain(sizes), plain([bytes.length]))
    }),
    { numRuns: 120, seed: 5 },
  )
})

test('a file longer than the sample gives the same lines, chunk by chunk, and every byte lies in a record or between', () => {
  const rows = Array.from({ length: 3_000 }, (_, n) =>
    visitRow({ 'Mã lượt khám': `K${n}`, 'Chẩn đoán': 'Sốt\nho "khan"' }),
  )
  const bytes = csvBytes([visitColumns, ...rows])
  const { cells, events } = recordsOf(bytes, [7_001, 65_536, 13])
  assert.deepEqual(cells, rows)
  let at = 0
  for (const event of events) {
    if (event.kind !== 'record') continue
    assert.ok(event.offset >= at)
    assert.deepEqual(Buffer.from(event.bytes!), bytes.subarray(event.offset, event.offset + event.length))
    at = event.offset + event.length
  }
  assert.deepEqual(events.at(-1), { kind: 'end', size: bytes.length, problems: [] })
})

test('title lines above the header and a sum below the list are no patients', () => {
  const text = `TRẠM Y TẾ MẪU,,,\n"Danh sách khám tháng 8, năm 2026",,,\n\n${csvText([
    ['STT', 'Họ tên', 'Ngày sinh', 'Ghi chú'],
    ['1', 'Trần Thử', '1990', 'x'],
  ])}Tổng cộng: 1 người,,,\n`
  const { cells, events } = recordsOf(Buffer.from(text))
  assert.deepEqual(cells, [['1', 'Trần Thử', '1990', 'x']])
  assert.deepEqual(codes(events), ['CSV_QUIRK_TITLE_LINES', 'CSV_FOOTER_SKIPPED'])
})

test('a spreadsheet that says its separator is believed', () => {
  const { kept, cells } = recordsOf(Buffer.from('sep=;\r\nHọ tên;Cân nặng\r\nA B;3,5\r\n'))
  assert.equal(kept!.delimiter, ';')
  assert.deepEqual(cells, [['A B', '3,5']])
})

test('a quote that is never closed loses its own line and no neighbour', () => {
  const rows = Array.from({ length: 300 }, (_, n) => `K${n},"Tên ${n}",x`)
  rows[10] = 'K10,"Tên mở,x'
  const { events } = recordsOf(Buffer.from(`Mã,Họ tên,Ghi chú\n${rows.join('\n')}\n`))
  const records = events.filter((e) => e.kind === 'record')
  assert.equal(records.length, 300)
  assert.deepEqual(
    records.filter((e) => e.problems.length > 0).map((e) => [e.number, e.problems[0]!.code]),
    [[11, 'CSV_QUOTE_OPEN']],
  )
  const lonely = recordsOf(Buffer.from('Mã,Họ tên,Ghi chú\nK1,"Tên mở,x'))
  assert.deepEqual(codes(lonely.events), ['CSV_QUOTE_OPEN'])
})

test('an endless line is set aside alone in bounded memory', () => {
  const bytes = Buffer.from(`Mã,Họ tên,Ghi chú\nK1,A,x\nK2,${'a'.repeat(300_000)},x\nK3,C,x\n`)
  const { events } = splitCsv(bytes, null, [10_000], { recordBytes: 100_000 })
  const records = events.filter((e) => e.kind === 'record')
  assert.deepEqual(
    records.map((e) => e.tooLarge),
    [false, true, false],
  )
})

test('what is no list is refused with its reason', () => {
  const reason = (bytes: Uint8Array) => codes(recordsOf(bytes).events)
  assert.deepEqual(reason(Buffer.from('')), ['CSV_EMPTY'])
  assert.deepEqual(reason(Buffer.from(' \r\n\r\n ')), ['CSV_EMPTY'])
  assert.deepEqual(reason(Buffer.from('1,2,3\n4,5,6\n')), ['CSV_NO_HEADER'])
  assert.deepEqual(reason(Buffer.from('một cột\nA\nB\n')), ['CSV_NO_HEADER'])
  // "Nguyễn Văn Anh" in TCVN3.
  assert.deepEqual(reason(Buffer.from('Hä tªn,N\xa8m sinh\nNguy\xd4n V\xa8n Anh,1990\n', 'latin1')), [
    'CSV_ENCODING_UNKNOWN',
  ])
})
