import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeWindows1252 } from './index.ts'

test('signs of Windows are read as Windows writes them', () => {
  const bytes = Uint8Array.of(0x93, 0x44, 0xc9, 0x94, 0x20, 0x80, 0x20, 0x96, 0x20, 0x9f, 0xff)
  assert.equal(decodeWindows1252(bytes), '“DÉ” € – Ÿÿ')
})

test('every byte but those of Windows is what ISO 8859-1 says', () => {
  for (let byte = 0; byte < 256; byte++) {
    const [letter] = decodeWindows1252(Uint8Array.of(byte))
    if (byte < 0x80 || byte > 0x9f) assert.equal(letter, String.fromCharCode(byte))
  }
  // The other signs of the page, as Python's codec cp1252 gives them.
  const signs = [...decodeWindows1252(Uint8Array.from({ length: 32 }, (_, n) => 0x80 + n))]
  assert.deepEqual(
    signs.map((sign) => sign.codePointAt(0)!.toString(16)).join(' '),
    '20ac 81 201a 192 201e 2026 2020 2021 2c6 2030 160 2039 152 8d 17d 8f 90 2018 2019 201c 201d 2022 2013 2014 2dc 2122 161 203a 153 9d 17e 178',
  )
})
