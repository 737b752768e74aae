import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aZip } from '#foundation/testkit'
import { type CatalogueEntry, catalogueNamed } from '#vocabulary/catalogues'
import { aWorkbook } from '../testing.ts'
import { applyChanges, changesOf, diffEntries } from '../versions/diff-entries.ts'
import { csvOf } from './export-csv.ts'
import { guessColumns } from './guess-columns.ts'
import { readRows } from './read-rows.ts'
import { readTable } from './read-table.ts'

const techniques = catalogueNamed('techniques')!
const departments = catalogueNamed('departments')!
const facilities = catalogueNamed('facilities')!

const sheetOf = async (bytes: Buffer) => {
  const table = await readTable(bytes)
  assert.ok(table.ok, table.ok ? '' : table.problem.code)
  return table.value[0]!
}

test('a ministry workbook with a title above its headings is understood without help', async () => {
  const bytes = aWorkbook({
    'Phụ lục 1': [
      ['BỘ Y TẾ', '', ''],
      ['Danh mục kỹ thuật', '', ''],
      ['STT', 'Mã kỹ thuật', 'Tên kỹ thuật', 'Chương'],
      [1, '1.1', 'Theo dõi huyết áp', 'Hồi sức cấp cứu và chống độc'],
      [2, '1.10', 'Chăm sóc catheter', 'Hồi sức cấp cứu và chống độc'],
    ],
  })
  const sheet = await sheetOf(bytes)
  const columns = guessColumns(techniques, sheet)
  assert.deepEqual(columns, { sheet: 'Phụ lục 1', headerRow: 2, code: 1, name: 2, fields: { chapter: 3 } })
  const read = readRows(techniques, sheet, columns)
  assert.deepEqual([...read.entries.keys()], ['1.1', '1.10'])
  assert.equal(read.bad, 0)
})

test('each line that cannot be taken says why, with its number as Excel shows it', async () => {
  const sheet = await sheetOf(
    aWorkbook({
      Khoa: [
        ['Mã', 'Tên'],
        ['K01', 'Khoa Khám bệnh'],
        ['', ''],
        ['K01', 'Khoa Khám bệnh'],
        ['K01', 'Khoa khác'],
        ['X1', 'Khoa lạ'],
        ['K02', ''],
        ['', 'Khoa không mã'],
        ['', ''],
      ],
    }),
  )
  const read = readRows(departments, sheet, guessColumns(departments, sheet))
  assert.deepEqual(
    read.problems.map(({ line, kind, severity }) => [line, kind, severity]),
    [
      [4, 'duplicate', 'warning'],
      [5, 'conflicting-duplicate', 'error'],
      [6, 'code-shape', 'error'],
      [7, 'empty-name', 'error'],
      [8, 'empty-code', 'error'],
    ],
  )
  assert.deepEqual([read.rows, read.entries.size, read.bad, read.warnings], [6, 1, 4, 1])
})

test('a code that Excel keeps as a number is doubted: 1.10 would have become 1.1', async () => {
  const sheet = await sheetOf(
    aWorkbook({
      A: [
        ['Mã', 'Tên'],
        [1.1, 'Chăm sóc catheter động mạch'],
      ],
    }),
  )
  const read = readRows(techniques, sheet, guessColumns(techniques, sheet))
  assert.equal(read.problems[0]?.kind, 'number-code')
  assert.equal(read.entries.size, 1)
})

test('CSV is read with commas, semicolons or tabs, in UTF-8, UTF-16 and the old Windows page', async () => {
  const lines = ['Mã;Tên', 'K01;Khoa Khám bệnh', 'K02;"Khoa ""Hồi sức"""']
  const ways: Buffer[] = [
    Buffer.from(lines.join('\r\n')),
    Buffer.from(`\uFEFF${lines.join('\n')}`),
    Buffer.from(lines.join('\n').replaceAll(';', '\t')),
    Buffer.from(lines.join('\n').replaceAll(';', ',')),
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(lines.join('\n'), 'utf16le')]),
  ]
  for (const bytes of ways)
    assert.deepEqual((await sheetOf(bytes)).rows, [
      ['Mã', 'Tên'],
      ['K01', 'Khoa Khám bệnh'],
      ['K02', 'Khoa "Hồi sức"'],
    ])
  // Windows-1258: a with breve, then a combining dot below (0xF2).
  const old = Buffer.from([
    ...Buffer.from('Ma,Ten\nK01,Khoa Kh'),
    0xe1,
    ...Buffer.from('m b'),
    0xea,
    0xf2,
    ...Buffer.from('nh'),
  ])
  assert.deepEqual((await sheetOf(old)).rows[1], ['K01', 'Khoa Khám bệnh'])
})

