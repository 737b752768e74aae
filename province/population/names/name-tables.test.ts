import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectRoot } from '#foundation/project'

const tables = join(projectRoot(), 'province', 'population', 'data')
const reference = join(projectRoot(), '..', 'shared', 'reference', 'vn', 'names')
const rows = (path: string, by: string) =>
  readFileSync(path, 'utf8')
    .replaceAll('\r', '')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(by))

/** Letters of Vietnamese words: what an encoding left behind has others. */
const isSyllable = /^[A-ZĐÀ-Ỹ][a-zđà-ỹ]*$/u

test('the tables hold single syllables, each once, with whole weights', () => {
  for (const [file, columns] of [
    ['surnames.tsv', 1],
    ['middles.tsv', 3],
    ['givens.tsv', 2],
  ] as const) {
    const lines = rows(join(tables, file), '\t')
    assert.equal(new Set(lines.map(([name]) => name)).size, lines.length, file)
    for (const [name, ...weights] of lines) {
      assert.match(name!, isSyllable)
      assert.equal(weights.length, columns)
      for (const weight of weights) assert.match(weight, /^\d+$/)
    }
  }
})

test('every name comes from the aggregate lists of the reference data', {
  skip: existsSync(reference) ? false : 'the reference data are not at hand',
}, () => {
  const listed = new Set<string>()
  for (const file of [
    'given_gendered_list_namedb.csv',
    'given_observed_uit2016.csv',
    'middle_full_observed_uit2016.csv',
    'middle_first_token_observed_uit2016.csv',
    'surname_observed_uit2016.csv',
    'surname_published.csv',
  ])
    for (const [name] of rows(join(reference, file), ','))
      for (const syllable of name!.normalize('NFC').replaceAll('\u00d0', 'Đ').split(/[ /]/))
        listed.add(syllable)
  const missing = ['surnames.tsv', 'middles.tsv', 'givens.tsv']
    .flatMap((file) => rows(join(tables, file), '\t').map(([name]) => name!))
    // Written with the tone on the other vowel there.
    .filter((name) => !listed.has(name) && !['Hòa', 'Hóa', 'Thúy', 'Thủy', 'Quý'].includes(name))
  assert.deepEqual(missing, [])
})
