import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSplitter } from './split-lines.ts'

const text = 'một\n\nhai\r\n  \t\nba bốn năm\nsáu'
const bytes = Buffer.from(text)

function cut(piece: number, maxBytes = 1_000) {
  const splitter = openSplitter(maxBytes)
  const lines = []
  for (let at = 0; at < bytes.length; at += piece)
    lines.push(...splitter.push(bytes.subarray(at, at + piece)))
  return [...lines, ...splitter.end()].map((line) => ({ ...line, bytes: line.bytes?.toString() ?? null }))
}

test('lines are the same however the file was cut into pieces; blank ones count and are left out', () => {
  const whole = cut(bytes.length)
  assert.deepEqual(
    whole.map(({ number, bytes }) => [number, bytes]),
    [
      [1, 'một'],
      [3, 'hai\r'],
      [5, 'ba bốn năm'],
      [6, 'sáu'],
    ],
  )
  for (let piece = 1; piece < bytes.length; piece += 1)
    assert.deepEqual(cut(piece), whole, `pieces of ${piece}`)
})

test('reading begins again behind any line', () => {
  for (const { number, end } of cut(bytes.length)) {
    const splitter = openSplitter(1_000, { line: number, offset: end })
    const rest = [...splitter.push(bytes.subarray(end)), ...splitter.end()]
    assert.deepEqual(
      rest.map((line) => [line.number, line.end]),
      cut(bytes.length)
        .filter((line) => line.number > number)
        .map((line) => [line.number, line.end]),
    )
  }
})

test('a line that is too long is told and not kept; its neighbours are as ever', () => {
  for (const piece of [1, 3, bytes.length])
    assert.deepEqual(
      cut(piece, 8).map(({ number, bytes }) => [number, bytes]),
      [
        [1, 'một'],
        [3, 'hai\r'],
        [5, null],
        [6, 'sáu'],
      ],
    )
})
