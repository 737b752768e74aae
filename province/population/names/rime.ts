import { foldName } from '#vocabulary/vietnam'

const tones = /[\u0300\u0301\u0303\u0309\u0323]/g
/** Initial consonants; "gi" and "qu" take their vowel with them when another follows. */
const initial = /^(ngh|ng|nh|gh|gi(?=[aăâeêioôơuưy])|qu|kh|ph|th|tr|ch|[bcdđghklmnpqrstvx])/

/** Vần: the syllable without its first consonants and its tone. Uy, Duy and Huỳ rhyme. */
export const rimeOf = (syllable: string): string =>
  syllable.normalize('NFD').replace(tones, '').normalize('NFC').toLowerCase().replace(initial, '')

/** Two given names that the ear holds together and a clerk must not: same rime, other letters without marks. */
export const doRhyme = (one: string, other: string): boolean =>
  rimeOf(one) === rimeOf(other) && foldName(one) !== foldName(other)
