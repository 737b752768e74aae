import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectRoot } from '#foundation/project'
import { readName } from './index.ts'
import { parseSyllable } from './syllables.ts'

/** Aggregate tables of observed names, kept beside the repository; some rows still carry VNI residue of their source. */
const folder = join(projectRoot(), '../shared/reference/vn/names')
const skip = existsSync(folder) ? false : 'the reference tables of names are not beside this repository'

const firstColumn = (file: string): string[] =>
  readFileSync(join(folder, file), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(',')[0]!)

/** Written in VNI or read through another code page in the source table. */
const isResidue = (name: string) =>
  /[øøöùñăš]/i.test(name.normalize('NFC')) && !parseSyllable(name.toLowerCase().normalize('NFC'))

test('every listed word that is not encoding residue is a Vietnamese syllable', { skip }, () => {
  const files = ['surname', 'given', 'middle_full'].map((kind) => `${kind}_observed_uit2016.csv`)
  const words = new Set(
    [...files, 'given_gendered_list_namedb.csv']
      .flatMap(firstColumn)
      .flatMap((name) => name.split(' ').filter((word) => word !== ''))
      .map((word) => word.normalize('NFC').toLowerCase().replaceAll('ð', 'đ')),
  )
  const strange = [...words].filter((word) => !parseSyllable(word))
  assert.ok(words.size > 500)
  assert.deepEqual(strange.sort(), 'băši buøi döông huøynh khaùnh ñinh ñoã tuaán vieät'.split(' ').sort())
})

test('residue in the observed surnames reads as the surname it is', { skip }, () => {
  const meant = {
    Buøi: 'bùi',
    Ñoã: 'đỗ',
    Döông: 'dương',
    Huøynh: 'huỳnh',
    Ñinh: 'đinh',
    BĂši: 'bùi',
    Hùynh: 'huỳnh',
    Hoà: 'hòa',
  }
  const listed = new Set(firstColumn('surname_observed_uit2016.csv').map((name) => name.normalize('NFC')))
  for (const [written, expected] of Object.entries(meant)) {
    assert.ok(listed.has(written), written)
    assert.equal(readName(`${written} Anh`).surname, expected, written)
  }
})

test('a listed surname with Văn and a listed given name is split where it should be', { skip }, () => {
  const surnames = firstColumn('surname_observed_uit2016.csv').filter((name) => !isResidue(name))
  const givens = firstColumn('given_observed_uit2016.csv').filter((name) => !isResidue(name))
  const otherFirst = ['Y', 'Thạch', 'Danh']
  let [read, failed] = [0, 0]
  for (const surname of surnames.filter((name) => !otherFirst.includes(name)))
    for (const given of givens) {
      const name = readName(`${surname} Văn ${given}`)
      read += 1
      if (name.given !== readName(given).canonical || name.surname !== readName(surname).canonical)
        failed += 1
    }
  // The rest end in Nguyễn and begin with a word that is more often a given name ("Mai Văn Nguyễn").
  assert.ok(read > 24_000, String(read))
  assert.ok(failed / read < 0.002, `${failed} of ${read}`)
})

test('two thousand listed boys’ and girls’ names keep their parts behind frequent surnames', { skip }, () => {
  let [read, turned] = [0, 0]
  for (const surname of ['Nguyễn', 'Trần', 'Phan', 'Hồ', 'Mai', 'Hà'])
    for (const listed of firstColumn('given_gendered_list_namedb.csv')) {
      const given = listed.split(' ').at(-1)!
      const name = readName(`${surname} ${listed}`)
      read += 1
      if (name.surname !== readName(`${surname} An`).surname || name.given !== readName(given).canonical)
        turned += 1
    }
  // "Mai Huân Võ" is as likely Võ Mai Huân.
  assert.ok(read > 15_000 && turned <= 10, `${turned} of ${read}`)
})
