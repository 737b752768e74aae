import type { Random } from '../../random.ts'

const tone = /[\u0300\u0301\u0303\u0309\u0323]/g

/** No marks at all, đ as d; capitals stay capitals. */
export const withoutMarks = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D')

export const withoutTone = (word: string): string => word.normalize('NFD').replace(tone, '').normalize('NFC')

/** Southern speech has one tone for both. */
export const swapHookAndTilde = (word: string): string =>
  word
    .normalize('NFD')
    .replace(/[\u0303\u0309]/g, (mark) => (mark === '\u0303' ? '\u0309' : '\u0303'))
    .normalize('NFC')

export const withoutBar = (word: string): string => word.replace('Đ', 'D').replace('đ', 'd')

/** Lý and Lí, Mỹ and Mĩ, Quý and Quí: schools and papers differ. Nhi is never written Nhy. */
export function swapIAndY(word: string): string {
  const parts = /^(qu|th|[hklmstv])([iy])([\u0300\u0301\u0303\u0309\u0323]?)$/i.exec(word.normalize('NFD'))
  if (!parts) return word
  const [, before, vowel, mark] = parts
  return `${before}${vowel === 'i' ? 'y' : 'i'}${mark}`.normalize('NFC')
}

const others = new Map([
  ['Hoàng', 'Huỳnh'],
  ['Huỳnh', 'Hoàng'],
  ['Vũ', 'Võ'],
  ['Võ', 'Vũ'],
])

export const regionalSurname = (surname: string): string => others.get(surname) ?? surname

/** Hòa as hoà, Thúy as thuý: the tone on the other vowel. The same word, other bytes. */
export const otherTonePlace = (text: string): string =>
  /[òóỏõọùúủũụ]/i.test(text)
    ? text
        .normalize('NFD')
        .replace(/([ou])([\u0300\u0301\u0303\u0309\u0323])([aey])(?![\p{L}\p{M}])/giu, '$1$3$2')
        .normalize('NFC')
    : text

const keyboard = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm']

function neighbourKey(letter: string, random: Random): string {
  const row = keyboard.find((keys) => keys.includes(letter))
  if (!row) return letter
  const at = row.indexOf(letter)
  return row[at === 0 ? 1 : at === row.length - 1 || random.chance(0.5) ? at - 1 : at + 1]!
}

/** A slip of the finger in one syllable: another key, two letters turned, one left out, one twice. The first one holds. */
export function mistype(word: string, random: Random): string {
  const letters = [...word]
  if (letters.length < 2) return word
  const at = random.whole(1, letters.length - 1)
  const letter = letters[at]!
  const kind = random.next()
  if (kind < 0.4) letters[at] = neighbourKey(withoutMarks(letter), random)
  else if (kind < 0.6 && at > 1) letters.splice(at - 1, 2, letter, letters[at - 1]!)
  else if (kind < 0.8 && letters.length > 2) letters.splice(at, 1)
  else letters.splice(at, 0, letter)
  return letters.join('')
}

const telexTones: Readonly<Record<string, string>> = {
  '\u0300': 'f',
  '\u0301': 's',
  '\u0309': 'r',
  '\u0303': 'x',
  '\u0323': 'j',
}
const vniTones: Readonly<Record<string, string>> = {
  '\u0300': '2',
  '\u0301': '1',
  '\u0309': '3',
  '\u0303': '4',
  '\u0323': '5',
}
const hats: Readonly<Record<string, readonly [telex: string, vni: string]>> = {
  â: ['aa', 'a6'],
  ê: ['ee', 'e6'],
  ô: ['oo', 'o6'],
  ă: ['aw', 'a8'],
  ơ: ['ow', 'o7'],
  ư: ['uw', 'u7'],
  đ: ['dd', 'd9'],
}

/** The keys as they were struck, with no input method listening: Nguyeenx, Nguye6n4. */
export function keysStruck(word: string, method: 'telex' | 'vni'): string {
  const mark = word.normalize('NFD').match(tone)?.[0]
  let keys = ''
  for (const letter of withoutTone(word)) {
    const pair = hats[letter.toLowerCase()]
    const typed = pair ? pair[method === 'telex' ? 0 : 1] : letter
    keys += pair && letter !== letter.toLowerCase() ? typed[0]!.toUpperCase() + typed.slice(1) : typed
  }
  return mark ? keys + (method === 'telex' ? telexTones : vniTones)[mark]! : keys
}
