import { isVowel, tones } from './letters.ts'
import { parseSyllable, writeSyllable } from './syllables.ts'

const telexTones: Readonly<Record<string, number>> = {
  f: tones.huyen,
  s: tones.sac,
  r: tones.hoi,
  x: tones.nga,
  j: tones.nang,
}
const vniTones: Readonly<Record<string, number>> = {
  1: tones.sac,
  2: tones.huyen,
  3: tones.hoi,
  4: tones.nga,
  5: tones.nang,
}
const hats: Readonly<Record<string, string>> = { a: 'â', e: 'ê', o: 'ô' }
const hooks: Readonly<Record<string, string>> = { a: 'ă', o: 'ơ', u: 'ư' }
const horns: Readonly<Record<string, string>> = { o: 'ơ', u: 'ư' }

/**
 * The word meant by keys that a typing program left undigested: Telex ("nguyeenx") or VNI ("nguye6n4"). Null when the keys do
 * not spell a Vietnamese syllable. Marks may be typed beside their vowel or at the end of the word.
 */
export function decodeTyping(word: string): string | null {
  if (word.length > 10) return null
  const typed = /\d/.test(word) ? untypeVni(word) : untypeTelex(word)
  if (!typed || typed.letters === word) return null
  const syllable = parseSyllable(typed.letters)
  if (!syllable || (syllable.tone > 0 && typed.tone > 0)) return null
  return writeSyllable({ ...syllable, tone: syllable.tone || typed.tone })
}

interface Untyped {
  readonly letters: string
  readonly tone: number
}

function untypeTelex(word: string): Untyped | null {
  let [letters, tone, seenVowel] = ['', 0, false]
  for (let at = 0; at < word.length; at++) {
    const key = word[at]!
    const keyTone = seenVowel ? telexTones[key] : undefined
    if (keyTone !== undefined) {
      if (tone > 0) return null
      tone = keyTone
    } else if (key === 'w') {
      letters = hook(letters, hooks) ?? `${letters}ư`
      seenVowel = true
    } else if (key === 'd' && letters.startsWith('d')) {
      letters = `đ${letters.slice(1)}`
    } else if (seenVowel && hats[key] && letters.includes(key)) {
      letters = put(letters, letters.lastIndexOf(key), hats[key])
    } else {
      letters += key
      seenVowel ||= isVowel(key.charCodeAt(0))
    }
  }
  return { letters, tone }
}

function untypeVni(word: string): Untyped | null {
  let [letters, tone] = ['', 0]
  for (const key of word) {
    const keyTone = vniTones[key]
    if (keyTone !== undefined) {
      if (tone > 0) return null
      tone = keyTone
    } else if (key === '6') {
      const at = Math.max(...Object.keys(hats).map((vowel) => letters.lastIndexOf(vowel)))
      if (at < 0) return null
      letters = put(letters, at, hats[letters[at]!]!)
    } else if (key === '7' || key === '8') {
      const marked = hook(letters, key === '7' ? horns : { a: 'ă' })
      if (!marked) return null
      letters = marked
    } else if (key === '9') {
      if (!letters.startsWith('d')) return null
      letters = `đ${letters.slice(1)}`
    } else letters += key
  }
  return { letters, tone }
}

const put = (text: string, at: number, letter: string): string =>
  text.slice(0, at) + letter + text.slice(at + 1)

/** ă, ơ or ư on the last vowel that takes it; one key makes ươ of uo. */
function hook(letters: string, marks: Readonly<Record<string, string>>): string | null {
  const both = letters.lastIndexOf('uo')
  if (both >= 0 && marks.u && !letters.startsWith('quo')) return put(put(letters, both, 'ư'), both + 1, 'ơ')
  if (letters.endsWith('ua') && marks.u && !letters.startsWith('qu'))
    return put(letters, letters.length - 2, 'ư')
  for (let at = letters.length - 1; at >= 0; at--) {
    const marked = marks[letters[at]!]
    if (marked) return put(letters, at, marked)
  }
  return null
}
