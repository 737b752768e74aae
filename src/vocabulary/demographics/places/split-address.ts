/** Longer addresses are cut: the longest of the catalogue's own names together have 90 letters. */
const LONGEST = 400

/** An address as words; the four lists run side by side. */
export interface Words {
  /** In small letters with tone marks. */
  readonly toned: string[]
  /** Without marks, đ as d. */
  readonly folded: string[]
  /** 0: goes on; 1: after a dash between spaces; 2: after a comma or the like. */
  readonly breaks: number[]
  /** A full stop follows: `P.`, `TP.`. */
  readonly dotted: boolean[]
}

let letters: string[] | undefined

/** What every letter of the Latin blocks is without its marks; empty for what is neither letter nor digit. */
function letterTable(): readonly string[] {
  if (letters) return letters
  letters = Array.from({ length: 0x1f00 }, (_, unit) => {
    const letter = String.fromCharCode(unit)
    if (!/[\p{L}\p{N}]/u.test(letter)) return ''
    return letter === 'đ' || letter === 'ð' ? 'd' : letter.normalize('NFD')[0]!
  })
  return letters
}

/** Takes an address apart without losing where a comma, a dash or an abbreviation's dot stood. One pass, cut at 400 letters. */
export function splitAddress(text: string): Words {
  const table = letterTable()
  const lower = text.slice(0, LONGEST).normalize('NFC').toLowerCase()
  const words: Words = { toned: [], folded: [], breaks: [], dotted: [] }
  let start = -1
  let pending = 0
  for (let i = 0; i <= lower.length; i++) {
    const unit = i < lower.length ? lower.charCodeAt(i) : 44
    if ((table[unit] ?? '') !== '') {
      if (start < 0) start = i
      continue
    }
    // Ea H'Leo, Ia H' Drai: the apostrophe stands inside a word.
    if (isApostrophe(unit) && start >= 0) continue
    if (start >= 0) {
      const word = lower.slice(start, i).replace(apostrophes, '')
      words.toned.push(word)
      words.folded.push(foldWord(word, table))
      words.breaks.push(pending)
      words.dotted.push(unit === 46)
      start = -1
      pending = 0
    }
    const breaks = breakOf(lower, i, unit)
    if (breaks > pending) pending = breaks
  }
  return words
}

/** The same text when it bears no marks, as numbers and half of all words do. */
function foldWord(word: string, table: readonly string[]): string {
  let folded = ''
  let plain = true
  for (let i = 0; i < word.length; i++) {
    const letter = table[word.charCodeAt(i)]!
    if (letter !== word[i]) plain = false
    folded += letter
  }
  return plain ? word : folded
}

const apostrophes = /['\u2018\u2019]/g

const isApostrophe = (unit: number) => unit === 39 || unit === 0x2019 || unit === 0x2018

function breakOf(text: string, at: number, unit: number): number {
  // , ; | ( ) and ends of lines
  if (unit === 44 || unit === 59 || unit === 124 || unit === 40 || unit === 41 || unit === 10) return 2
  const dash = unit === 45 || unit === 0x2013
  return dash && text.charCodeAt(at - 1) === 32 && text.charCodeAt(at + 1) === 32 ? 1 : 0
}

/**
 * Words as names are looked up: y as i (Mỹ, Mĩ), k at the end as c (Đắk, Đắc), no zeros in front of a number (Phường 01). Two
 * wards that then look alike are told apart by their tone marks, or not at all.
 */
export function keyOf(folded: readonly string[], from: number, to: number): string {
  let key = ''
  for (let i = from; i < to; i++) key += i > from ? ` ${keyWord(folded[i]!)}` : keyWord(folded[i]!)
  return key
}

function keyWord(word: string): string {
  if (word.charCodeAt(0) === 48) return /^0+\d+$/.test(word) ? word.replace(/^0+(?=\d)/, '') : word
  const hard = word.charCodeAt(word.length - 1) === 107 ? `${word.slice(0, -1)}c` : word
  return hard.includes('y') ? hard.replaceAll('y', 'i') : hard
}
