import { isVietnameseLetter } from './letters.ts'
import { readWord, type Word } from './read-word.ts'

/** More than any name; what follows is cut, so that a hostile text costs no more than a long one. */
export const longestText = 200
const mostWords = 12

/** Marks of formatting, letters already lost, eth, and the dot that lower-casing İ leaves: rare, so looked for together. */
const irregular = /\u0307|[\u00ad\u00f0\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffd]/
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g
const wordPattern = /[\p{L}\p{N}?][\p{L}\p{M}\p{N}?]*/gu

/**
 * Lower case and NFC, one way to write đ, lost letters as `?`. Keyboards put eth (ð) where đ was meant, and no Vietnamese or
 * ethnic name has an eth.
 */
export function tidy(text: string): string {
  const lower = text.normalize('NFC').toLowerCase()
  if (!irregular.test(lower)) return lower
  return lower.replace(invisible, '').replaceAll('\ufffd', '?').replaceAll('ð', 'đ').normalize('NFC')
}

/** The written words, digits included: order marks of newborns and VNI keys are digits. */
export function writtenWords(tidied: string): string[] {
  for (let at = 0; at < tidied.length; at++) {
    const char = tidied.charCodeAt(at)
    if (!isPlain(char)) return wordsWithin(tidied)
  }
  return tidied.split(' ').filter((word) => word !== '')
}

/** A question mark alone is a lost letter (Ý) where others are lost, and otherwise somebody's doubt. */
function wordsWithin(tidied: string): string[] {
  const words = tidied.match(wordPattern) ?? []
  const isLossy = words.some((word) => word.length > 1 && word.includes('?'))
  return isLossy ? words : words.filter((word) => word !== '?')
}

/** A letter that Vietnamese writes, or a space: all that most names are made of. */
const isPlain = (char: number): boolean =>
  (char >= 97 && char <= 122) || char === 32 || isVietnameseLetter(char)

const isNumber = /^\p{N}/u
const hasDigit = /\p{N}/u
const digits = /\p{N}/gu

/** The words of a name: what begins with a digit is an age or a count, digits inside a word are strays. */
export function readWords(written: readonly string[]): Word[] {
  const words: Word[] = []
  for (const word of written) {
    if (isNumber.test(word)) continue
    const read = readWord(hasDigit.test(word) ? word.replace(digits, '') : word)
    if (read.folded !== '') words.push(read)
    if (words.length === mostWords) break
  }
  return words
}

/** How much of a name Vietnamese could have written, 0 to 1; words with lost letters do not count either way. */
export function vietnameseShare(words: readonly Word[]): number {
  let [whole, syllables] = [0, 0]
  for (const word of words) {
    if (word.canonical.includes('?')) continue
    whole += 1
    if (word.isSyllable) syllables += 1
  }
  return whole === 0 ? 0 : syllables / whole
}

/** From this share on, words are taken to be a Vietnamese name. */
export const mostlyVietnamese = 0.8
