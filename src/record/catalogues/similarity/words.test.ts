import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { CatalogueEntry } from '#vocabulary/catalogues'
import { findCandidates } from './find-candidates.ts'
import { differTellingly, wordsOf } from './words.ts'

const catalogue = (...names: string[]) =>
  new Map(
    names.map((name, at): [string, CatalogueEntry] => [String(at), { code: String(at), name, fields: {} }]),
  )

test('short forms are written out, units left out, and superscripts are digits', () => {
  assert.deepEqual(wordsOf('BC (10^9/L)'), ['bach', 'cau'])
  assert.deepEqual(wordsOf('SA ổ bụng'), ['sieu', 'am', 'o', 'bung'])
  assert.deepEqual(wordsOf('Glucose (mmol/L)'), ['glucose'])
  assert.deepEqual(wordsOf('CA¹²⁵'), ['ca125'])
  assert.deepEqual(wordsOf('constructor toString'), ['constructor', 'tostring'])
  assert.deepEqual(wordsOf('Paracetamol 500mg'), ['paracetamol', '500mg'])
})

test('a side, a number or a negation makes another thing of a name', () => {
  const differ = (a: string, b: string) => differTellingly(new Set(wordsOf(a)), new Set(wordsOf(b)))
  assert.ok(differ('Xạ hình gắng sức', 'Xạ hình không gắng sức'))
  assert.ok(differ('Chụp bàn tay trái', 'Chụp bàn tay phải'))
  assert.ok(differ('Ghép da 5 cm', 'Ghép da 10 cm'))
  assert.ok(!differ('Siêu âm ổ bụng', 'SA ổ bụng tổng quát'))
})

test('where folding makes two words one, tone marks decide', () => {
  const lungs = catalogue('Siêu âm phôi', 'Siêu âm phổi')
  assert.equal(findCandidates(lungs, 'siêu âm phổi', 1)[0]?.entry.name, 'Siêu âm phổi')
  assert.equal(findCandidates(lungs, 'siêu âm phôi', 1)[0]?.entry.name, 'Siêu âm phôi')
})

test('the very name of an entry is its best proposal, whatever the text; scores stay between 0 and 1', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }), { maxLength: 20 }),
      fc.string(),
      (names, asked) => {
        const entries = catalogue(...new Set(names))
        for (const { score } of findCandidates(entries, asked, 9)) assert.ok(score >= 0 && score <= 1)
        for (const name of entries.values())
          if (wordsOf(name.name).length > 0)
            assert.ok(findCandidates(entries, name.name, 1)[0]!.score >= 0.99)
      },
    ),
    { numRuns: 200 },
  )
})
