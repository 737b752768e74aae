import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { readRecords, rowsOf, writeRows } from './index.ts'

async function read(...pieces: (string | Uint8Array)[]) {
  const names: string[] = []
  const problems: { code: string; message: string }[] = []
  for await (const result of readRecords(pieces))
    if (result.ok) names.push(`${result.value.line} ${result.value.recordId} ${result.value.record.fullName}`)
    else problems.push(result.problem)
  return { names, problems, codes: problems.map(({ code }) => code) }
}

test('a line with a comma too many is said with its number, and the lines around it are read', async () => {
  const { names, problems } = await read(
    'facilityCode,localId,fullName,birthDate,addressText\n99901,7,An,1990,12 Lê Lợi\n',
    '99901,8,Bình,1991,12 Lê Lợi, Hải Châu\n99901,9,Chi,1992\n99902,1,Dũng,1993,"5, Trần Phú"\n',
  )
  assert.deepEqual(names, ['2 99901-7 An', '5 99902-1 Dũng'])
  assert.deepEqual(
    problems.map(({ message }) => message.split('. ')[0]),
    ['Dòng 3 có 6 ô, dòng đầu có 5', 'Dòng 4 có 4 ô, dòng đầu có 5'],
  )
})

test('a cell that goes on for pages is a problem of its line only', async () => {
  const { names, codes } = await read(`fullName,birthDate\n${'x'.repeat(2_001)},1990\nAn,1991\n`)
  assert.deepEqual([names, codes], [['3 -3 An'], ['DEMOGRAPHICS_CSV_LONG']])
})

test('semicolons, other headings, a spreadsheet and a picture are told what a file must be', async () => {
  for (const bytes of [
    'fullName;birthDate\nAn;1990\n',
    'Họ tên,Ngày sinh\nAn,1990\n',
    Buffer.from('PK\x03\x04rest\nof it'),
  ])
    assert.deepEqual((await read(bytes)).codes, ['DEMOGRAPHICS_CSV_COLUMNS'])
})

test('further columns are the caller’s; of two columns of one name the first is read', async () => {
  for await (const result of readRecords(['fullName,birthDate,fullName,note\nAn,1990,Bình,mới\n'])) {
    assert.ok(result.ok)
    const { record, cell } = result.value
    assert.deepEqual([record.fullName, cell('note'), cell('toString')], ['An', 'mới', null])
  }
})

test('rows written are the rows another reader sees, and so do we', async () => {
  const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).map((raw) => Buffer.from(raw).toString())
  // An empty line and a line of one empty cell look the same, hence two columns; the other reader takes a bare CR for a line end.
  const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(rows, async (written) => {
      const text = [...writeRows(['a', 'b'], written)].join('')
      assert.deepEqual(parse(text, { from_line: 2, record_delimiter: '\n' }), written)
      const own: unknown[] = []
      for await (const row of rowsOf([text])) own.push(row)
      assert.deepEqual(own.slice(1), written)
    }),
    { numRuns: 100 },
  )
})
