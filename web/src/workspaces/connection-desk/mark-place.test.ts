import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findAll, markOf, problemRanges } from './mark-place'

const text = '<A><X>1</X></A><A><X>2</X></A>'
const table = {
  table: 'XML2',
  text,
  truncated: false,
  fields: [
    { row: 1, field: 'X', start: 6, end: 7 },
    { row: 2, field: 'X', start: 21, end: 22 },
  ],
  rows: [
    { row: 1, start: 0, end: 15 },
    { row: 2, start: 15, end: 30 },
  ],
}

test('the offending field of the right row is marked', () => {
  const mark = markOf(table, { table: 'XML2', row: '2', field: 'X' })
  assert.equal(mark?.whole, 'field')
  assert.equal(text.slice(mark?.range?.start, mark?.range?.end), '2')
})

test('without a field in the address, what the record showed leads to it', () => {
  const mark = markOf(table, { table: 'XML2', row: '2' }, ['2'])
  assert.deepEqual([mark?.whole, mark?.field], ['field', 'X'])
  assert.equal(markOf(table, { table: 'XML2', row: '2' }, ['3'])?.whole, 'row')
})

test('a field that is missing marks its row and says so', () => {
  assert.deepEqual(markOf(table, { table: 'XML2', row: '1', field: 'Y' }), {
    range: table.rows[0],
    whole: 'row',
    miss: 'field',
  })
})

test('a place that is not in the text is admitted', () => {
  assert.equal(markOf(table, { table: 'XML2', row: '9' })?.miss, 'place')
  assert.equal(markOf(table, { table: 'XML3', row: '1' }), null)
})

test('problems without a row mean the first row', () => {
  const problem = { code: 'A', severity: 'error', message: '', table: 'XML2', field: 'X' } as const
  assert.deepEqual(problemRanges(table, [problem]), [table.fields[0]])
})

test('searching ignores upper and lower case, Vietnamese letters too', () => {
  assert.deepEqual(findAll('Đặng ĐẶNG đặng', 'đặng'), [
    { start: 0, end: 4 },
    { start: 5, end: 9 },
    { start: 10, end: 14 },
  ])
  assert.deepEqual(findAll('abc', ''), [])
})
