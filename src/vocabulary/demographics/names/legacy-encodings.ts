import { westernSigns } from '#foundation/charset'

/**
 * Texts that were written in one code and read in another. Each reader takes such a text and gives what was meant, or null
 * when it cannot have been that. They do not know names: `recoverEncoding` judges what comes out.
 */
export type LegacyReader = (text: string) => string | null

/** What each byte looked like to the program that read it. */
const seenAs = (label: string): ReadonlyMap<string, number> => {
  const decoder = new TextDecoder(label)
  const bytes = new Map<string, number>()
  for (let byte = 0; byte < 256; byte++) bytes.set(decoder.decode(Uint8Array.of(byte)), byte)
  return bytes
}

const western = new Map([
  ...seenAs('iso-8859-1'),
  ...[...westernSigns].map((sign, at) => [sign, 0x80 + at] as const),
])
const vietnamese = seenAs('windows-1258')
const central = seenAs('iso-8859-2')

/** Bytes behind the text, if every letter is one of the code page. */
function bytesOf(text: string, page: ReadonlyMap<string, number>): number[] | null {
  const bytes: number[] = []
  for (const letter of text) {
    // A middle step may have kept the bytes 80–9F that a code page leaves empty as control characters.
    const byte = page.get(letter) ?? (letter <= '\u009f' ? letter.charCodeAt(0) : undefined)
    if (byte === undefined) return null
    bytes.push(byte)
  }
  return bytes
}

/**
 * UTF-8 that was read letter by letter ("Nguyá»…n"). Where a byte is gone (a non-breaking space became a space, an unassigned
 * one a question mark) the letter is lost: it stays as `?`.
 */
const utf8Through =
  (page: ReadonlyMap<string, number>): LegacyReader =>
  (text) => {
    const bytes = bytesOf(text, page)
    if (!bytes) return null
    let out = ''
    let [whole, broken] = [0, 0]
    for (let at = 0; at < bytes.length; ) {
      const lead = bytes[at]!
      const length = lead < 0x80 ? 1 : lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe1 && lead <= 0xef ? 3 : 0
      if (length === 0) return null
      let value = length === 1 ? lead : lead & (length === 2 ? 0x1f : 0x0f)
      let read = 1
      while (read < length && (bytes[at + read]! & 0xc0) === 0x80) {
        value = (value << 6) | (bytes[at + read]! & 0x3f)
        read += 1
      }
      const isWhole = read === length
      if (!isWhole) broken += 1
      else if (length > 1) whole += 1
      out += isWhole ? String.fromCharCode(value) : '?'
      at += read
      if (!isWhole && bytes[at] === 0x3f) at += 1
    }
    return whole > 0 && whole >= broken ? out : null
  }

/** Twice through the same mistake happens: an export of an export. */
const twice =
  (reader: LegacyReader): LegacyReader =>
  (text) => {
    const once = reader(text)
    return once === null ? null : reader(once)
  }

/** Windows-1258 read as Windows-1252: a letter and then its tone as a letter of its own. */
const windows1258 = new TextDecoder('windows-1258')
const from1258: LegacyReader = (text) => {
  const bytes = bytesOf(text, western)
  return bytes && windows1258.decode(Uint8Array.from(bytes))
}

/** Bytes 80–FE of TCVN 5712 (TCVN3, "ABC" fonts); the capitals of the fonts are the small letters' bytes. */
const tcvn =
  'ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ ' +
  'ĂÂÊÔƠƯĐăâêôơưđẰ·····àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵ'

const fromTcvn: LegacyReader = (text) => {
  let out = ''
  for (const letter of text) {
    const byte = western.get(letter) ?? letter.charCodeAt(0)
    if (byte > 0xff) return null
    out += byte >= 0x80 && byte <= 0xfe ? tcvn[byte - 0x80]! : letter
  }
  return out
}

/** VNI for Windows: the letter, then its marks as another letter. Facts of the VNI code table. */
const vniMarks: Readonly<Record<string, string>> = {
  ù: '\u0301',
  ø: '\u0300',
  û: '\u0309',
  õ: '\u0303',
  ï: '\u0323',
  â: '\u0302',
  á: '\u0302\u0301',
  à: '\u0302\u0300',
  å: '\u0302\u0309',
  ã: '\u0302\u0303',
  ä: '\u0302\u0323',
  ê: '\u0306',
  é: '\u0306\u0301',
  è: '\u0306\u0300',
  ú: '\u0306\u0309',
  ü: '\u0306\u0303',
  ë: '\u0306\u0323',
}
const vniLetters: Readonly<Record<string, string>> = {
  ô: 'ơ',
  ö: 'ư',
  ñ: 'đ',
  æ: 'ỉ',
  ó: 'ĩ',
  ò: 'ị',
  î: 'ỵ',
}

const fromVni: LegacyReader = (text) => {
  for (let at = 0; at < text.length; at++)
    if (text.charCodeAt(at) > 0xff && !western.has(text[at]!)) return null
  const letters = text.toLowerCase()
  let out = ''
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at]!
    const base = vniLetters[letter] ?? letter
    const marks = 'aeouyôö'.includes(letter) ? vniMarks[letters[at + 1] ?? ''] : undefined
    out += marks ? base + marks : base
    if (marks) at += 1
  }
  return out.normalize('NFC')
}

/** In the order in which they are believed when two give equally good names. */
export const legacyReaders: readonly LegacyReader[] = [
  utf8Through(western),
  twice(utf8Through(western)),
  utf8Through(vietnamese),
  utf8Through(central),
  fromTcvn,
  fromVni,
  from1258,
]
