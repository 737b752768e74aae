import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { type CsvCell, csvTable } from '#foundation/csv'

const read = (text: string): string[][] => parse(text, { bom: true })

test('another reader of the format reads back what was written, whatever the texts hold', () => {
  const cell: fc.Arbitrary<CsvCell> = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.stringMatching(/^[",\r\n;a]{0,6}$/),
    fc.integer(),
    fc.constant(null),
  )
  const told = (value: CsvCell) =>
    typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value ?? '')
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (lines) => {
      assert.deepEqual(read(csvTable(['Ngày', 'Ai'], lines)), [
        ['Ngày', 'Ai'],
        ...lines.map((line) => line.map(told)),
      ])
    }),
  )
})

test('a name that begins like a formula is only a name', () => {
  assert.equal(csvTable(['a'], [['=HYPERLINK("x")'], [-1]]), `\ufeffa\r\n"'=HYPERLINK(""x"")"\r\n-1\r\n`)
})
