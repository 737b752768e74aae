/** Vowels without tone, then đ and d: the place in this text is the letter's number. */
const bases = 'aăâeêioôơuưyđd'
const folds = 'aaaeeiooouuydd'
/** Ngang, huyền, sắc, hỏi, ngã, nặng, as combining marks. */
const toneMarks = ['', '\u0300', '\u0301', '\u0309', '\u0303', '\u0323'] as const

export const tones = { ngang: 0, huyen: 1, sac: 2, hoi: 3, nga: 4, nang: 5 } as const

const highest = 0x1ef9
/** By char code of a lower-case letter: 0 unknown, else (number in `bases` + 1) << 3 | tone. */
const packed = new Uint8Array(highest + 1)
const letterOf: string[] = []

for (let base = 0; base < bases.length; base++)
  toneMarks.forEach((mark, tone) => {
    const letter = (bases[base]! + mark).normalize('NFC')
    const code = ((base + 1) << 3) | tone
    if (letter.length !== 1) return
    packed[letter.charCodeAt(0)] = code
    letterOf[code] = letter
  })

const codeOf = (char: number): number => (char <= highest ? packed[char]! : 0)

/** Tone of a letter, 0 where it has none. */
export const toneOf = (char: number): number => codeOf(char) & 7

/** The letter without its tone: ễ is ê. */
export const withoutTone = (char: number): string =>
  toneOf(char) === 0 ? String.fromCharCode(char) : letterOf[codeOf(char) & ~7]!

/** The letter with a tone: ê and ngã are ễ; a consonant stays as it is. */
export const withTone = (letter: string, tone: number): string => {
  const code = codeOf(letter.charCodeAt(0))
  return code === 0 ? letter : (letterOf[(code & ~7) | tone] ?? letter)
}

/** The letter without any mark: ễ is e, đ is d. */
export const withoutMarks = (char: number): string => {
  const code = codeOf(char)
  return code === 0 ? String.fromCharCode(char) : folds[(code >> 3) - 1]!
}

/** A vowel of Vietnamese, d or đ. */
export const isVietnameseLetter = (char: number): boolean => codeOf(char) > 0

/** A vowel of Vietnamese, with or without marks. */
export const isVowel = (char: number): boolean => {
  const base = codeOf(char) >> 3
  return base > 0 && base <= 12
}

/**
 * Whether two spellings with the same bare letters can be one name with marks lost: syllable by syllable, what one side
 * lacks the other adds and nothing contradicts ("Tuấn", "Tuân", "Tuan"; hỏi and ngã are one sound in half the country).
 * "Hùng" and "Hưng" contradict: each has a mark that the other lacks.
 */
export function marksAgree(a: string, b: string): boolean {
  if (a.length !== b.length) return true
  for (let from = 0; from < a.length; ) {
    const space = a.indexOf(' ', from)
    const end = space < 0 ? a.length : space
    if (!syllablesAgree(a, b, from, end)) return false
    from = end + 1
  }
  return true
}

function syllablesAgree(a: string, b: string, from: number, end: number): boolean {
  let toneA = 0
  let toneB = 0
  let aLacks = false
  let bLacks = false
  for (let at = from; at < end; at++) {
    const codeA = codeOf(a.charCodeAt(at))
    const codeB = codeOf(b.charCodeAt(at))
    toneA |= codeA & 7
    toneB |= codeB & 7
    if (codeA >> 3 === codeB >> 3 || bareOf(codeA) !== bareOf(codeB)) continue
    if (isBare(codeA)) aLacks = true
    else if (isBare(codeB)) bLacks = true
    else return false
  }
  if (toneA !== toneB && !areHoiAndNga(toneA, toneB)) {
    if (toneA === 0) aLacks = true
    else if (toneB === 0) bLacks = true
    else return false
  }
  return !(aLacks && bLacks)
}

const areHoiAndNga = (a: number, b: number): boolean =>
  (a === tones.hoi && b === tones.nga) || (a === tones.nga && b === tones.hoi)

/** The letter of `folds` below a code; i and y, which variants confuse, tell nothing of marks. */
const bareOf = (code: number): string => (code === 0 ? '' : folds[(code >> 3) - 1]!)

/** A letter that a mark could still be put on: a for ă and â, d for đ. */
const isBare = (code: number): boolean => code > 0 && bases[(code >> 3) - 1] === bareOf(code)
