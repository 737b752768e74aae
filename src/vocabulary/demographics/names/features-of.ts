import { isNameWord } from './name-tables.ts'
import { type NameFeatures, nameFlags } from './names.types.ts'
import { startsWithSurname } from './order-words.ts'
import type { Word } from './read-word.ts'

/** Features of a field that names nobody. */
export function nameless(kind: 'newborn' | 'unknown' | 'missing', flags: number): NameFeatures {
  return {
    kind,
    canonical: '',
    folded: '',
    variant: '',
    sound: '',
    words: [],
    surnameKey: '',
    unlisted: 0,
    bag: '',
    print: 0,
    surname: '',
    middle: '',
    given: '',
    structure: 'vietnamese',
    birthOrder: null,
    mother: null,
    flags,
  }
}

/** Northern and southern spelling of one surname. */
const surnameClass: ReadonlyMap<string, string> = new Map([
  ['huynh', 'hoang'],
  ['vo', 'vu'],
])

/** Features of a name, its words surname first. */
export function featuresOf(words: readonly Word[], repairs: number): NameFeatures {
  const canonical = words.map((word) => word.canonical)
  const folded = words.map((word) => word.folded)
  const variant = words.map((word) => word.variant)
  const isVietnamese = startsWithSurname(words)
  const last = words.length - 1
  const sounds = words.map((word) => word.sound)
  const text = canonical.join(' ')
  const foldedText = folded.join(' ')
  const bag = [...folded].sort().join(' ')
  const surnameKey = isVietnamese && last > 0 ? (surnameClass.get(variant[0]!) ?? variant[0]!) : ''
  const firstSound = surnameKey === variant[0] ? sounds[0] : surnameKey
  return {
    kind: 'named',
    canonical: text,
    folded: foldedText,
    variant: surnameKey === '' ? variant.join(' ') : [surnameKey, ...variant.slice(1)].join(' '),
    sound: isVietnamese ? `${last > 0 ? `${firstSound} ` : ''}${sounds[last]}` : sounds.sort().join(' '),
    words: variant,
    surnameKey,
    unlisted: words.reduce(
      (bits, word, at) => (word.isSyllable && isNameWord(word) ? bits : bits | (1 << at)),
      0,
    ),
    bag,
    print: fingerprint(bag),
    surname: isVietnamese && last > 0 ? canonical[0]! : '',
    middle: isVietnamese ? canonical.slice(1, -1).join(' ') : '',
    given: canonical[last]!,
    structure: isVietnamese ? 'vietnamese' : 'other',
    birthOrder: null,
    mother: null,
    flags:
      repairs |
      (text === foldedText ? nameFlags.unmarked : 0) |
      (foldedText.includes('?') ? nameFlags.lossy : 0) |
      (words.every((word) => word.isSyllable) ? 0 : nameFlags.notSyllables),
  }
}

/** FNV-1a over the letters. */
function fingerprint(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}
