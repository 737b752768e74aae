import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { copyLine, readLine } from './copy-text.ts'
import { eachHash, halvesOf, hashOf, hashRow, sortHashes } from './sort-hashes.ts'

const hashes = fc.array(
  fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -3n, max: 3n })),
  { maxLength: 60 },
)

test('hashes come in the order of the table’s integers, those alike in the order in which they came', () => {
  fc.assert(
    fc.property(hashes, (list) => {
      const rows = sortHashes(Uint32Array.from(list.flatMap((hash, at) => [...halvesOf(String(hash)), at])))
      const sorted: { hash: bigint; at: number }[] = []
      let groups = 0
      eachHash(rows, (from, to) => {
        groups += 1
        for (let at = from; at < to; at += hashRow)
          sorted.push({ hash: BigInt(hashOf(rows[at]!, rows[at + 1]!)), at: rows[at + 2]! })
      })
      assert.equal(groups, new Set(list).size)
      const expected = list
        .map((hash, at) => ({ hash, at }))
        .sort((x, y) => (x.hash < y.hash ? -1 : x.hash > y.hash ? 1 : x.at - y.at))
      assert.deepEqual(sorted, expected)
    }),
  )
})

test('a row of COPY is read again as it was written', () => {
  const cell = fc.oneof(
    fc.constant(null),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\\N', '\t', '\\\\', ''),
  )
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), (cells) => {
      const line = copyLine(cells)
      assert.ok(!/[\n\r]/.test(line))
      assert.deepEqual(readLine(line), cells)
    }),
  )
})
