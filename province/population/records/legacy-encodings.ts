import type { Random } from '../../random.ts'
import { windows1258 } from '../../windows-1258.ts'
import { Weighted } from '../weighted.ts'

/** Small letters in the order of the alphabets below; TCVN 5712:1993 as ABC fonts have it, read as windows-1252. */
const letters = 'àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ'
const tcvn3 = 'µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ'
/** Capitals that ABC fonts have of their own; the others are small letters, and the font shows them large. */
const tcvn3Capitals: Readonly<Record<string, string>> = {
  Ă: '¡',
  Â: '¢',
  Ê: '£',
  Ô: '¤',
  Ơ: '¥',
  Ư: '¦',
  Đ: '§',
}

const toTcvn3 = new Map([...letters].map((letter, at) => [letter, [...tcvn3][at]!]))

const inTcvn3 = (text: string): string =>
  [...text].map((letter) => tcvn3Capitals[letter] ?? toTcvn3.get(letter.toLowerCase()) ?? letter).join('')

const vniTones: Readonly<Record<string, string>> = {
  '\u0300': 'ø',
  '\u0301': 'ù',
  '\u0309': 'û',
  '\u0303': 'õ',
  '\u0323': 'ï',
}
/** The vowel's hat and its tone are one letter in VNI: after a circumflex, after a breve. */
const vniCircumflex: Readonly<Record<string, string>> = {
  '': 'â',
  '\u0300': 'à',
  '\u0301': 'á',
  '\u0309': 'å',
  '\u0303': 'ã',
  '\u0323': 'ä',
}
const vniBreve: Readonly<Record<string, string>> = {
  '': 'ê',
  '\u0300': 'è',
  '\u0301': 'é',
  '\u0309': 'ú',
  '\u0303': 'ü',
  '\u0323': 'ë',
}
const vniWhole: Readonly<Record<string, string>> = {
  đ: 'ñ',
  ơ: 'ô',
  ư: 'ö',
  ỉ: 'æ',
  ĩ: 'ó',
  ị: 'ò',
  ỵ: 'î',
  ì: 'ì',
  í: 'í',
}

/** Letter and mark as two letters, as the fonts VNI-… draw them: Nguyeãn Vaên. */
function inVni(text: string): string {
  let out = ''
  for (const letter of text.normalize('NFC')) {
    const small = letter.toLowerCase()
    const written = vniWhole[small] ?? vniLetter(small)
    out += small === letter ? written : written.toUpperCase()
  }
  return out
}

function vniLetter(letter: string): string {
  const parts = letter.normalize('NFD')
  if (parts.length === 1) return letter
  const mark = parts.match(/[\u0300\u0301\u0303\u0309\u0323]/)?.[0] ?? ''
  if (parts.includes('\u0302')) return parts[0]! + vniCircumflex[mark]!
  if (parts.includes('\u0306')) return parts[0]! + vniBreve[mark]!
  const base = parts.replace(mark, '').normalize('NFC')
  return (vniWhole[base] ?? base) + (vniTones[mark] ?? '')
}

const latin = new TextDecoder('windows-1252')
const inLatin = new Set(Array.from({ length: 256 }, (_, byte) => latin.decode(Uint8Array.of(byte))))

export type Misreading = (text: string) => string

/** How often which is ours to choose: nobody has counted. */
const ways = new Weighted<Misreading>([
  [(text) => latin.decode(Buffer.from(text, 'utf8')), 30],
  [inTcvn3, 25],
  [inVni, 20],
  [(text) => latin.decode(windows1258(text)), 10],
  [(text) => [...text].map((letter) => (inLatin.has(letter) ? letter : '?')).join(''), 15],
])

/** One encoding read as another: UTF-8, TCVN3, VNI or windows-1258 as windows-1252, or letters lost to "?". */
export const drawMisreading = (random: Random): Misreading => ways.draw(random)

/** The encoders alone, for tests. */
export const encoders = { inTcvn3, inVni }
