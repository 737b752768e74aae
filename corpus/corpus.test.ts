import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allItems } from './all-items.ts'
import type { Malformed } from './corpus.types.ts'
import { runFile } from './run-file.ts'

const items = allItems()
const byFormat = new Map<string, Malformed[]>()
for (const item of items) {
  const format = item.id.split('/')[0]!
  byFormat.set(format, [...(byFormat.get(format) ?? []), item])
}

/** Generous: the slowest item is nine megabytes of rubbish. */
const mostMs = 30_000

test('the corpus has at least 500 malformed messages, each with a name of its own', () => {
  assert.ok(items.length >= 500, `${items.length}`)
  assert.equal(new Set(items.map((item) => item.id)).size, items.length)
})

for (const [format, group] of byFormat) {
  test(`${format}: ${group.length} malformed messages are refused or set aside for their reason, their neighbours kept`, async () => {
    const wrong: string[] = []
    for (const item of group) {
      const began = performance.now()
      const outcome = await runFile(item.file, item)
      const took = performance.now() - began
      const missing = item.says.filter((code) => !outcome.codes.includes(code))
      if (missing.length > 0) wrong.push(`${item.id}: does not say ${missing}; says ${outcome.codes}`)
      if (outcome.accepted !== item.keeps)
        wrong.push(`${item.id}: accepts ${outcome.accepted}, not ${item.keeps}; says ${outcome.codes}`)
      if (outcome.speechless > 0) wrong.push(`${item.id}: ${outcome.speechless} set aside without a reason`)
      if (took > mostMs) wrong.push(`${item.id}: took ${Math.round(took)} ms`)
    }
    assert.deepEqual(wrong, [])
  })
}
