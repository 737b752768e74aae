import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readName } from './index.ts'

/** Invented names in Unicode; their bytes in TCVN 5712 and in Windows-1258 by GNU iconv 2.39, read as Windows-1252. */
const names = readFileSync(join(import.meta.dirname, 'fixtures', 'legacy-names.tsv'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t') as [string, string, string])

test('TCVN and Windows-1258 bytes made by iconv and read as Western are the name again', () => {
  for (const [name, tcvn, windows] of names) {
    assert.equal(readName(tcvn).canonical, readName(name).canonical, tcvn)
    assert.equal(readName(windows).canonical, readName(name).canonical, windows)
  }
})

test('UTF-8 read through a Western, Vietnamese or Central European code page is the name again', () => {
  for (const [name] of names)
    for (const page of ['windows-1252', 'windows-1258', 'iso-8859-2']) {
      const seen = new TextDecoder(page).decode(Buffer.from(name.normalize('NFC')))
      assert.equal(readName(seen).canonical, readName(name).canonical, `${page}: ${seen}`)
    }
})

test('UTF-8 misread twice, or stripped of a byte on its way, keeps what is left', () => {
  const misread = (text: string) => new TextDecoder('windows-1252').decode(Buffer.from(text))
  for (const [name] of names)
    assert.equal(readName(misread(misread(name))).canonical, readName(name).canonical, name)
  assert.equal(readName(misread('Trần Thị Hà').trim()).canonical, 'trần thị h?')
})
