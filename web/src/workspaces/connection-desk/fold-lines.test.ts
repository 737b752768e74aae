import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foldLines, rowAt } from './fold-lines'

test('a long line folds into rows of equal width and is numbered once', () => {
  const text = `ab\n${'x'.repeat(25)}\n\nend`
  const rows = foldLines(text, 10)
  assert.deepEqual(
    rows.map(({ start, end, line }) => [text.slice(start, end), line]),
    [
      ['ab', 1],
      ['xxxxxxxxxx', 2],
      ['xxxxxxxxxx', null],
      ['xxxxx', null],
      ['', 3],
      ['end', 4],
    ],
  )
})

test('every place in the text is found in the row that shows it', () => {
  const text = `<A>\n${'y'.repeat(35)}\n</A>`
  const rows = foldLines(text, 10)
  for (let place = 0; place < text.length; place += 1) {
    const row = rows[rowAt(rows, place)]
    assert.ok(row && row.start <= place && place <= row.end, `place ${place}`)
  }
})

test('a megabyte on one line folds without freezing the screen', () => {
  const began = performance.now()
  assert.equal(foldLines('z'.repeat(1_000_000), 80).length, 12_500)
  assert.ok(performance.now() - began < 5_000)
})