test('a file that is no table, an old workbook, an empty one and a bomb are turned away with a sentence', async () => {
  const bomb = aZip({ 'xl/worksheets/sheet1.xml': Buffer.alloc(300 * 1_048_576) })
  assert.ok(bomb.length < 1_000_000)
  const cases: [Buffer, string][] = [
    [Buffer.alloc(0), 'CATALOGUES_EMPTY_FILE'],
    [Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), 'CATALOGUES_OLD_EXCEL'],
    [aZip({ 'readme.txt': 'hello' }), 'CATALOGUES_UNREADABLE_FILE'],
    [aWorkbook({ A: [['Mã', 'Tên']] }).subarray(0, 400), 'CATALOGUES_UNREADABLE_FILE'],
    [bomb, 'CATALOGUES_FILE_TOO_LARGE'],
    [Buffer.from([1, 0, 2, 0, 3]), 'CATALOGUES_UNREADABLE_FILE'],
    [Buffer.from('\n\n\n'), 'CATALOGUES_EMPTY_FILE'],
    [Buffer.from('K01,x\n'.repeat(200_100)), 'CATALOGUES_TOO_MANY_ROWS'],
  ]
  for (const [bytes, code] of cases) {
    const table = await readTable(bytes)
    assert.ok(!table.ok)
    assert.equal(table.problem.code, code)
    assert.match(table.problem.message, /[.]$/)
  }
})

test('whatever bytes come, reading answers', async () => {
  const base = aWorkbook({
    A: [
      ['Mã', 'Tên'],
      ['K01', 'Khoa Khám bệnh'],
    ],
  })
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
        fc.tuple(fc.nat(base.length - 1), fc.nat(255), fc.nat(base.length)).map(([at, byte, end]) => {
          const bytes = Buffer.from(base)
          bytes[at] = byte
          return bytes.subarray(0, Math.max(4, end))
        }),
      ),
      async (bytes) => {
        const table = await readTable(bytes)
        if (table.ok)
          for (const sheet of table.value) readRows(departments, sheet, guessColumns(departments, sheet))
      },
    ),
    { numRuns: 300 },
  )
})

const entry: fc.Arbitrary<CatalogueEntry> = fc.record({
  code: fc.integer({ min: 1, max: 40 }).map((n) => String(n).padStart(5, '0')),
  name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((s) => `x${tidy(s)}`),
  fields: fc.record(
    { address: fc.string({ maxLength: 20 }).map((s) => `y${tidy(s)}`), gln: fc.constant('8930000000012') },
    { requiredKeys: [] },
  ),
})
const tidy = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim().replaceAll('\u0000', '')
const catalogue = fc
  .array(entry, { maxLength: 30 })
  .map((entries) => new Map(entries.map((each) => [each.code, each])))

test('what a diff says, applied to the older version, makes the newer one', () => {
  fc.assert(
    fc.property(catalogue, catalogue, (before, after) => {
      const diffs = diffEntries(before, after)
      const made = applyChanges(before, changesOf(diffs, after))
      assert.deepEqual(diffEntries(made, after), [])
      assert.equal(made.size, after.size)
      if (diffs.length === 0) assert.deepEqual(new Map(before), new Map(after))
    }),
  )
})

test('an exported catalogue comes back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(
      catalogue.filter((entries) => entries.size > 0),
      async (entries) => {
        const sheet = await sheetOf(Buffer.from([...csvOf(facilities, entries)].join('')))
        const read = readRows(facilities, sheet, guessColumns(facilities, sheet))
        assert.deepEqual(read.problems, [])
        assert.deepEqual(diffEntries(entries, read.entries), [])
      },
    ),
    { numRuns: 60 },
  )
})
